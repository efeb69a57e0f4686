import type { ChallengeRows } from '../../application/ports/transaction.ts';
import type { ChallengeId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Challenge, ChallengePurpose } from '../../domain/verification/challenge.ts';
import { addressOf, blindIndex } from './blind-indexes.ts';
import { answer } from './failing.ts';
import { sealed } from './sealed-columns.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/** Open one-time codes. Where a stranger's went stands nowhere in a form that opens (POLICY.md C02). */
export function challengeRows(work: Work): ChallengeRows {
  return {
    lockByTarget: (purpose, target) =>
      answer(async () => {
        const index = blindIndex.target(work.sealing, target);
        return challengeOf((await work.run(lockByTarget, { purpose, index })).rows[0]);
      }),

    lock: (challenge) => answer(async () => challengeOf((await work.run(lock, { challenge })).rows[0])),

    put: (challenge, target) =>
      answer(async () => {
        const { subject } = challenge;
        const seals =
          subject === null
            ? { target_sealed: null }
            : sealed('challenges', challenge.challenge, await work.keyring(subject), { target: addressOf(target) });
        await work.run(put, {
          challenge: challenge.challenge,
          subject,
          purpose: challenge.purpose,
          index: blindIndex.target(work.sealing, target),
          ...seals,
          code_hash: challenge.codeHash,
          tries_left: challenge.triesLeft,
          sent_at: challenge.sentAt,
          expires_at: challenge.expiresAt,
        });
      }),

    save: (challenge) =>
      answer(async () => {
        await work.run(save, { challenge: challenge.challenge, tries_left: challenge.triesLeft });
      }),

    remove: (challenge) =>
      answer(async () => {
        await work.run(remove, { challenge });
      }),
  };
}

const columns = ['challenge_id', 'subject_id', 'purpose', 'code_hash', 'tries_left', 'sent_at', 'expires_at'] as const;

interface ChallengeRow {
  readonly challenge_id: ChallengeId;
  readonly subject_id: SubjectId | null;
  readonly purpose: ChallengePurpose;
  readonly code_hash: Uint8Array;
  readonly tries_left: number;
  readonly sent_at: Instant;
  readonly expires_at: Instant;
}

function challengeOf(row: ChallengeRow | undefined): Challenge | null {
  if (row === undefined) return null;
  return {
    challenge: row.challenge_id,
    purpose: row.purpose,
    subject: row.subject_id,
    codeHash: new Uint8Array(row.code_hash),
    triesLeft: row.tries_left,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
  };
}

const lockByTarget = dataQuery(({ db, mysql }, given: { purpose: ChallengePurpose; index: Uint8Array }) =>
  db
    .selectFrom('challenges')
    .select(columns)
    .where('target_index', '=', given.index)
    .where('purpose', '=', given.purpose)
    .$if(mysql, (query) => query.forUpdate()),
);

const lock = dataQuery(({ db, mysql }, given: { challenge: ChallengeId }) =>
  db
    .selectFrom('challenges')
    .select(columns)
    .where('challenge_id', '=', given.challenge)
    .$if(mysql, (query) => query.forUpdate()),
);

/** One statement, since another request may add the row between a look and an insert. */
const put = dataQuery(
  (
    { db, mysql },
    given: {
      challenge: ChallengeId;
      subject: SubjectId | null;
      purpose: ChallengePurpose;
      index: Uint8Array;
      target_sealed: Uint8Array | null;
      code_hash: Uint8Array;
      tries_left: number;
      sent_at: Instant;
      expires_at: Instant;
    },
  ) => {
    const row = {
      challenge_id: given.challenge,
      subject_id: given.subject,
      target_sealed: given.target_sealed,
      code_hash: given.code_hash,
      tries_left: given.tries_left,
      sent_at: given.sent_at,
      expires_at: given.expires_at,
    };
    return db
      .insertInto('challenges')
      .values({ ...row, purpose: given.purpose, target_index: given.index })
      .$if(mysql, (query) => query.onDuplicateKeyUpdate(row))
      .$if(!mysql, (query) => query.onConflict((on) => on.columns(['target_index', 'purpose']).doUpdateSet(row)));
  },
);

const save = dataQuery(({ db }, given: { challenge: ChallengeId; tries_left: number }) =>
  db.updateTable('challenges').set({ tries_left: given.tries_left }).where('challenge_id', '=', given.challenge),
);

const remove = dataQuery(({ db }, given: { challenge: ChallengeId }) =>
  db.deleteFrom('challenges').where('challenge_id', '=', given.challenge),
);
