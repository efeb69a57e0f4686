import { type CreateTableBuilder, type Expression, type Kysely, sql } from 'kysely';
import type { Engine } from '../sessions.ts';

/**
 * What a column is made of. Texts are words, ids and numbers in ASCII, compared byte by byte; nothing that a person typed
 * stands in one, for that is sealed.
 */
export type ColumnKind =
  /** A UUID in lower case. */
  | 'id'
  /** A word of a closed list, or a number of a series. */
  | 'word'
  /** A longer key that we make ourselves. */
  | 'key'
  /** A calendar day. */
  | 'day'
  /** Milliseconds since 1970, and other whole numbers. */
  | 'integer'
  /** A percentage, with a decimal in some countries. */
  | 'percent'
  /** 16 bytes of a blind index. */
  | 'blind-index'
  /** 32 bytes of a hash. */
  | 'hash'
  /** 64 bytes of an Ed25519 signature. */
  | 'signature'
  /** 8 bytes that name a key. */
  | 'fingerprint'
  /** What was sealed, or a wrapped key. */
  | 'sealed'
  /** Some 2,000 characters that were sealed. */
  | 'sealed-text'
  | 'json';

const mysqlTypes: Readonly<Record<ColumnKind, string>> = {
  id: 'char(36) character set ascii collate ascii_bin',
  word: 'varchar(40) character set ascii collate ascii_bin',
  key: 'varchar(160) character set ascii collate ascii_bin',
  day: 'char(10) character set ascii collate ascii_bin',
  integer: 'bigint',
  percent: 'double',
  'blind-index': 'binary(16)',
  hash: 'binary(32)',
  signature: 'binary(64)',
  fingerprint: 'binary(8)',
  sealed: 'varbinary(1024)',
  // 2,000 characters of 4 bytes, and what a seal adds.
  'sealed-text': 'varbinary(8192)',
  json: 'text character set utf8mb4 collate utf8mb4_bin',
};

const sqliteTypes: Readonly<Record<ColumnKind, string>> = {
  id: 'text',
  word: 'text',
  key: 'text',
  day: 'text',
  integer: 'integer',
  percent: 'real',
  'blind-index': 'blob',
  hash: 'blob',
  signature: 'blob',
  fingerprint: 'blob',
  sealed: 'blob',
  'sealed-text': 'blob',
  json: 'text',
};

export interface TablePlan {
  /** `?` after the kind allows null. */
  readonly columns: Readonly<Record<string, ColumnKind | `${ColumnKind}?`>>;
  readonly primaryKey: readonly [string, ...string[]];
  /** The single column of the primary key counts up by itself. */
  readonly counting?: true;
  /** Each index is named for its first column, by which an error tells it; no value is ever looked at. */
  readonly unique?: readonly (readonly [string, ...string[]])[];
  readonly indexes?: readonly (readonly [string, ...string[]])[];
}

/**
 * Creates a table with its indexes, unless it is there: neither engine takes back half of a migration that failed, so the
 * migration is run again.
 *
 * There are no foreign keys. The fence already holds the subject's row while a row of the subject is written, and a check
 * by the engine would lock it once more, in an order that we do not choose.
 */
export async function createTable(
  db: Kysely<unknown>,
  engine: Engine['name'],
  name: string,
  plan: TablePlan,
): Promise<void> {
  let table: CreateTableBuilder<string, string> = db.schema.createTable(name).ifNotExists();
  for (const [column, spelled] of Object.entries(plan.columns)) {
    const optional = spelled.endsWith('?');
    const kind = spelled.replace('?', '') as ColumnKind; // sound: that is how it is spelled
    table = table.addColumn(column, typeOf(engine, kind), (built) => {
      const counting = plan.counting === true && plan.primaryKey[0] === column;
      const nullable = optional ? built : built.notNull();
      if (!counting) return nullable;
      // In SQLite an integer primary key counts by itself, and rows of such a table are never deleted.
      return engine === 'mysql' ? nullable.primaryKey().autoIncrement() : nullable.primaryKey();
    });
  }
  if (plan.counting !== true) table = table.addPrimaryKeyConstraint(`${name}_key`, [...plan.primaryKey]);
  for (const columns of plan.unique ?? [])
    table = table.addUniqueConstraint(nameOf(engine, name, columns), [...columns]);
  if (engine === 'mysql') {
    for (const columns of plan.indexes ?? []) table = table.addIndex(`${name}_${columns.join('_')}`, [...columns]);
  }
  await table.modifyEnd(optionsOf(engine, plan)).execute();
  if (engine === 'sqlite') {
    for (const columns of plan.indexes ?? []) {
      await db.schema
        .createIndex(`${name}_${columns.join('_')}`)
        .ifNotExists()
        .on(name)
        .columns([...columns])
        .execute();
    }
  }
}

/** The type of a column in the words of an engine. */
export function typeOf(engine: Engine['name'], kind: ColumnKind): Expression<unknown> {
  return sql.raw(engine === 'mysql' ? mysqlTypes[kind] : sqliteTypes[kind]);
}

/** The name of a unique index. SQLite's names are one space for the whole file, but it reports columns by themselves. */
export function nameOf(engine: Engine['name'], table: string, columns: readonly [string, ...string[]]): string {
  return engine === 'mysql' ? columns[0] : `${table}_${columns[0]}`;
}

function optionsOf(engine: Engine['name'], plan: TablePlan): Expression<unknown> {
  if (engine === 'mysql') return sql.raw('engine = InnoDB default character set utf8mb4 collate utf8mb4_bin');
  return sql.raw(plan.counting === true ? 'strict' : 'strict, without rowid');
}
