import type { SchemaColumn } from '../data-map/coverage.ts';
import { failed, fine, notChecked, type PostureCheck, some, whereSeen } from './posture-check.ts';

/** That the stores are what the policy and the data map say. */
export const storeChecks: readonly PostureCheck[] = [
  {
    id: 'store-engine',
    clauses: ['C17'],
    needs: 'configuration',
    expected: 'both stores are on MySQL',
    mend: 'set JOOS_DATABASE_URL and JOOS_VAULT_URL to mysql://…',
    judge: ({ configuration }) =>
      whereSeen(configuration, ({ engine }) => (engine === 'mysql' ? fine('MySQL') : failed('SQLite files'))),
  },
  {
    id: 'stores-apart',
    clauses: ['C25'],
    needs: 'database',
    expected: 'the vault is on a server of its own, so that no backup holds data and keys together',
    mend: 'move the vault to a server of its own, with backups of its own',
    judge: ({ database }) =>
      whereSeen(database, ({ servers: { data, vault } }) =>
        data.serverId === vault.serverId ? failed('both are on one server') : fine('two servers'),
      ),
  },
  {
    id: 'schema-migrated',
    clauses: ['C06'],
    needs: 'database',
    expected: 'both schemas are up to date',
    mend: 'joos migrate',
    judge: ({ database }) =>
      whereSeen(database, ({ schema }) =>
        whereSeen(schema, ({ pending }) => (pending.length > 0 ? failed(`pending: ${some(pending)}`) : fine('both'))),
      ),
  },
  {
    id: 'schema-data-map',
    clauses: ['C01', 'C06'],
    needs: 'database',
    expected:
      'both schemas have the columns that the data map declares, and no others, in tables and in views; routines, events and triggers are not seen',
    mend: 'declare the column in the data map, or drop it; what is missing comes by joos migrate',
    judge: ({ database }) =>
      whereSeen(database, ({ schema }) =>
        whereSeen(schema, ({ undeclared, missing, pending, isWhole }) => {
          if (undeclared.length > 0) return failed(`nobody declared ${some(undeclared.map(inWords))}`);
          if (pending.length > 0) return notChecked('the schemas are not migrated yet');
          if (!isWhole) return notChecked('the account that looks lacks PROCESS, and does not see every table');
          return missing.length > 0 ? failed(`missing: ${some(missing.map(inWords))}`) : fine('the same columns');
        }),
      ),
  },
];

function inWords({ table, column }: SchemaColumn): string {
  return `${table}.${column}`;
}
