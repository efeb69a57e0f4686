import type { ChallengeId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import {
  type Challenge,
  type ChallengePurpose,
  type ChallengeTarget,
  type CodeTooSoon,
  decideCodeRequest,
  issueChallenge,
  resendAfterMs,
} from '../../domain/verification/challenge.ts';
import { OneTimeCode } from '../../domain/verification/one-time-code.ts';
import { newChallengeId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';

/** A code that was made and is not yet anywhere. Made outside of the transaction, so that a retry issues the same one. */
export interface DraftCode {
  readonly challenge: ChallengeId;
  readonly code: OneTimeCode;
  readonly at: Instant;
}

/** Makes a code out of 16 random bytes. */
export function draftCode(ports: Pick<Ports, 'ids' | 'randomness' | 'clock'>): DraftCode {
  return {
    challenge: newChallengeId(ports.ids),
    code: OneTimeCode.fromBytes(ports.randomness.bytes(16)),
    at: ports.clock.now(),
  };
}

/** For what, where to and for whom a code is. */
export interface CodeOrder {
  readonly purpose: ChallengePurpose;
  readonly target: ChallengeTarget;
  /** Null while nobody is logged in. */
  readonly subject: SubjectId | null;
}

/**
 * Writes the challenge of a code, in place of the one before for the same purpose and target. It looks at challenges alone
 * and never at accounts: known and unknown numbers take the same way.
 */
export function issueCode(
  ports: Pick<Ports, 'hashing'>,
  tx: Transaction,
  draft: DraftCode,
  order: CodeOrder,
): ResultAsync<Challenge, CodeTooSoon | PortFailure> {
  return safeTry(async function* () {
    const { challenge, code, at } = draft;
    const { purpose, target, subject } = order;
    const open = yield* tx.challenges.lockByTarget(purpose, target);
    yield* decideCodeRequest(open, at);
    const codeHash = yield* ports.hashing.code(code, { challenge, purpose, target });
    const issued = issueChallenge({ challenge, purpose, subject, codeHash, at });
    if (open !== null) yield* tx.challenges.put(issued, target);
    // Of requests that all found none one is first, or each would send a message to a number that is new to us.
    else if (!(yield* tx.challenges.add(issued, target))) {
      return err({ kind: 'CodeTooSoon' as const, retryAfterMs: resendAfterMs });
    }
    return ok(issued);
  });
}
