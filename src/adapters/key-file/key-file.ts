import { randomBytes } from 'node:crypto';
import { constants, type FileHandle, open } from 'node:fs/promises';
import type { KeyWrapper } from '../../application/ports/key-wrapper.ts';
import { err, ok, type Result, ResultAsync } from '../../domain/result.ts';
import { keyWrapper } from './wrap.ts';

/** Why a key file was not opened or not made. It names no path and no content. */
export type KeyFileProblem =
  /** There is no such file; {@link createKeyFile} makes one. */
  | { readonly kind: 'KeyFileMissing' }
  /** Group or others may read or write it: give it mode 0600. */
  | { readonly kind: 'KeyFileOpenToOthers' }
  /** It is not what {@link createKeyFile} writes. */
  | { readonly kind: 'KeyFileMalformed' }
  /** There is a file of this name already, and a key is never overwritten: what it wrapped could not be opened again. */
  | { readonly kind: 'KeyFileExists' }
  /** The system refuses to read or write it. */
  | { readonly kind: 'KeyFileUnusable' };

/** The first line of a key file. */
const header = 'joos-key-file-1';
const keyBytes = 32;
const longestFile = 256;
/** Windows answers no mode that means anything: there the folder's access list has to protect the file. */
const hasModes: boolean = process.platform !== 'win32';

/** Opens a key file as the master key of a vault. Who loses the file loses everything that is sealed. */
export function openKeyFile(path: string): ResultAsync<KeyWrapper, KeyFileProblem> {
  return attempt(() => withFile(path, constants.O_RDONLY, readKey)).map(keyWrapper);
}

/** Makes a key file with a new random key, readable by its owner alone (mode 0600). It never replaces a file. */
export function createKeyFile(path: string): ResultAsync<void, KeyFileProblem> {
  return attempt(() => withFile(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, writeKey));
}

async function readKey(file: FileHandle): Promise<Result<Uint8Array, KeyFileProblem>> {
  // The mode of the file that was opened, not of the path: the path may lead elsewhere a moment later.
  const stats = await file.stat();
  const { mode, size } = stats;
  if (!stats.isFile()) return err({ kind: 'KeyFileUnusable' });
  if (hasModes && (mode & 0o077) !== 0) return err({ kind: 'KeyFileOpenToOthers' });
  if (size > longestFile) return err({ kind: 'KeyFileMalformed' });
  const [first, second, ...rest] = (await file.readFile('utf8')).split(/\r?\n/);
  const key = first === header && rest.join('') === '' ? keyIn(second ?? '') : null;
  return key === null ? err({ kind: 'KeyFileMalformed' }) : ok(key);
}

/** The key as base64 or as hexadecimal digits. */
function keyIn(line: string): Uint8Array | null {
  if (/^[0-9a-f]{64}$/i.test(line)) return Buffer.from(line, 'hex');
  const bytes = Buffer.from(line, 'base64');
  return bytes.length === keyBytes && bytes.toString('base64') === line ? bytes : null;
}

async function writeKey(file: FileHandle): Promise<Result<void, KeyFileProblem>> {
  await file.writeFile(`${header}\n${randomBytes(keyBytes).toString('base64')}\n`);
  await file.sync(); // the key is on the disk before anything is wrapped under it
  return ok(undefined);
}

async function withFile<Value>(
  path: string,
  flags: number,
  use: (file: FileHandle) => Promise<Result<Value, KeyFileProblem>>,
): Promise<Result<Value, KeyFileProblem>> {
  const file = await open(path, flags, 0o600);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

function attempt<Value>(run: () => Promise<Result<Value, KeyFileProblem>>): ResultAsync<Value, KeyFileProblem> {
  return ResultAsync.fromPromise(run(), problemOf).andThen((result) => result);
}

function problemOf(cause: unknown): KeyFileProblem {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOENT') return { kind: 'KeyFileMissing' };
  if (code === 'EEXIST') return { kind: 'KeyFileExists' };
  return { kind: 'KeyFileUnusable' }; // the cause quotes the path
}
