import { type RawBuilder, sql } from 'kysely';
import type { PersonsRowCount, PersonsRows } from '../../application/ports/persons-rows.ts';
import { writtenBy } from '../../domain/breach/written-rows.ts';
import { tableOf } from '../../domain/data-map/tables.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Database } from './database.ts';
import { byIndex } from './index-hint.ts';
import { dataQuery, type Statement } from './statement.ts';

/**
 * Whose rows stand in a table, by the data map alone. Of all rows it is the index on the pseudonym that is read, and nothing
 * of the rows; of those of a window one range of the index on their time.
 */

/** How many rows of a table belong to somebody, and to how many people. */
export async function rowsOfPersons(database: Database, of: PersonsRows): Promise<PersonsRowCount> {
  const [row] = await database.look(statementsFor(of).count, { ...anyTime, ...of.within });
  return { rows: row?.rows ?? 0, people: row?.people ?? 0 };
}

/** Whose they are. */
export async function personsWithRows(
  database: Database,
  of: PersonsRows,
  after: SubjectId | null,
  limit: number,
): Promise<readonly SubjectId[]> {
  const rows = await database.look(statementsFor(of).people, { ...anyTime, ...of.within, after: after ?? '', limit });
  return rows.map(({ subject }) => subject);
}

/** Parameters that a statement without a window has no place for. */
const anyTime = { from: 0, to: 0 } as const;

type Within = { readonly from: number; readonly to: number };
type Page = Within & { readonly after: string; readonly limit: number };

interface Statements {
  readonly count: Statement<Within, PersonsRowCount>;
  readonly people: Statement<Page, { readonly subject: SubjectId }>;
}

const made = new Map<string, Statements>();

/** Made once for each table, and once more for its windows. */
function statementsFor(of: PersonsRows): Statements {
  const key = `${of.table} ${of.within === undefined ? 'all' : 'window'}`;
  const statements = made.get(key) ?? statementsOf(of);
  made.set(key, statements);
  return statements;
}

function statementsOf(of: PersonsRows): Statements {
  const { subjectColumn } = tableOf(of.table);
  if (subjectColumn === null) throw new TypeError('No row of this table belongs to anybody');
  const subject = sql.ref(subjectColumn);
  const time = of.within === undefined ? null : writtenBy[of.table];
  const hint = time === null ? sql`` : byIndex(of.table, `${of.table}_${time}`);
  const within = ({ from, to }: Within): RawBuilder<unknown> =>
    time === null ? sql`` : sql` and ${sql.ref(time)} >= ${from} and ${sql.ref(time)} < ${to}`;
  const table = sql.table(of.table);
  return {
    count: dataQuery(({ db }, given: Within) => {
      const counts = sql`count(*) as ${sql.ref('rows')}, count(distinct ${subject}) as people`;
      const query = sql<PersonsRowCount>`select ${hint} ${counts} from ${table} where ${subject} is not null${within(given)}`;
      return { compile: () => query.compile(db) };
    }),
    people: dataQuery(({ db }, given: Page) => {
      const beyond = sql`${subject} > ${given.after}${within(given)}`;
      const query = sql<{
        readonly subject: SubjectId;
      }>`select ${hint} distinct ${subject} as subject from ${table} where ${beyond} order by ${subject} limit ${given.limit}`;
      return { compile: () => query.compile(db) };
    }),
  };
}
