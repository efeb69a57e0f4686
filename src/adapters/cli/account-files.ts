import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoreName } from '../../domain/data-map/vocabulary.ts';
import { accountPurposes } from '../../domain/database-account/account-role.ts';
import type { MadePassword, PasswordKeeper } from '../mysql-accounts/index.ts';
import { type ConfiguredDatabases, urlOf } from './database-servers.ts';

/**
 * Keeps new passwords in a folder, a file an account and database with the whole address in it, readable by its owner alone
 * (mode 0600). From where the account logs in is a part of its name, since the same user from another network is another
 * account, with a password of its own: what JOOS_DATABASE_URL_FILE and JOOS_VAULT_URL_FILE name. The file of before stays until the new password
 * counts.
 */
export function inFolder(databases: ConfiguredDatabases, folder: string): PasswordKeeper {
  const filesOf = ({ user, host, role, stores }: MadePassword): readonly (readonly [StoreName, string])[] =>
    stores
      .filter((store) => accountPurposes[role].stores.includes(store))
      .map((store) => [store, join(folder, `${user}@${inFileName(host)}.${store}.url`)]);
  return {
    keep: async (made) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      for (const [store, file] of filesOf(made)) {
        // Of an earlier run that broke off, and whose password never counted.
        await rm(coming(file), { force: true });
        const address = `${urlOf(databases, store, made.user, made.password.reveal())}\n`;
        await writeFile(coming(file), address, { mode: 0o600, flag: 'wx', flush: true });
        await chmod(coming(file), 0o600); // whatever the mask of the process is
      }
    },
    counts: async (made) => {
      for (const [, file] of filesOf(made)) await rename(coming(file), file);
    },
  };
}

/** `10.0.0.0_255.255.0.0`, `10.0.x`, `fd00--12`: what no file system and no template of a service minds, and no two are one. */
function inFileName(host: string): string {
  return host.replaceAll('/', '_').replaceAll('%', 'x').replaceAll(':', '-');
}

const coming = (file: string): string => `${file}.new`;

/** A password that is shown, once. */
export interface ShownPassword extends Pick<MadePassword, 'user' | 'host' | 'stores'> {
  readonly password: string;
}

/** Keeps new passwords until they are shown; none is shown that did not come to count. */
export function toBeShown(): PasswordKeeper & { readonly shown: readonly ShownPassword[] } {
  const shown: ShownPassword[] = [];
  return {
    shown,
    keep: async () => {},
    counts: async ({ user, host, stores, password }) => {
      shown.push({ user, host, stores, password: password.reveal() });
    },
  };
}
