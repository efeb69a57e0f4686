import type { StoreName } from '../../domain/data-map/vocabulary.ts';
import type { DatabaseNames } from '../../domain/database-account/declared-grants.ts';
import type { AdministeredServer } from '../mysql-accounts/index.ts';
import { reporting, settingReader, storesOf } from './configuration.ts';
import { misconfigured } from './open-from-configuration.ts';
import { type Setting, settings } from './settings.ts';
import type { Shell } from './shell.ts';

/** The two databases, as far as their accounts go. No other setting is needed: an administrator may have none. */
export interface ConfiguredDatabases {
  readonly names: DatabaseNames;
  /** What the settings name; whoever logs in is left out of what is made of them. */
  readonly urls: Readonly<Record<StoreName, string>>;
  /** Which stores share a server. */
  readonly servers: readonly AdministeredServer['stores'][];
}

/** Reads where the databases are, and ends the command where they are not on MySQL. */
export function configuredDatabases(shell: Shell): ConfiguredDatabases {
  const { report, problems } = reporting();
  const read = settingReader(shell.environment, report);
  const stores = storesOf(read, report);
  if (problems.length === 0 && stores.kind !== 'mysql')
    report(settings.database, 'names a file, which has no accounts');
  if (problems.length > 0 || stores.kind !== 'mysql') return misconfigured(shell, problems);
  const { dataUrl: data, vaultUrl: vault } = stores;
  return {
    names: { data: nameIn(data), vault: nameIn(vault) },
    urls: { data, vault },
    servers: placeOf(data) === placeOf(vault) ? [['data', 'vault']] : [['data'], ['vault']],
  };
}

/** The same servers with who administers them, and ends the command where a setting does not say so. */
export function administeredServers(
  shell: Shell,
  { urls, servers }: ConfiguredDatabases,
): readonly AdministeredServer[] {
  const { report, problems } = reporting();
  const read = settingReader(shell.environment, report);
  const administered = servers.map((stores): AdministeredServer => {
    const [store] = stores;
    const setting: Setting = store === 'data' ? settings.databaseAdmin : settings.vaultAdmin;
    const adminUrl = read(setting);
    const needed = store === 'data' ? '--apply needs it' : 'the vault has a server of its own';
    const parsed = URL.canParse(adminUrl) ? new URL(adminUrl) : null;
    if (adminUrl === '') report(setting, `is not set, and ${needed}`);
    else if (parsed?.protocol !== 'mysql:') report(setting, 'is not mysql://USER:PASSWORD@HOST/');
    else if (placeOf(adminUrl) !== placeOf(urls[store])) report(setting, 'is of another server than the database');
    return { stores, adminUrl };
  });
  return problems.length > 0 ? misconfigured(shell, problems) : administered;
}

/** The address by which an account reaches a store: as the settings have it, with another name and password. */
export function urlOf({ urls }: ConfiguredDatabases, store: StoreName, user: string, password: string): string {
  const url = new URL(urls[store]);
  url.username = user;
  url.password = password;
  return url.href;
}

function nameIn(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

function placeOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || '3306'}`;
}
