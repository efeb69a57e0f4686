import type { Keyring } from '../../application/ports/sealing.ts';
import type { SessionRows } from '../../application/ports/transaction.ts';
import type { SessionId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Session } from '../../domain/session/session.ts';
import { isUseToNote, sessionExpiry } from '../../domain/session/session-policy.ts';
import { answer } from './failing.ts';
import { opened, sealed } from './sealed-columns.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** Sessions, each found by the hash of its token and named by an id that is worth nothing without one. */
export function sessionRows(work: Work): SessionRows {
  return {
    start: (proof, token, session) =>
      answer(async () => {
        const { deviceName } = session;
        // Most devices have no name: then nothing is sealed, and the vault not asked.
        const seals =
          deviceName === null
            ? { device_name_sealed: null }
            : sealed('sessions', session.session, await work.sealer(proof.subject), { device_name: deviceName });
        await work.run(start, {
          session: session.session,
          subject: proof.subject,
          token,
          ...seals,
          startedAt: session.startedAt,
          provedAt: session.provedAt,
          usedAt: session.usedAt,
          expiresAt: session.expiresAt,
        });
      }),
    rotate: (proof, session, token, provedAt) =>
      answer(async () => {
        await work.run(rotate, { subject: proof.subject, session, token, provedAt });
      }),
    running: (proof, session, at) =>
      answer(async () => {
        const [row] = (await work.run(running, { subject: proof.subject, session, at })).rows;
        return row === undefined ? null : { provedAt: row.proved_at };
      }),
    end: (token) => answer(async () => (await work.run(end, { token })).changed > 0),
    endOne: (proof, session) =>
      answer(async () => (await work.run(endOne, { subject: proof.subject, session })).changed > 0),
    endOthers: (proof, kept) =>
      answer(async () => (await work.run(endOthers, { subject: proof.subject, kept: kept ?? '' })).changed),
  };
}

/** What a look by a token finds of a session. */
export interface FoundRow {
  readonly session_id: SessionId;
  readonly started_at: Instant;
  readonly used_at: Instant;
}

/** The use of a session that is to be noted now, as {@link touch} takes it; null where one was noted within the hour. */
export function useToNote(
  { session_id, started_at, used_at }: FoundRow,
  at: Instant,
): { readonly session: SessionId; readonly at: Instant; readonly expiresAt: Instant } | null {
  return isUseToNote(used_at, at) ? { session: session_id, at, expiresAt: sessionExpiry(started_at, at) } : null;
}

/** Writes a use. */
export const touch: Statement<{ session: SessionId; at: Instant; expiresAt: Instant }, unknown> = dataQuery(
  ({ db }, given: { session: SessionId; at: Instant; expiresAt: Instant }) =>
    db
      .updateTable('sessions')
      .set({ used_at: given.at, expires_at: given.expiresAt })
      .where('session_id', '=', given.session)
      .where('used_at', '<', given.at),
);

/** Who is logged in, by the unique index of the tokens alone: a session is deleted in the transaction that fences its account. */
export const sessionByToken: Statement<
  { token: Uint8Array; at: Instant },
  FoundRow & { readonly subject_id: SubjectId; readonly proved_at: Instant | null }
> = dataQuery(({ db }, given: { token: Uint8Array; at: Instant }) =>
  db
    .selectFrom('sessions')
    .select(['subject_id', 'session_id', 'started_at', 'proved_at', 'used_at'])
    .where('token_hash', '=', given.token)
    .where('expires_at', '>', given.at),
);

interface SessionRow extends FoundRow {
  readonly device_name_sealed: Uint8Array | null;
  readonly proved_at: Instant | null;
  readonly expires_at: Instant;
}

/** The most sessions that a list shows; whoever has more has other trouble. */
const mostListed = 100;

/** The sessions of an active subject that run. */
export const sessionsOf: Statement<{ subject: SubjectId; at: Instant }, SessionRow> = dataQuery(
  ({ db }, given: { subject: SubjectId; at: Instant }) =>
    db
      .selectFrom('sessions')
      .select(['session_id', 'device_name_sealed', 'started_at', 'proved_at', 'used_at', 'expires_at'])
      .where('subject_id', '=', given.subject)
      .where('expires_at', '>', given.at)
      .orderBy('used_at', 'desc')
      .orderBy('session_id')
      .limit(mostListed),
);

/** A session as it stands in a row. */
export function sessionOf(row: SessionRow, keyring: Keyring): Session {
  const { device_name } = opened('sessions', row.session_id, keyring, { device_name_sealed: row.device_name_sealed });
  return {
    session: row.session_id,
    deviceName: device_name,
    startedAt: row.started_at,
    provedAt: row.proved_at,
    usedAt: row.used_at,
    expiresAt: row.expires_at,
  };
}

const start = dataQuery(
  (
    { db },
    given: {
      session: SessionId;
      subject: SubjectId;
      token: Uint8Array;
      device_name_sealed: Uint8Array | null;
      startedAt: Instant;
      provedAt: Instant | null;
      usedAt: Instant;
      expiresAt: Instant;
    },
  ) =>
    db.insertInto('sessions').values({
      session_id: given.session,
      token_hash: given.token,
      subject_id: given.subject,
      device_name_sealed: given.device_name_sealed,
      started_at: given.startedAt,
      proved_at: given.provedAt,
      used_at: given.usedAt,
      expires_at: given.expiresAt,
    }),
);

const rotate = dataQuery(
  ({ db }, given: { subject: SubjectId; session: SessionId; token: Uint8Array; provedAt: Instant }) =>
    db
      .updateTable('sessions')
      .set({ token_hash: given.token, proved_at: given.provedAt })
      .where('session_id', '=', given.session)
      .where('subject_id', '=', given.subject),
);

/** Locked, so that it cannot end before what rests on it is written. */
const running = dataQuery(({ db, mysql }, given: { subject: SubjectId; session: SessionId; at: Instant }) =>
  db
    .selectFrom('sessions')
    .select('proved_at')
    .where('session_id', '=', given.session)
    .where('subject_id', '=', given.subject)
    .where('expires_at', '>', given.at)
    .$if(mysql, (query) => query.forShare()),
);

const end = dataQuery(({ db }, given: { token: Uint8Array }) =>
  db.deleteFrom('sessions').where('token_hash', '=', given.token),
);

const endOne = dataQuery(({ db }, given: { subject: SubjectId; session: SessionId }) =>
  db.deleteFrom('sessions').where('session_id', '=', given.session).where('subject_id', '=', given.subject),
);

const endOthers = dataQuery(
  ({ db }, given: { subject: SubjectId; kept: string }) =>
    db
      .deleteFrom('sessions')
      .where('subject_id', '=', given.subject)
      .where('session_id', '!=', given.kept as SessionId), // a place, or no id at all
);
