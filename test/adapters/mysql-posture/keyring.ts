import { execFile } from 'node:child_process';
import { chmod, copyFile, link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Mysqld } from '../../mysql/mysqld.ts';

/** A place for a server program that keeps keys, which it needs to encrypt what it writes. */
export interface KeyringPlace {
  readonly prepare: (mysqld: Mysqld) => Promise<Mysqld>;
  readonly remove: () => Promise<void>;
}

/**
 * The server looks beside its own program which components it is to load, and beside the component how that is set. So the
 * program and the component are put into a folder of their own, with both files: the shared ones stay as they are.
 */
export async function keyringPlace(): Promise<KeyringPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'joos-keyring-'));
  return {
    remove: () => rm(folder, { recursive: true, force: true }),
    prepare: async (mysqld) => {
      const program = mysqld.leadingArguments.at(-1) ?? mysqld.file;
      const copy = join(folder, 'bin', basename(program));
      const plugins = join(folder, 'plugins');
      await mkdir(join(folder, 'bin'), { recursive: true });
      await mkdir(plugins, { recursive: true });
      await linked(program, copy);
      const theirs = await pluginFolder(mysqld);
      for (const name of taken) await linked(join(theirs, name), join(plugins, name));
      await readOnly(join(folder, 'bin', 'mysqld.my'), { components: 'file://component_keyring_file' });
      await readOnly(join(plugins, 'component_keyring_file.cnf'), { path: join(folder, 'keyring'), read_only: false });
      const instead = (argument: string): string => (argument === program ? copy : argument);
      return {
        ...mysqld,
        file: instead(mysqld.file),
        leadingArguments: mysqld.leadingArguments.map(instead),
        flags: [...mysqld.flags, `--plugin-dir=${plugins}`],
      };
    },
  };
}

/** The component that keeps keys, and a plugin that nobody needs. */
const taken: readonly string[] = ['component_keyring_file.so', 'mysql_no_login.so'];

async function pluginFolder(mysqld: Mysqld): Promise<string> {
  const asked = [...mysqld.leadingArguments, '--no-defaults', ...mysqld.flags, '--verbose', '--help'];
  const { stdout } = await promisify(execFile)(mysqld.file, asked, { maxBuffer: 16_000_000, timeout: 60_000 });
  const found = /^plugin-dir\s+(\S+)/m.exec(stdout)?.[1];
  if (found === undefined) throw new Error('The server does not tell where its plugins are');
  return found;
}

async function linked(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to)); // on another disk
}

async function readOnly(file: string, content: unknown): Promise<void> {
  await writeFile(file, JSON.stringify(content));
  await chmod(file, 0o444);
}
