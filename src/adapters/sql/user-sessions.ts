import type { SessionRows } from '../../application/ports/transaction.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { answer } from './failing.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/** Sessions, each known by the hash of its token. */
export function sessionRows(work: Work): SessionRows {
  return {
    start: (proof, token, startedAt, expiresAt) =>
      answer(async () => {
        await work.run(start, { subject: proof.subject, token, startedAt, expiresAt });
      }),
    end: (token) => answer(async () => (await work.run(end, { token })).changed > 0),
  };
}

const start = dataQuery(
  ({ db }, given: { subject: SubjectId; token: Uint8Array; startedAt: Instant; expiresAt: Instant }) =>
    db.insertInto('sessions').values({
      token_hash: given.token,
      subject_id: given.subject,
      started_at: given.startedAt,
      expires_at: given.expiresAt,
    }),
);

const end = dataQuery(({ db }, given: { token: Uint8Array }) =>
  db.deleteFrom('sessions').where('token_hash', '=', given.token),
);
