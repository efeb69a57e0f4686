/**
 * The audit sink as a file of JSON lines, on a volume that is not the database's: best one on another machine that lets
 * nobody shorten or rewrite a file.
 *
 * @module
 */
import { type FileHandle, open } from 'node:fs/promises';
import type { AuditSink, AuditSinkPage } from '../../application/ports/audit-sink.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import { type SinkLine, sinkLineIn } from '../../domain/audit/checkpoint.ts';
import { ResultAsync } from '../../domain/result.ts';

/** A sink that writes to a file; the file is made if it is not there, its folder is not. */
export interface AuditFile extends AuditSink {
  /** Closes the file once what is under way is written. */
  close(): Promise<void>;
}

/** Lines that wait to be written, and whoever waits for them. */
interface Waiting {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Opens a file as the audit sink. Lines that come while others are being written go to the disk with one write and one sync,
 * so that many at a time cost hardly more than one. Several processes may write to one file: each write is one append.
 *
 * Where a write breaks off (the disk is full), the next one begins on a line of its own and says so, so that a verification
 * knows the broken line from a forged one. It does not fail while it opens: a file that cannot be had fails every append.
 */
export function auditFile(path: string): AuditFile {
  let handle: Promise<FileHandle> | null = null;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  // What another process left broken is found by the first write.
  let mayBeTorn = true;

  const opened = (): Promise<FileHandle> => {
    handle ??= open(path, 'a+', 0o600).catch((cause: unknown) => {
      handle = null;
      throw cause;
    });
    return handle;
  };

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const file = await opened();
        const repair = mayBeTorn && (await endsTorn(file)) ? `\n${lineOf({ kind: 'torn' })}` : '';
        mayBeTorn = true;
        await file.appendFile(repair + batch.map(({ text }) => text).join(''));
        await file.datasync();
        mayBeTorn = false;
        for (const { resolve } of batch) resolve();
      } catch (cause) {
        for (const { reject } of batch) reject(cause);
      }
    }
  };

  return {
    append: (lines) =>
      ResultAsync.fromPromise(
        new Promise<void>((resolve, reject) => {
          waiting.push({ text: lines.map(lineOf).join(''), resolve, reject });
          writing ??= writeAll().finally(() => {
            writing = null;
          });
        }),
        (cause) => portFailure('AuditSink', true, cause),
      ),
    read: (cursor, limit) =>
      ResultAsync.fromPromise(
        opened().then((file) => pageOf(file, cursor, limit)),
        (cause) => portFailure('AuditSink', true, cause),
      ),
    close: async () => {
      await writing;
      const file = await handle?.catch(() => null);
      handle = null;
      await file?.close();
    },
  };
}

function lineOf(line: SinkLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** Whether the last line of the file has no end. */
async function endsTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer[0] !== newline;
}

const newline = 0x0a;
/** Longer than any line that we write: a checkpoint of all lanes has some 7,000 characters. */
const chunkBytes = 1 << 20;

/** The lines of one chunk of the file, from a place on; a line that the chunk cuts begins the next page. */
async function pageOf(file: FileHandle, cursor: number, limit: number): Promise<AuditSinkPage> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, cursor);
  const lines: (SinkLine | null)[] = [];
  let at = 0;
  while (lines.length < limit) {
    const end = buffer.subarray(0, bytesRead).indexOf(newline, at);
    if (end === -1) break;
    if (end > at) lines.push(parsed(buffer.toString('utf8', at, end)));
    at = end + 1;
  }
  if (lines.length < limit && bytesRead < chunkBytes) {
    // The end of the file; a last line without an end is one that broke off, or that is being written right now.
    return { lines, next: null };
  }
  // A chunk without a single end of a line is none of ours: it is passed over.
  return at === 0 ? { lines: [null], next: cursor + bytesRead } : { lines, next: cursor + at };
}

function parsed(text: string): SinkLine | null {
  try {
    return sinkLineIn(JSON.parse(text));
  } catch {
    return null;
  }
}
