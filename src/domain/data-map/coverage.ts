import { tableNames, tableOf } from './tables.ts';
import type { StoreName } from './vocabulary.ts';

/**
 * The coverage gate: the schema that a database really has, held against the map (POLICY.md C01, C06). A column that
 * nobody declared might hold personal data that no erasure and no export knows of.
 */

/** A column as the database's own catalogue names it. */
export interface SchemaColumn {
  readonly store: StoreName;
  readonly table: string;
  readonly column: string;
}

/** The migrator's own book-keeping: names of migrations and a lock, nothing of anyone. */
export const migrationTables: readonly string[] = ['kysely_migration', 'kysely_migration_lock'];

/** Columns of the schema that the map does not declare. The gate fails unless there are none. */
export function undeclaredColumns(schema: readonly SchemaColumn[]): readonly SchemaColumn[] {
  const declared = new Set(declaredColumns().map(key));
  return schema.filter((column) => !migrationTables.includes(column.table) && !declared.has(key(column)));
}

/** Columns that the map declares and the schema has not: the map promises something about nothing. */
export function missingColumns(schema: readonly SchemaColumn[]): readonly SchemaColumn[] {
  const actual = new Set(schema.map(key));
  return declaredColumns().filter((column) => !actual.has(key(column)));
}

/** Every column that the map declares, technical ones included. */
export function declaredColumns(): readonly SchemaColumn[] {
  return tableNames.flatMap((table) => {
    const { store, columns } = tableOf(table);
    return Object.keys(columns).map((column) => ({ store, table, column }));
  });
}

/** Quoted and bracketed, so that no two columns share a key, whatever their names hold. */
function key({ store, table, column }: SchemaColumn): string {
  return JSON.stringify([store, table, column]);
}
