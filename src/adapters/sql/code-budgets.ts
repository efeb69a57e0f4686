import { sql } from 'kysely';
import type { BucketCharge } from '../../application/ports/bucket-charge.ts';
import type { BudgetRows } from '../../application/ports/transaction.ts';
import type { Instant } from '../../domain/instant.ts';
import type { BucketLevel } from '../../domain/verification/code-budget.ts';
import { answer } from './failing.ts';
import { listed, listQuery, numbered, rowsQuery } from './list-query.ts';
import type { Work } from './work.ts';

/**
 * The buckets of the budgets: each is one row that says when it is empty again, and is gone by then. They are locked in the
 * order of their keys, always, so that two requests that share some wait for one another and do not deadlock.
 */
export function budgetRows(work: Work): BudgetRows {
  const levelsOf = async (
    charges: readonly BucketCharge[],
    at: Instant,
    look = looking,
  ): Promise<readonly BucketLevel[]> => {
    if (charges.length === 0) return [];
    const rows = (await work.run(look(charges.length), listed(charges.map(({ bucket }) => bucket)))).rows;
    const emptyAt = new Map(rows.map((row) => [hex(row.bucket), row.empties_at]));
    return charges.map((charge) => {
      const { rule, of, costMs, fullMs, backMs } = charge;
      const empties = emptyAt.get(hex(charge.bucket)) ?? at;
      return { charge: { rule, of, costMs, fullMs, backMs }, levelMs: Math.max(0, empties - at) };
    });
  };
  return {
    levels: (charges, at) => answer(() => levelsOf(charges, at)),

    lockedLevels: (charges, at) => answer(() => levelsOf(charges, at, locking)),

    charge: (charges, at) =>
      answer(async () => {
        if (charges.length === 0) return [];
        const rows = inOrder(charges).map(({ bucket, costMs }) => ({ bucket, first: at + costMs, now: at }));
        await work.run(fill(rows.length), numbered(rows));
        return levelsOf(charges, at);
      }),

    giveBack: (charges) =>
      answer(async () => {
        if (charges.length === 0) return;
        const rows = inOrder(charges).map(({ bucket, backMs }) => ({ bucket, back: backMs }));
        await work.run(empty(rows.length), numbered(rows));
      }),
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function inOrder(charges: readonly BucketCharge[]): readonly BucketCharge[] {
  return charges.toSorted((one, other) => Buffer.compare(one.bucket, other.bucket));
}

const looking = listQuery(({ db }, _given: object, buckets: readonly Uint8Array[]) =>
  db.selectFrom('code_budgets').select(['bucket', 'empties_at']).where('bucket', 'in', buckets),
);

const locking = listQuery(({ db, mysql }, _given: object, buckets: readonly Uint8Array[]) =>
  db
    .selectFrom('code_budgets')
    .select(['bucket', 'empties_at'])
    .where('bucket', 'in', buckets)
    .$if(mysql, (query) => query.forUpdate()),
);

interface Filled {
  readonly bucket: Uint8Array;
  /** When a bucket that is empty now would be empty again. */
  readonly first: number;
  readonly now: number;
}

/** A bucket that was empty is filled from now on; one that was not is fuller by as much. */
const fill = rowsQuery<Filled, unknown>(['bucket', 'first', 'now'], ({ db, mysql }, rows) => {
  const values = sql.join(rows.map(({ bucket, first }) => sql`(${bucket}, ${first})`));
  const now = rows[0]?.now ?? 0;
  const query = mysql
    ? sql`insert into code_budgets (bucket, empties_at) values ${values} as given on duplicate key update empties_at = greatest(code_budgets.empties_at, ${now}) + given.empties_at - ${now}`
    : sql`insert into code_budgets (bucket, empties_at) values ${values} on conflict (bucket) do update set empties_at = max(code_budgets.empties_at, ${now}) + excluded.empties_at - ${now}`;
  return { compile: () => query.compile(db) };
});

interface Emptied {
  readonly bucket: Uint8Array;
  readonly back: number;
}

const empty = rowsQuery<Emptied, unknown>(['bucket', 'back'], ({ db, mysql }, rows) => {
  const backs = sql.join(
    rows.map(({ bucket, back }) => sql`when ${bytes(bucket, mysql)} then ${number(back, mysql)}`),
    sql` `,
  );
  const buckets = sql.join(rows.map(({ bucket }) => sql`${bucket}`));
  const query = sql`update code_budgets set empties_at = empties_at - case bucket ${backs} end where bucket in (${buckets})`;
  return { compile: () => query.compile(db) };
});

/** MySQL takes a parameter in a `case` for text, unless it is told. */
function bytes(value: Uint8Array, mysql: boolean) {
  return mysql ? sql`cast(${value} as binary(16))` : sql`${value}`;
}

function number(value: number, mysql: boolean) {
  return mysql ? sql`cast(${value} as signed)` : sql`${value}`;
}
