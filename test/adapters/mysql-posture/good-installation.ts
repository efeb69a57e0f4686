import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import type { SystemRole } from '../../../src/domain/database-account/account-role.ts';
import { declaredGrants } from '../../../src/domain/database-account/declared-grants.ts';
import { orThrow } from '../../../src/index.ts';
import { goodServer, type PostureServer } from './servers.ts';

/** Two servers as the policy wants them, with the schemas and the accounts that an installation has. */
export interface GoodInstallation {
  readonly data: PostureServer;
  readonly vault: PostureServer;
  /** As the core connects. */
  readonly dataUrl: string;
  readonly vaultUrl: string;
  /** As whoever looks at both servers connects. */
  readonly lookUrls: { readonly data: string; readonly vault: string };
  readonly stop: () => Promise<void>;
}

const names = { data: 'joos_data', vault: 'joos_vault' } as const;
const password = 'Test-Passwort-9d3f';
/** This machine, and as a network, so that nothing is a wildcard. */
const host = '127.0.0.0/255.0.0.0';

export async function goodInstallation(): Promise<GoodInstallation> {
  const [data, vault] = await Promise.all([goodServer(), goodServer()]);
  for (const [server, store] of [
    [data, 'data'],
    [vault, 'vault'],
  ] as const) {
    await server.execute(
      `CREATE DATABASE ${names[store]}`,
      // Both stores have triggers, and the migrations make them without SUPER.
      'SET GLOBAL log_bin_trust_function_creators = ON',
      account('migrator'),
      ...grants('migrator', store),
    );
  }
  const urlOf = (server: PostureServer, schema: string, role: SystemRole): string =>
    server.url(schema, `joos_${role}`, password);
  const migrating = mysqlStores({
    dataUrl: urlOf(data, names.data, 'migrator'),
    vaultUrl: urlOf(vault, names.vault, 'migrator'),
  });
  await orThrow(migrating.migrate());
  await data.execute(account('application'), ...grants('application', 'data'));
  await vault.execute(account('vault'), ...grants('vault', 'vault'));
  for (const [server, store] of [
    [data, 'data'],
    [vault, 'vault'],
  ] as const) {
    await server.execute(account('doctor'), ...grants('doctor', store));
  }
  return {
    data,
    vault,
    dataUrl: urlOf(data, names.data, 'application'),
    vaultUrl: urlOf(vault, names.vault, 'vault'),
    lookUrls: { data: urlOf(data, names.data, 'doctor'), vault: urlOf(vault, names.vault, 'doctor') },
    stop: async () => {
      await Promise.all([data.stop(), vault.stop()]);
    },
  };
}

function nameOf(role: SystemRole): string {
  return `'joos_${role}'@'${host}'`;
}

function account(role: SystemRole): string {
  const attribute = JSON.stringify({ owner: 'anna.miller', role });
  return `CREATE USER ${nameOf(role)} IDENTIFIED BY '${password}' REQUIRE SSL PASSWORD EXPIRE INTERVAL 90 DAY ATTRIBUTE '${attribute}'`;
}

/** What the role is declared to do on the server of one store. */
function grants(role: SystemRole, store: 'data' | 'vault'): readonly string[] {
  return declaredGrants(role, names)
    .filter((grant) => grant.store === store)
    .map(({ privileges, database, table, columns }) => {
      const list = privileges.map((name) => (columns === null ? name : `${name} (${columns.join(', ')})`)).join(', ');
      return `GRANT ${list} ON ${placeOf(database, table)} TO ${nameOf(role)}`;
    });
}

/** In the grant of a whole database its name is a pattern, so an underscore of it is escaped. */
function placeOf(database: string | null, table: string | null): string {
  if (database === null) return '*.*';
  return table === null ? `\`${database.replaceAll('_', '\\_')}\`.*` : `\`${database}\`.\`${table}\``;
}
