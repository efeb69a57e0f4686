import { Buffer } from 'node:buffer';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { type Encoding, needlesOf } from './encodings.ts';
import { matcherOf } from './matcher.ts';

/** A value to look for, under a name that a report may show. */
export interface SoughtValue {
  /** What it is, such as `phone`; never the value. */
  readonly label: string;
  readonly value: string;
}

/** A value was found: where, in which form, how often. The value itself is not in here. */
export interface Finding {
  readonly label: string;
  readonly encoding: Encoding;
  readonly file: string;
  readonly count: number;
}

/** How much was read, in files and bytes, and what was found in it: no findings in no files prove nothing. */
export interface LeakScanReport {
  readonly files: number;
  readonly bytes: number;
  readonly findings: readonly Finding[];
}

const chunkBytes = 8 * 1024 * 1024;

/**
 * Reads every byte of these files and folders and counts each value in every form that it may stand in. A zip is searched
 * as it lies and unpacked.
 *
 * @throws When a file cannot be read, or a value is empty: a scan that left something out must not look like a clean one.
 *   Files that vanish between the listing and the reading (a database renames its logs) are passed over.
 */
export async function scanForLeaks(values: readonly SoughtValue[], paths: readonly string[]): Promise<LeakScanReport> {
  const empty = values.find(({ value }) => value === '');
  if (empty !== undefined) throw new Error(`There is no value to look for under ${empty.label}`);
  const matcher = matcherOf(
    values.flatMap(({ label, value }) =>
      needlesOf(value).map(({ encoding, bytes: pattern }) => ({ bytes: pattern, tag: { label, encoding } })),
    ),
  );
  const counts = new Map<string, Finding>();
  let bytes = 0;
  let files = 0;

  function count(file: string, chunk: Buffer, carried: number): void {
    matcher.search(chunk, carried, ({ label, encoding }) => {
      const key = `${label}\0${encoding}\0${file}`;
      counts.set(key, { label, encoding, file, count: (counts.get(key)?.count ?? 0) + 1 });
    });
  }

  for (const file of await filesBelow(paths)) {
    const size = await eachChunk(file, matcher.longest - 1, (chunk, carried) => count(file, chunk, carried));
    if (size === null) {
      continue;
    }
    files += 1;
    bytes += size;
    if (await isZip(file)) {
      for (const [entry, content] of Object.entries(unzipSync(await readFile(file)))) {
        count(`${file}!${entry}`, Buffer.from(content), 0);
      }
    }
  }
  return { files, bytes, findings: [...counts.values()] };
}

/** What begins as a zip does (`PK`, 3, 4), whatever it is called. */
async function isZip(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(nullIfGone);
  if (file === null) return false;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.readUInt32BE(0) === 0x504b0304;
  } finally {
    await file.close();
  }
}

/** Hands out a file in chunks, each with the tail of the one before in front; answers the size, or null if it is gone. */
async function eachChunk(
  path: string,
  overlap: number,
  visit: (chunk: Buffer, carried: number) => void,
): Promise<number | null> {
  const file = await open(path, 'r').catch(nullIfGone);
  if (file === null) {
    return null;
  }
  try {
    let size = 0;
    let tail: Buffer = Buffer.alloc(0);
    const buffer = Buffer.alloc(Math.min(chunkBytes, (await file.stat()).size + 1));
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) {
        return size;
      }
      size += bytesRead;
      const chunk = Buffer.concat([tail, buffer.subarray(0, bytesRead)]);
      visit(chunk, tail.length);
      tail = Buffer.from(chunk.subarray(Math.max(0, chunk.length - overlap)));
    }
  } finally {
    await file.close();
  }
}

async function filesBelow(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = await stat(path);
    if (found.isDirectory()) {
      const names = (await readdir(path)).sort();
      for (const name of names) {
        const below = join(path, name);
        const entry = await stat(below).catch(nullIfGone);
        if (entry?.isDirectory()) {
          files.push(...(await filesBelow([below])));
        } else if (entry?.isFile()) {
          files.push(below);
        }
      }
    } else {
      files.push(path);
    }
  }
  return files;
}

function nullIfGone(cause: unknown): null {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
    return null;
  }
  throw cause;
}
