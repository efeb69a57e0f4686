import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { messageOf, numberOf } from './driver-error.ts';
import type { Engine } from './sessions.ts';

/** SQLite takes a schema change back with its transaction; Kysely does not count on it by itself. */
class TransactionalDdl extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** SQLite, as far as queries and errors go. */
export const sqliteEngine: Engine = {
  name: 'sqlite',
  dialect: {
    createAdapter: () => new TransactionalDdl(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  },
  troubleOf: (error) => {
    const code = numberOf(error, 'errcode');
    if (code === null) return { kind: 'other' };
    // The lower byte is the kind of error, the rest says more of it.
    if ((code & 0xff) === busy || (code & 0xff) === locked) return { kind: 'conflict' };
    if (code !== uniqueIndex && code !== primaryKey) return { kind: 'other' };
    return { kind: 'duplicate', index: /failed: ([\w.]+)/.exec(messageOf(error))?.[1] ?? 'unknown' };
  },
};

const busy = 5;
const locked = 6;
const uniqueIndex = 2067;
const primaryKey = 1555;
