import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';
import type { DueLook, HeldAccount, Place, UnusedAccount } from '../../application/ports/retention-rows.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { Day, type Instant } from '../../domain/instant.ts';
import type { AccountUse } from '../../domain/retention/inactivity.ts';
import type { Database } from './database.ts';
import type { DataSchema } from './schema.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** When accounts were last used, and who was warned that nobody uses theirs: day by day, and no more of what people do. */

/** Active accounts last used before the day and not warned since. */
export async function unwarnedAccounts(
  database: Database,
  { below, after, limit }: DueLook<Day>,
  at: Instant,
): Promise<readonly UnusedAccount[]> {
  const given = { below, limit, at, since: String(after?.event ?? ''), beyond: String(after?.key ?? '') };
  const rows = await database.look(unwarned, given);
  return rows.map((row) => ({ ...accountOf(row), place: { event: row.last_used_on, key: row.subject_id } }));
}

/** Active accounts warned before the moment. */
export async function warnedAccounts(
  database: Database,
  { below, after, limit }: DueLook<Instant>,
  at: Instant,
): Promise<readonly UnusedAccount[]> {
  const given = { below, limit, at, since: Number(after?.event ?? 0), ...beyondOf(after) };
  const rows = await database.look(warned, given);
  return rows.map((row) => ({
    ...accountOf(row),
    place: { event: row.warned_at ?? 0, key: `${row.last_used_on}/${row.subject_id}` },
  }));
}

/** Among accounts that were warned at one moment the index goes on by the last use, and then by the subject. */
function beyondOf(after: Place | null): { readonly used: string; readonly beyond: string } {
  const key = String(after?.key ?? '');
  return { used: key.slice(0, 10), beyond: key.slice(11) };
}

/** The account as it is. */
export async function heldAccount(database: Database, subject: SubjectId): Promise<HeldAccount | null> {
  const [row] = await database.look(account, { subject });
  if (row === undefined) return null;
  const { state, left_at, last_used_on, warned_at } = row;
  return { state, leftOn: dayOf(left_at), lastUsedOn: last_used_on, warnedOn: dayOf(warned_at) };
}

/** The use of an account whose row the transaction holds. */
export async function useOf(work: Work, subject: SubjectId): Promise<AccountUse | null> {
  const [row] = (await work.run(use, { subject })).rows;
  if (row === undefined || row.last_used_on === null) return null;
  return { lastUsedOn: row.last_used_on, warnedOn: dayOf(row.warned_at), hasOpenRental: Boolean(row.renting) };
}

/** Writes the day of a use, and whether the phone was proved by it; a warning is answered by it. */
export async function noteUse(work: Work, subject: SubjectId, day: Day, byPhone: boolean): Promise<void> {
  await work.run(byPhone ? usedByPhone : used, { subject, day });
}

/** Writes when the phone of now was last proved. */
export async function notePhoneProved(work: Work, subject: SubjectId, on: Day | null): Promise<void> {
  await work.run(phoneProved, { subject, on });
}

/** Writes that the person is warned. */
export async function noteWarning(work: Work, subject: SubjectId, at: Instant): Promise<void> {
  await work.run(markWarned, { subject, at });
}

interface UnusedRow {
  readonly subject_id: SubjectId;
  readonly last_used_on: Day;
  readonly warned_at: Instant | null;
  readonly renting: SqlBool;
  readonly held: SqlBool;
}

function accountOf({ subject_id, last_used_on, warned_at, renting, held }: UnusedRow): Omit<UnusedAccount, 'place'> {
  const use = { lastUsedOn: last_used_on, warnedOn: dayOf(warned_at), hasOpenRental: Boolean(renting) };
  return { subject: subject_id, use, isHeld: Boolean(held) };
}

function dayOf(at: Instant | null): Day | null {
  return at === null ? null : Day.ofInstant(at);
}

type WithUser = DataSchema & { u: DataSchema['users'] };
type OfUser = ExpressionBuilder<WithUser, 'u'>;

function hasOpenRental(eb: OfUser): ExpressionWrapper<WithUser, 'u', SqlBool> {
  return eb.exists(
    eb
      .selectFrom('orders as o')
      .select('o.order_id')
      .whereRef('o.subject_id', '=', 'u.subject_id')
      .where('o.state', '=', 'open'),
  );
}

function isHeld(eb: OfUser, at: Instant): ExpressionWrapper<WithUser, 'u', SqlBool> {
  return eb.exists(
    eb
      .selectFrom('legal_holds as h')
      .select('h.hold_id')
      .whereRef('h.subject_id', '=', 'u.subject_id')
      .where('h.scope', '=', 'person')
      .where('h.expires_at', '>', at)
      .where('h.approved_at', 'is not', null)
      .where('h.ended_at', 'is', null),
  );
}

const unwarned = dataQuery(({ db }, given: { below: Day; limit: number; at: Instant; since: string; beyond: string }) =>
  db
    .selectFrom('users as u')
    .select(['u.subject_id', 'u.last_used_on', 'u.warned_at'])
    .select((eb) => [hasOpenRental(eb).as('renting'), isHeld(eb, given.at).as('held')])
    .$narrowType<{ last_used_on: Day }>() // below a bound there is no null
    .where('u.state', '=', 'active')
    .where('u.warned_at', 'is', null)
    .where('u.last_used_on', '<', given.below)
    // Casts are sound here: these are places, and a text before every day and every id passes over nothing.
    .where('u.last_used_on', '>=', given.since as Day)
    .where((eb) =>
      eb.or([eb('u.last_used_on', '>', given.since as Day), eb('u.subject_id', '>', given.beyond as SubjectId)]),
    )
    .orderBy('u.last_used_on')
    .orderBy('u.subject_id')
    .limit(given.limit),
);

const warned = dataQuery(
  ({ db }, given: { below: Instant; limit: number; at: Instant; since: number; used: string; beyond: string }) =>
    db
      .selectFrom('users as u')
      .select(['u.subject_id', 'u.last_used_on', 'u.warned_at'])
      .select((eb) => [hasOpenRental(eb).as('renting'), isHeld(eb, given.at).as('held')])
      .$narrowType<{ last_used_on: Day }>() // who was warned has one
      .where('u.state', '=', 'active')
      .where('u.warned_at', '<', given.below)
      // Casts are sound here: these are places, and what stands before every moment and every id passes over nothing.
      .where('u.warned_at', '>=', given.since as Instant)
      .where((eb) =>
        eb.or([
          eb('u.warned_at', '>', given.since as Instant),
          eb('u.last_used_on', '>', given.used as Day),
          eb.and([eb('u.last_used_on', '=', given.used as Day), eb('u.subject_id', '>', given.beyond as SubjectId)]),
        ]),
      )
      .orderBy('u.warned_at')
      .orderBy('u.last_used_on')
      .orderBy('u.subject_id')
      .limit(given.limit),
);

const account = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db
    .selectFrom('users')
    .select(['state', 'left_at', 'last_used_on', 'warned_at'])
    .where('subject_id', '=', given.subject),
);

const use = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db
    .selectFrom('users as u')
    .select(['u.last_used_on', 'u.warned_at'])
    .select((eb) => hasOpenRental(eb).as('renting'))
    .where('u.subject_id', '=', given.subject),
);

/** When the phone was last proved. */
export const phoneProvedOn: Statement<{ subject: SubjectId }, { phone_proved_on: Day | null }> = dataQuery(
  ({ db }, given: { subject: SubjectId }) =>
    db
      .selectFrom('users')
      .select('phone_proved_on')
      .where('subject_id', '=', given.subject)
      .where('state', '=', 'active'),
);

const phoneProved = dataQuery(({ db }, given: { subject: SubjectId; on: Day | null }) =>
  db
    .updateTable('users')
    .set({ phone_proved_on: given.on })
    .where('subject_id', '=', given.subject)
    .where('state', '=', 'active'),
);

const used = dataQuery(({ db }, given: { subject: SubjectId; day: Day }) =>
  db
    .updateTable('users')
    .set({ last_used_on: given.day, warned_at: null })
    .where('subject_id', '=', given.subject)
    .where('state', '=', 'active'),
);

const usedByPhone = dataQuery(({ db }, given: { subject: SubjectId; day: Day }) =>
  db
    .updateTable('users')
    .set({ last_used_on: given.day, phone_proved_on: given.day, warned_at: null })
    .where('subject_id', '=', given.subject)
    .where('state', '=', 'active'),
);

const markWarned = dataQuery(({ db }, given: { subject: SubjectId; at: Instant }) =>
  db
    .updateTable('users')
    .set({ warned_at: given.at })
    .where('subject_id', '=', given.subject)
    .where('state', '=', 'active'),
);
