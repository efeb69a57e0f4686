import { Buffer } from 'node:buffer';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { type Encoding, type Needle, needlesOf } from './encodings.ts';

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
  const sought = values.map((value) => ({ label: value.label, needles: needlesOf(value.value) }));
  const longest = Math.max(1, ...sought.flatMap(({ needles }) => needles.map(({ bytes }) => bytes.length)));
  const counts = new Map<string, Finding>();
  let bytes = 0;
  let files = 0;

  function count(file: string, chunk: Buffer, from: number): void {
    for (const { label, needles } of sought) {
      for (const needle of needles) {
        const found = occurrences(chunk, needle, from);
        if (found > 0) {
          const key = `${label}\0${needle.encoding}\0${file}`;
          const before = counts.get(key)?.count ?? 0;
          counts.set(key, { label, encoding: needle.encoding, file, count: before + found });
        }
      }
    }
  }

  for (const file of await filesBelow(paths)) {
    const size = await eachChunk(file, longest - 1, (chunk, carried) => count(file, chunk, carried));
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

/** Occurrences that end in the new part of the chunk: what lies in the carried part alone was counted before. */
function occurrences(chunk: Buffer, needle: Needle, carried: number): number {
  let found = 0;
  let at = chunk.indexOf(needle.bytes, Math.max(0, carried - needle.bytes.length + 1));
  while (at !== -1) {
    found += 1;
    at = chunk.indexOf(needle.bytes, at + 1);
  }
  return found;
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
