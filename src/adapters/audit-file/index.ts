/**
 * The audit sink as a file of JSON lines, on a volume that is not the database's: best one on another machine that lets
 * nobody shorten or rewrite a file.
 *
 * @module
 */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AuditSink, AuditSinkPage } from '../../application/ports/audit-sink.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import { type SinkLine, sinkLineOf, sinkLineText } from '../../domain/audit/checkpoint.ts';
import { ResultAsync } from '../../domain/result.ts';

/** A sink that writes to a file; the file is made if it is not there, its folder is not. */
export interface AuditFile extends AuditSink {
  /** Closes the file once what is under way is written; what comes later is refused. */
  close(): Promise<void>;
}

/** Lines that wait to be written, and whoever waits for them. */
interface Waiting {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/** How many appends may wait for a disk that hangs; whoever comes then is refused at once. */
const mostWaiting = 10_000;

/**
 * Opens a file as the audit sink. Lines that come while others are being written go to the disk with one write and one sync,
 * so that many at a time cost hardly more than one. Several processes may write to one file on a local disk, each write an
 * append of its own; over a network file system give each process a file of its own.
 *
 * Where a write breaks off (the disk is full, the process died), whoever writes next begins on a line of its own and says so,
 * and a verification knows the broken line from a forged one. Where the file was moved or deleted, a new one is begun in its
 * place: what the old one knew is missing then, and shows. It does not fail while it opens: a file that cannot be had
 * fails every append.
 */
export function auditFile(path: string): AuditFile {
  let handle: FileHandle | null = null;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;
  let isClosed = false;

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        handle = await currentFile(path, handle);
        const repair = (await endsTorn(handle)) ? lineOf({ kind: 'torn' }) : '';
        // On a line of its own, whatever another process appended since it was looked at.
        await writeWhole(handle, ['\n', repair, ...batch.map(({ text }) => text)].join(''));
        await handle.datasync();
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
          if (isClosed) {
            reject(new Error('The audit sink is closed'));
            return;
          }
          if (waiting.length >= mostWaiting) {
            reject(new Error('Too many wait for the audit sink'));
            return;
          }
          waiting.push({ text: lines.map(lineOf).join(''), resolve, reject });
          writing ??= writeAll().finally(() => {
            writing = null;
          });
        }),
        (cause) => portFailure('AuditSink', true, cause),
      ),
    read: (cursor, limit) =>
      ResultAsync.fromPromise(readPage(path, cursor, limit), (cause) => portFailure('AuditSink', true, cause)),
    close: async () => {
      isClosed = true;
      await writing;
      const closed = handle;
      handle = null;
      await closed?.close();
    },
  };
}

/** The file that stands at the path: the one that is open, unless it was moved or deleted since. */
async function currentFile(path: string, opened: FileHandle | null): Promise<FileHandle> {
  if (opened !== null) {
    const there = await stat(path).catch(() => null);
    const here = await opened.stat();
    if (there !== null && there.ino === here.ino && there.dev === here.dev) return opened;
    await opened.close();
  }
  const file = await open(path, 'a+', 0o600);
  if ((await file.stat()).size === 0) await synced(dirname(path));
  return file;
}

/** That a file is in its folder has to outlive a power cut too. */
async function synced(folder: string): Promise<void> {
  const opened = await open(folder, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

/** One write, so that no other process comes between; one that was cut short is a failure. */
async function writeWhole(file: FileHandle, text: string): Promise<void> {
  const bytes = Buffer.from(text, 'utf8');
  const { bytesWritten } = await file.write(bytes, 0, bytes.length, null);
  if (bytesWritten < bytes.length) throw new Error('The audit sink took a part of what was written');
}

function lineOf(line: SinkLine): string {
  return `${sinkLineText(line)}\n`;
}

/** Whether the last line of the file has no end: this process's or another one's write broke off. */
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
async function readPage(path: string, cursor: number, limit: number): Promise<AuditSinkPage> {
  // For reading alone: an auditor may not write, and a file that is not there is no empty one.
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, cursor);
    const lines: (SinkLine | null)[] = [];
    let at = 0;
    while (lines.length < limit) {
      const end = buffer.subarray(0, bytesRead).indexOf(newline, at);
      if (end === -1) break;
      if (end > at) lines.push(sinkLineOf(buffer.toString('utf8', at, end)));
      at = end + 1;
    }
    // At the end of the file; a last line without an end is one that broke off, or that is being written right now.
    if (lines.length < limit && bytesRead < chunkBytes) return { lines, next: null };
    // A chunk without a single end of a line is none of ours: it is passed over.
    return at === 0 ? { lines: [null], next: cursor + bytesRead } : { lines, next: cursor + at };
  } finally {
    await file.close();
  }
}
