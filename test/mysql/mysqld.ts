import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** A MySQL server program that can be run from where it lies. */
export interface Mysqld {
  readonly file: string;
  /** What must stand before every other argument, e.g. the dynamic loader's own. */
  readonly leadingArguments: readonly string[];
  /** Flags without which it does not find its own files; they come after `--no-defaults`. */
  readonly flags: readonly string[];
  readonly version: string;
}

const run = promisify(execFile);

/** Asks the program for its version, which also shows that it runs here; throws when it is not MySQL 8.0 or newer. */
export async function probeMysqld(file: string, leadingArguments: readonly string[] = []): Promise<Mysqld> {
  const { stdout } = await run(file, [...leadingArguments, '--no-defaults', '--version'], { timeout: 20_000 });
  const version = /\bVer (\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1];
  // MariaDB calls its server mysqld too.
  if (version === undefined || /mariadb/i.test(stdout)) throw new Error(`${file} is not MySQL`);
  if (Number.parseInt(version, 10) < 8) throw new Error(`${file} is MySQL ${version}, older than 8.0`);
  return { file, leadingArguments, flags: [], version };
}

const executable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/** The `mysqld` on the PATH. Debian keeps it in /usr/sbin, which the PATH of a user who is not root leaves out. */
export async function installedMysqld(): Promise<Mysqld | undefined> {
  const program = process.platform === 'win32' ? 'mysqld.exe' : 'mysqld';
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of [...folders, '/usr/sbin']) {
    const file = join(folder, program);
    if (await executable(file)) return probeMysqld(file);
  }
  return undefined;
}
