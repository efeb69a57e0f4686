import type { ChallengeRows } from '../../application/ports/transaction.ts';
import type { ChallengeId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Challenge, ChallengePurpose, ChallengeTarget } from '../../domain/verification/challenge.ts';
import { addressOf, blindIndex, bothColumns, byEither } from './blind-indexes.ts';
import { answer } from './failing.ts';
import { sealed } from './sealed-columns.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/** Open one-time codes. Where a stranger's went stands nowhere in a form that opens (POLICY.md C02). */
export function challengeRows(work: Work): ChallengeRows {
  return {
    lockByTarget: (purpose, target) =>
      answer(async () => {
        const { by, value } = blindIndex.target(await work.indexes(), target);
        return challengeOf((await work.run(lockByTarget[by], { purpose, index: value })).rows[0]);
      }),

    lock: (challenge) => answer(async () => challengeOf((await work.run(lock, { challenge })).rows[0])),

    add: (challenge, target) =>
      answer(async () => {
        const index = await work.add(add, await columnsOf(work, challenge, target));
        if (index !== null && !targetIndexes.has(index)) throw new Error('A challenge is there twice');
        return index === null;
      }),

    put: (challenge, target) =>
      answer(async () => {
        await work.run(put, await columnsOf(work, challenge, target));
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

const targetIndexes: ReadonlySet<string> = new Set(['challenges.target_index', 'challenges.target_index_b']);

interface ChallengeColumns {
  readonly challenge_id: ChallengeId;
  readonly subject_id: SubjectId | null;
  readonly purpose: ChallengePurpose;
  readonly target_index: Uint8Array | null;
  readonly target_index_b: Uint8Array | null;
  readonly target_sealed: Uint8Array | null;
  readonly code_hash: Uint8Array;
  readonly tries_left: number;
  readonly sent_at: Instant;
  readonly expires_at: Instant;
  readonly [other: string]: string | number | Uint8Array | null;
}

async function columnsOf(work: Work, challenge: Challenge, target: ChallengeTarget): Promise<ChallengeColumns> {
  const { subject } = challenge;
  const seals =
    subject === null
      ? { target_sealed: null }
      : sealed('challenges', challenge.challenge, await work.sealer(subject), { target: addressOf(target) });
  return {
    challenge_id: challenge.challenge,
    subject_id: subject,
    purpose: challenge.purpose,
    ...bothColumns('target_index', blindIndex.target(await work.indexes(), target)),
    ...seals,
    code_hash: challenge.codeHash,
    tries_left: challenge.triesLeft,
    sent_at: challenge.sentAt,
    expires_at: challenge.expiresAt,
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

const lockByTarget = byEither('target_index', (column) =>
  dataQuery(({ db, mysql }, given: { purpose: ChallengePurpose; index: Uint8Array }) =>
    db
      .selectFrom('challenges')
      .select(columns)
      .where(column, '=', given.index)
      .where('purpose', '=', given.purpose)
      .$if(mysql, (query) => query.forUpdate()),
  ),
);

const lock = dataQuery(({ db, mysql }, given: { challenge: ChallengeId }) =>
  db
    .selectFrom('challenges')
    .select(columns)
    .where('challenge_id', '=', given.challenge)
    .$if(mysql, (query) => query.forUpdate()),
);

/** What of a challenge a newer one for the same purpose and target takes the place of. */
const replaced = (given: ChallengeColumns) => ({
  challenge_id: given.challenge_id,
  subject_id: given.subject_id,
  target_index: given.target_index,
  target_index_b: given.target_index_b,
  target_sealed: given.target_sealed,
  code_hash: given.code_hash,
  tries_left: given.tries_left,
  sent_at: given.sent_at,
  expires_at: given.expires_at,
});

/** The unique index says whether another request was first: no lock holds a row that is not there yet. */
const add = dataQuery(({ db }, given: ChallengeColumns) =>
  db.insertInto('challenges').values({ ...replaced(given), purpose: given.purpose }),
);

const put = dataQuery(({ db, mysql }, given: ChallengeColumns) =>
  db
    .insertInto('challenges')
    .values({ ...replaced(given), purpose: given.purpose })
    .$if(mysql, (query) => query.onDuplicateKeyUpdate(replaced(given)))
    // Whichever of the two indexes of the target says that one is there.
    .$if(!mysql, (query) => query.onConflict((on) => on.doUpdateSet(replaced(given)))),
);

const save = dataQuery(({ db }, given: { challenge: ChallengeId; tries_left: number }) =>
  db.updateTable('challenges').set({ tries_left: given.tries_left }).where('challenge_id', '=', given.challenge),
);

const remove = dataQuery(({ db }, given: { challenge: ChallengeId }) =>
  db.deleteFrom('challenges').where('challenge_id', '=', given.challenge),
);
