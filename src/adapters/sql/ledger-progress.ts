import { sql } from 'kysely';
import type { LedgerProgress } from '../../application/ports/ledger-progress.ts';
import type { Erasure, ErasureState } from '../../domain/deletion/erasure.ts';
import type { ErasureStanding } from '../../domain/deletion/ledger.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok } from '../../domain/result.ts';
import type { User } from '../../domain/user/user.ts';
import type { Database } from './database.ts';
import { addErasure, columnsOf } from './erasures.ts';
import { answer, settled } from './failing.ts';
import { dropUnsentNotices, endSessions, markLeaving } from './fence.ts';
import { holdingsOf } from './holdings.ts';
import { numbered, rowsQuery } from './list-query.ts';
import { unpaidStates } from './payment-columns.ts';
import { dataQuery } from './statement.ts';

/** How far the vault's ledger is done in this database. */
export function ledgerProgress(database: Database): LedgerProgress {
  return {
    position: () => answer(async () => (await database.look(position, {}))[0]?.position ?? 0),

    record: (reached, at) =>
      answer(async () => {
        await database.write(record, { position: reached, at });
      }),

    standingOf: (erasures) =>
      answer(async () => {
        if (erasures.length === 0) return new Map();
        const given = numbered(erasures.map(({ erasure, subject }) => ({ erasure, subject })));
        const found = new Map((await database.look(standings(erasures.length), given)).map((row) => [row.id, row]));
        return new Map(
          erasures.map(({ erasure, subject }): [ErasureId, ErasureStanding] => {
            const account = found.get(subject);
            const state = (found.get(erasure)?.state as ErasureState | undefined) ?? null; // sound: the row is an erasure's
            return [
              erasure,
              { state, active: account?.state === 'active', unsettledOrders: (account?.unsettled ?? 0) > 0 },
            ];
          }),
        );
      }),

    fenceAgain: (erasure, dueAt, keptOf) =>
      settled(
        database.transact(async (unit) => {
          const { subject, requestedAt } = erasure;
          const [held] = (await unit.run(lockActive, { subject, erasure: erasure.erasure })).rows;
          if (held === undefined || held.known > 0) return ok<Erasure | null>(null);
          const added: Erasure = { ...erasure, kept: keptOf(await holdingsOf(unit, subject, requestedAt)) };
          await unit.run(markLeaving, { subject, at: requestedAt });
          await unit.run(endSessions, { subject });
          await unit.run(dropCodes, { subject });
          await unit.run(dropUnsentNotices, { subject, at: erasure.drainedAt });
          await unit.run(addErasure, columnsOf(added, dueAt));
          return ok<Erasure | null>(added);
        }),
      ),
  };
}

const position = dataQuery(({ db }) =>
  db.selectFrom('ledger_progress').select('position').where('ledger', '=', 'erasure'),
);

/** Forward alone: who read the ledger before another did takes no step back. */
const record = dataQuery(({ db, mysql }, given: { position: number; at: Instant }) =>
  db
    .insertInto('ledger_progress')
    .values({ ledger: 'erasure', position: given.position, applied_at: given.at })
    .$if(mysql, (query) =>
      // MySQL sets the columns in this order, and looks at what the first one left when it sets the second.
      query.onDuplicateKeyUpdate({
        applied_at: sql`if(position < ${given.position}, ${given.at}, applied_at)`,
        position: sql`greatest(position, ${given.position})`,
      }),
    )
    .$if(!mysql, (query) =>
      query.onConflict((on) =>
        on
          .column('ledger')
          .doUpdateSet({ position: given.position, applied_at: given.at })
          .where('ledger_progress.position', '<', given.position),
      ),
    ),
);

interface Asked {
  readonly erasure: ErasureId;
  readonly subject: SubjectId;
}

interface Found {
  readonly id: ErasureId | SubjectId;
  readonly state: ErasureState | User['kind'];
  readonly unsettled: number;
}

/** The erasures that the store knows, and the accounts that it has, by their keys and with one look. */
const standings = rowsQuery<Asked, Found>(['erasure', 'subject'], ({ db }, rows) => {
  const known = db
    .selectFrom('erasures')
    .select(['erasure_id as id', 'state', sql<number>`0`.as('unsettled')])
    .where(
      'erasure_id',
      'in',
      rows.map(({ erasure }) => erasure),
    );
  const accounts = db
    .selectFrom('users as u')
    .select(['u.subject_id as id', 'u.state'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('orders as o')
            .leftJoin('payments as p', 'p.order_id', 'o.order_id')
            .select('o.order_id')
            .whereRef('o.subject_id', '=', 'u.subject_id')
            .where((of) => of.or([of('o.state', '=', 'open'), of('p.state', 'in', unpaidStates)])),
        )
        .as('unsettled'),
    )
    .where(
      'u.subject_id',
      'in',
      rows.map(({ subject }) => subject),
    );
  // Two kinds of rows in one answer: their columns are alike to SQL, and the types of both are in `Found`.
  return known.$castTo<Found>().unionAll(accounts.$castTo<Found>());
});

const lockActive = dataQuery(({ db, mysql }, given: { subject: SubjectId; erasure: ErasureId }) =>
  db
    .selectFrom('users as u')
    .select((eb) =>
      eb
        .exists(eb.selectFrom('erasures as e').select('e.erasure_id').where('e.erasure_id', '=', given.erasure))
        .$castTo<number>()
        .as('known'),
    )
    .where('u.subject_id', '=', given.subject)
    .where('u.state', '=', 'active')
    .$if(mysql, (query) => query.forUpdate('u')),
);

/** Those of strangers to the same address are long over: nobody served while the backup was put back. */
const dropCodes = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db.deleteFrom('challenges').where('subject_id', '=', given.subject),
);
