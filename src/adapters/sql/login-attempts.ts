import type { AttemptPurpose, LogInAttemptRecord } from '../../application/ports/log-in-attempts.ts';
import type { AttemptRows } from '../../application/ports/transaction.ts';
import type { SessionId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { answer } from './failing.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/** Log-ins with third parties that are under way, each known by the hash of its token. */
export function attemptRows(work: Work): AttemptRows {
  return {
    add: ({ token, provider, purpose, by, begunAt, expiresAt }) =>
      answer(async () => {
        const given = { token, provider, purpose, begunAt, expiresAt };
        if (by === null) await work.run(add, given);
        else await work.run(addOwned, { ...given, subject: by.subject, session: by.session });
      }),

    take: (token) =>
      answer(async (): Promise<LogInAttemptRecord | null> => {
        const [row] = (await work.run(lock, { token })).rows;
        if (row === undefined) return null;
        await work.run(remove, { token });
        const { provider, purpose, subject_id, session_id, begun_at, expires_at } = row;
        const by = subject_id === null || session_id === null ? null : { subject: subject_id, session: session_id };
        return { token, provider, purpose, by, begunAt: begun_at, expiresAt: expires_at };
      }),
  };
}

interface Given {
  readonly token: Uint8Array;
  readonly provider: string;
  readonly purpose: AttemptPurpose;
  readonly begunAt: Instant;
  readonly expiresAt: Instant;
  readonly [other: string]: string | number | Uint8Array;
}

const add = dataQuery(({ db }, given: Given) =>
  db.insertInto('login_attempts').values({
    token_hash: given.token,
    provider: given.provider,
    purpose: given.purpose,
    subject_id: null,
    session_id: null,
    begun_at: given.begunAt,
    expires_at: given.expiresAt,
  }),
);

/** Of an account that left meanwhile none is added: an erasure counts on it. */
const addOwned = dataQuery(
  ({ db, mysql }, given: Given & { readonly subject: SubjectId; readonly session: SessionId }) =>
    db
      .insertInto('login_attempts')
      .columns(['token_hash', 'provider', 'purpose', 'subject_id', 'session_id', 'begun_at', 'expires_at'])
      .expression((eb) =>
        eb
          .selectFrom('users as u')
          .select([
            eb.val(given.token).as('token_hash'),
            eb.val(given.provider).as('provider'),
            eb.val(given.purpose).as('purpose'),
            'u.subject_id',
            eb.val(given.session).as('session_id'),
            eb.val(given.begunAt).as('begun_at'),
            eb.val(given.expiresAt).as('expires_at'),
          ])
          .where('u.subject_id', '=', given.subject)
          .where('u.state', '=', 'active')
          .$if(mysql, (query) => query.forShare()),
      ),
);

const lock = dataQuery(({ db, mysql }, given: { token: Uint8Array }) =>
  db
    .selectFrom('login_attempts')
    .select(['provider', 'purpose', 'subject_id', 'session_id', 'begun_at', 'expires_at'])
    .where('token_hash', '=', given.token)
    .$if(mysql, (query) => query.forUpdate()),
);

const remove = dataQuery(({ db }, given: { token: Uint8Array }) =>
  db.deleteFrom('login_attempts').where('token_hash', '=', given.token),
);
