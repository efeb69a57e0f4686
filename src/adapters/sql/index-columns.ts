import type { IndexColumns, RowsGoneThrough } from '../../application/ports/index-columns.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { Sealing } from '../../application/ports/sealing.ts';
import type { IndexColumn } from '../../domain/keys/index-key.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { Database } from './database.ts';
import { answer, Failing, granted } from './failing.ts';
import { type FilledValue, type IndexStatements, indexStatements, type RowToFill } from './index-column-queries.ts';
import { type IndexedColumn, indexedColumn, indexOfRow } from './indexed-tables.ts';
import { numbered } from './list-query.ts';

/** How many rows are filled or emptied with one statement: as many as a statement over a list is kept for. */
const indexBatch = 64;

const theEnd: RowsGoneThrough = { rows: 0, last: null };

/** The two columns of each blind index, while its key is rotated. */
export function indexColumns(database: Database, sealing: Sealing): IndexColumns {
  /** The key of the one-time codes goes by the same steps and has no columns. */
  const on = <Value>(
    name: string,
    column: IndexColumn,
    nothing: Value,
    work: (statements: IndexStatements, indexed: IndexedColumn) => Promise<Value>,
  ): ResultAsync<Value, PortFailure> =>
    answer(async () => {
      const indexed = indexedColumn(name);
      return indexed === null ? nothing : work(indexStatements(indexed, column), indexed);
    });

  /** What belongs into the column, but for values that do not open. */
  const computed = async (
    indexed: IndexedColumn,
    column: IndexColumn,
    rows: readonly RowToFill[],
  ): Promise<readonly FilledValue[]> => {
    const indexes = await granted(sealing.blindIndexes());
    const subjects = rows.map(({ subject }) => subject);
    const keyrings = await granted(sealing.keyrings(subjects, 'data-subject-rights'));
    return rows.flatMap((row) => {
      const { key, seen, subject } = row;
      const keyring = keyrings.get(subject);
      const index = keyring && indexOfRow(indexed, key, row, keyring, indexes);
      if (!index) return [];
      const value = index[column];
      // No key writes this column now: another process went on. Whoever rotates looks again.
      if (value === null) throw new Failing(portFailure('DataStore', true));
      return [{ key, seen, value }];
    });
  };

  return {
    countMissing: (name, column) =>
      on(name, column, 0, async ({ countMissing }) => (await database.look(countMissing, {}))[0]?.rows ?? 0),

    fill: (name, column, after, at) =>
      on(name, column, theEnd, async (statements, indexed) => {
        if (indexed.sealed.length === 0) {
          await database.write(statements.dropExpired, { at });
          return theEnd;
        }
        const rows = await database.look(statements.missing, { after: after ?? '', limit: indexBatch });
        const filled = await computed(indexed, column, rows);
        const given = numbered(filled.map((value) => ({ ...value })));
        if (filled.length > 0) await database.write(statements.fill(filled.length), given);
        return { rows: rows.length, last: rows.at(-1)?.key ?? null };
      }),

    countLeft: (name, column) =>
      on(name, column, 0, async ({ countLeft }) => (await database.look(countLeft, {}))[0]?.rows ?? 0),

    empty: (name, column, after) =>
      on(name, column, theEnd, async (statements) => {
        const beyond = new Uint8Array(Buffer.from(after ?? '', 'hex'));
        const rows = await database.look(statements.left, { after: beyond, limit: indexBatch });
        const given = numbered(rows.map(({ key, seen }) => ({ key, seen })));
        if (rows.length > 0) await database.write(statements.empty(rows.length), given);
        const last = rows.at(-1);
        return { rows: rows.length, last: last ? Buffer.from(last.seen).toString('hex') : null };
      }),
  };
}
