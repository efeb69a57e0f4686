import { type Compilable, sql } from 'kysely';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/** The next number of a series, which stays locked until the transaction ends: so a rollback leaves no gap. */
export async function nextNumber(work: Work, series: string): Promise<number> {
  const counted = await work.run(countOn, { series });
  const number = counted.rows[0]?.last_number ?? counted.insertId;
  if (number > 0) return number;
  const begun = await work.run(beginSeries, { series });
  return begun.rows[0]?.last_number ?? begun.insertId;
}

/** What comes back: on SQLite a row; on MySQL none, for there the new number is the insert id. */
interface Counted {
  readonly last_number: number;
}

const countOn = dataQuery(({ db, mysql }, given: { series: string }): Compilable<Counted> => {
  const update = db.updateTable('receipt_series').where('series', '=', given.series);
  return mysql
    ? update.set({ last_number: sql<number>`last_insert_id(last_number + 1)` }).$castTo<Counted>()
    : update.set((eb) => ({ last_number: eb('last_number', '+', 1) })).returning('last_number');
});

/** The first number of a series, or the next, if another transaction has begun it meanwhile. */
const beginSeries = dataQuery(({ db, mysql }, given: { series: string }): Compilable<Counted> => {
  const insert = db.insertInto('receipt_series');
  return mysql
    ? insert
        .values({ series: given.series, last_number: sql<number>`last_insert_id(1)` })
        .onDuplicateKeyUpdate({ last_number: sql<number>`last_insert_id(last_number + 1)` })
        .$castTo<Counted>()
    : insert
        .values({ series: given.series, last_number: 1 })
        .onConflict((on) =>
          on.column('series').doUpdateSet((eb) => ({ last_number: eb('receipt_series.last_number', '+', 1) })),
        )
        .returning('last_number');
});
