import type { ChallengeRows } from '../../application/ports/transaction.ts';
import type { ChallengeId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import {
  type Challenge,
  type ChallengePurpose,
  type ChallengeTarget,
  type CodeDigits,
  holderOf,
  holderText,
} from '../../domain/verification/challenge.ts';
import { addressOf, blindIndex, bothColumns, byEither } from './blind-indexes.ts';
import { answer } from './failing.ts';
import { opened, sealed } from './sealed-columns.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** Open one-time codes. Where a stranger's went stands nowhere in a form that opens (POLICY.md C02). */
export function challengeRows(work: Work): ChallengeRows {
  return {
    lock: (challenge, target) =>
      answer(async () => {
        const { by, value } = blindIndex.target(await work.indexes(), target);
        const [row] = (await work.run(lock[by], { challenge, index: value })).rows;
        return row === undefined ? null : challengeOf(row);
      }),

    lockOwned: (challenge, proof) =>
      answer(async () => {
        const [row] = (await work.run(lockOwned, { challenge, subject: proof.subject })).rows;
        if (row?.target_sealed == null) return null;
        const keyring = await work.keyring(proof.subject, 'account-verification');
        const { target } = opened('challenges', challenge, keyring, { target_sealed: row.target_sealed });
        return target === null ? null : { open: challengeOf(row), target: targetOf(target) };
      }),

    put: (challenge, target) =>
      answer(async () => {
        const { purpose, holder } = challenge;
        const index = blindIndex.target(await work.indexes(), target);
        await work.run(dropEarlier[index.by], { index: index.value, purpose, holder: holderText(holder) });
        await work.run(add, { ...(await columnsOf(work, challenge, target)), ...bothColumns('target_index', index) });
      }),

    save: (challenge) =>
      answer(async () => {
        await work.run(save, { challenge: challenge.challenge, tries_left: challenge.triesLeft });
      }),

    remove: (challenge) => answer(async () => (await work.run(remove, { challenge })).changed > 0),
  };
}

/** What an address is, by its form: no phone number has an `@`. */
export function targetOf(address: PhoneNumber | EmailAddress): ChallengeTarget {
  return address.includes('@')
    ? { kind: 'email', email: address as EmailAddress }
    : { kind: 'phone', phone: address as PhoneNumber };
}

interface ChallengeColumns {
  readonly challenge_id: ChallengeId;
  readonly subject_id: SubjectId | null;
  readonly purpose: ChallengePurpose;
  readonly holder: string;
  readonly digits: CodeDigits;
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
    holder: holderText(challenge.holder),
    digits: challenge.digits,
    ...seals,
    code_hash: challenge.codeHash,
    tries_left: challenge.triesLeft,
    sent_at: challenge.sentAt,
    expires_at: challenge.expiresAt,
  };
}

const columns = [
  'challenge_id',
  'subject_id',
  'purpose',
  'holder',
  'digits',
  'code_hash',
  'tries_left',
  'sent_at',
  'expires_at',
] as const;

interface ChallengeRow {
  readonly challenge_id: ChallengeId;
  readonly subject_id: SubjectId | null;
  readonly purpose: ChallengePurpose;
  readonly holder: string;
  readonly digits: CodeDigits;
  readonly code_hash: Uint8Array;
  readonly tries_left: number;
  readonly sent_at: Instant;
  readonly expires_at: Instant;
}

function challengeOf(row: ChallengeRow): Challenge {
  return {
    challenge: row.challenge_id,
    purpose: row.purpose,
    subject: row.subject_id,
    holder: holderOf(row.holder),
    digits: row.digits,
    codeHash: new Uint8Array(row.code_hash),
    triesLeft: row.tries_left,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
  };
}

/** By the primary key: the target only says whether it is the one that is meant. */
const lock = byEither('target_index', (column) =>
  dataQuery(({ db, mysql }, given: { challenge: ChallengeId; index: Uint8Array }) =>
    db
      .selectFrom('challenges')
      .select(columns)
      .where('challenge_id', '=', given.challenge)
      .where(column, '=', given.index)
      .$if(mysql, (query) => query.forUpdate()),
  ),
);

const lockOwned = dataQuery(({ db, mysql }, given: { challenge: ChallengeId; subject: SubjectId }) =>
  db
    .selectFrom('challenges')
    .select([...columns, 'target_sealed'])
    .where('challenge_id', '=', given.challenge)
    .where('subject_id', '=', given.subject)
    .$if(mysql, (query) => query.forUpdate()),
);

const dropEarlier = byEither('target_index', (column) =>
  dataQuery(({ db }, given: { index: Uint8Array; purpose: ChallengePurpose; holder: string }) =>
    db
      .deleteFrom('challenges')
      .where(column, '=', given.index)
      .where('purpose', '=', given.purpose)
      .where('holder', '=', given.holder),
  ),
);

const add = dataQuery(
  (
    { db },
    given: ChallengeColumns & {
      readonly target_index: Uint8Array | null;
      readonly target_index_b: Uint8Array | null;
    },
  ) =>
    db.insertInto('challenges').values({
      challenge_id: given.challenge_id,
      subject_id: given.subject_id,
      purpose: given.purpose,
      holder: given.holder,
      digits: given.digits,
      target_index: given.target_index,
      target_index_b: given.target_index_b,
      target_sealed: given.target_sealed,
      code_hash: given.code_hash,
      tries_left: given.tries_left,
      sent_at: given.sent_at,
      expires_at: given.expires_at,
    }),
);

const save = dataQuery(({ db }, given: { challenge: ChallengeId; tries_left: number }) =>
  db.updateTable('challenges').set({ tries_left: given.tries_left }).where('challenge_id', '=', given.challenge),
);

const remove = dataQuery(({ db }, given: { challenge: ChallengeId }) =>
  db.deleteFrom('challenges').where('challenge_id', '=', given.challenge),
);

/** Where the challenge of an active subject went that is open still; looked at outside of a transaction. */
export const openChallenge: Statement<
  { challenge: ChallengeId; at: Instant },
  {
    subject_id: SubjectId;
    purpose: ChallengePurpose;
    holder: string;
    target_sealed: Uint8Array | null;
    sent_at: Instant;
  }
> = dataQuery(({ db }, given: { challenge: ChallengeId; at: Instant }) =>
  db
    .selectFrom('challenges as c')
    .innerJoin('users as u', 'u.subject_id', 'c.subject_id')
    .select(['u.subject_id', 'c.purpose', 'c.holder', 'c.target_sealed', 'c.sent_at'])
    .where('c.challenge_id', '=', given.challenge)
    .where('c.tries_left', '>', 0)
    .where('c.expires_at', '>', given.at)
    .where('u.state', '=', 'active'),
);

/** Whose challenge it is. */
export const ownerOfChallenge: Statement<{ challenge: ChallengeId }, { subject_id: SubjectId | null }> = dataQuery(
  ({ db }, given: { challenge: ChallengeId }) =>
    db.selectFrom('challenges').select('subject_id').where('challenge_id', '=', given.challenge),
);
