import type { ErasureJournal } from '../../application/ports/erasure-journal.ts';
import type { Sealing } from '../../application/ports/sealing.ts';
import { demandPurpose } from '../../domain/data-map/unsealing.ts';
import { type ErasureState, erasureStates, type StuckReason } from '../../domain/deletion/erasure.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok } from '../../domain/result.ts';
import type { Database } from './database.ts';
import { erasureColumns, erasureOf, obstacleColumn } from './erasures.ts';
import { answer, granted, settled } from './failing.ts';
import { listed, listQuery } from './list-query.ts';
import { addPropagation, propagationColumns, propagationOf, propagations, savePropagation } from './propagations.ts';
import { openable } from './sealed-columns.ts';
import { dataQuery } from './statement.ts';

/** How far each erasure is; every method may be called again, by any number of workers. */
export function erasureJournal(database: Database, sealing: Sealing): ErasureJournal {
  return {
    claim: ({ at, until, limit }) =>
      settled(
        database.transact(async (unit) => {
          const { rows } = await unit.run(due, { at, limit });
          if (rows.length > 0) {
            await unit.run(claim(rows.length), { until, ...listed(rows.map((row) => row.erasure_id)) });
          }
          return ok(rows.map(erasureOf));
        }),
      ),

    advance: (erasure, { state, obstacle, dueAt, completedAt }) => {
      const upTo = erasureStates.slice(0, erasureStates.indexOf(state) + 1);
      const given = {
        erasure,
        to: state,
        obstacle: obstacleColumn(obstacle),
        due_at: dueAt,
        completed_at: completedAt,
        ...listed(upTo),
      };
      if (state !== 'certified') {
        return answer(async () => {
          await database.write(moveOn(upTo.length), given);
        });
      }
      return settled(
        database.transact(async (unit) => {
          await unit.run(markErased, { erasure });
          await unit.run(moveOn(upTo.length), given);
          return ok(undefined);
        }),
      );
    },

    saveKept: (erasure, kept) =>
      answer(async () => {
        await database.write(saveKept, { erasure, kept: JSON.stringify(kept) });
      }),

    wake: (subject, at) =>
      answer(async () => {
        await database.write(wake, { subject, at });
      }),

    isDrained: (subject, at) => answer(async () => (await database.look(underLease, { subject, at })).length === 0),

    farewellOf: (erasure, purpose) =>
      answer(async () => {
        demandPurpose('farewell', purpose);
        const [row] = await database.look(farewell, { erasure });
        if (row === undefined) return null;
        const keyring = await granted(sealing.keyring(row.subject_id, purpose, 'farewell'));
        const values = openable('farewells', erasure, keyring, row);
        return values === null ? null : { language: row.language, ...values };
      }),

    beginGoodbye: (erasure, at) =>
      answer(async () => {
        const first = (await database.write(beginGoodbye, { erasure, at })).changed > 0;
        const [begun] = await database.look(goodbye, { erasure });
        return begun === undefined ? null : { begunAt: begun.said_at ?? at, first };
      }),

    propagationsOf: (erasure) =>
      answer(async () => (await database.look(propagations, { erasure })).map(propagationOf)),

    addPropagation: (propagation) =>
      answer(async () => {
        const { erasure, processor } = propagation;
        await database.write(addPropagation, propagationColumns(propagation));
        const rows = (await database.look(propagations, { erasure })).map(propagationOf);
        return rows.find((row) => row.processor === processor) ?? propagation;
      }),

    savePropagation: (requestId, state, settledAt) =>
      answer(async () => {
        await database.write(savePropagation, { request: requestId, state, settled_at: settledAt });
      }),
  };
}

/** One index finds what is due, and what a worker claimed and did not finish. */
const due = dataQuery(({ db, mysql }, given: { at: Instant; limit: number }) =>
  db
    .selectFrom('erasures')
    .select(erasureColumns)
    .where('due_at', '<=', given.at)
    .orderBy('due_at')
    .limit(given.limit)
    .$if(mysql, (query) => query.forUpdate().skipLocked()),
);

const claim = listQuery(({ db }, given: { until: Instant }, ids: readonly ErasureId[]) =>
  db
    .updateTable('erasures')
    .set((eb) => ({ due_at: given.until, tries: eb('tries', '+', 1) }))
    .where('erasure_id', 'in', ids),
);

const moveOn = listQuery(
  (
    { db },
    given: {
      erasure: ErasureId;
      to: ErasureState;
      obstacle: 'held' | StuckReason | null;
      due_at: Instant | null;
      completed_at: Instant | null;
    },
    upTo: readonly ErasureState[],
  ) =>
    db
      .updateTable('erasures')
      .set({ state: given.to, obstacle: given.obstacle, due_at: given.due_at, completed_at: given.completed_at })
      .where('erasure_id', '=', given.erasure)
      .where('completed_at', 'is', null)
      .where('state', 'in', upTo),
);

const markErased = dataQuery(({ db }, given: { erasure: ErasureId }) =>
  db
    .updateTable('users')
    .set({ state: 'erased' })
    .where('state', '=', 'leaving')
    .where('subject_id', '=', (eb) =>
      eb.selectFrom('erasures').select('erasures.subject_id').where('erasures.erasure_id', '=', given.erasure),
    ),
);

const saveKept = dataQuery(({ db }, given: { erasure: ErasureId; kept: string }) =>
  db.updateTable('erasures').set({ kept: given.kept }).where('erasure_id', '=', given.erasure),
);

const wake = dataQuery(({ db }, given: { subject: SubjectId; at: Instant }) =>
  db
    .updateTable('erasures')
    .set({ due_at: given.at })
    .where('subject_id', '=', given.subject)
    .where('completed_at', 'is', null)
    .where((eb) => eb.or([eb('due_at', 'is', null), eb('due_at', '>', given.at)])),
);

const underLease = dataQuery(({ db }, given: { subject: SubjectId; at: Instant }) =>
  db
    .selectFrom('notices')
    .select('notice_id')
    .where('subject_id', '=', given.subject)
    .where('lease_until', '>', given.at)
    .limit(1),
);

const farewell = dataQuery(({ db }, given: { erasure: ErasureId }) =>
  db
    .selectFrom('farewells')
    .select(['subject_id', 'language', 'phone_sealed', 'email_sealed'])
    .where('erasure_id', '=', given.erasure),
);

const goodbye = dataQuery(({ db }, given: { erasure: ErasureId }) =>
  db.selectFrom('farewells').select('said_at').where('erasure_id', '=', given.erasure),
);

const beginGoodbye = dataQuery(({ db }, given: { erasure: ErasureId; at: Instant }) =>
  db
    .updateTable('farewells')
    .set({ said_at: given.at })
    .where('erasure_id', '=', given.erasure)
    .where('said_at', 'is', null),
);
