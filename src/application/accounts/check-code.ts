import { ChallengeId, type SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import {
  type Challenge,
  type ChallengePurpose,
  type ChallengeTarget,
  decideVerification,
} from '../../domain/verification/challenge.ts';
import { type InvalidOneTimeCode, OneTimeCode } from '../../domain/verification/one-time-code.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';

/** Why a well-formed code does not count. */
export type CodeRefusal =
  | { readonly kind: 'WrongCode'; readonly triesLeft: number }
  /** That was the last try: the right code does not count any more either. */
  | { readonly kind: 'CodeSpent' }
  | { readonly kind: 'CodeExpired' }
  /** No code is open under this challenge for this target and purpose: never was, was used, or was replaced. */
  | { readonly kind: 'UnknownCode' };

/** A text that has not the form of a code. It uses up no try, since it cannot be a guess. */
export type MalformedCode = InvalidOneTimeCode | { readonly kind: 'UnknownCode' };

/** A code as somebody typed it, with the challenge that it belongs to. */
export interface TypedCode {
  readonly challenge: ChallengeId;
  readonly code: OneTimeCode;
}

/** Reads a challenge's id and a code as a client sent them. */
export function parseTypedCode(typed: {
  readonly challenge: string;
  readonly code: string;
}): Result<TypedCode, MalformedCode> {
  return ChallengeId.parse(typed.challenge)
    .mapErr((): MalformedCode => ({ kind: 'UnknownCode' }))
    .andThen((challenge) => OneTimeCode.parse(typed.code).map((code) => ({ challenge, code })));
}

/** What a code must be for, to count. */
export interface CodeDemand {
  readonly purpose: ChallengePurpose;
  /** Where the code may have gone to. */
  readonly targets: readonly ChallengeTarget[];
  /** Whose code it must be; null while nobody is logged in. */
  readonly subject: SubjectId | null;
  readonly at: Instant;
}

/**
 * Checks a code and uses it up: a right one is gone, a wrong one costs a try.
 *
 * The answer is a result inside of a result. The outer error undoes the transaction; the inner one is a refusal that must
 * leave a trace: answer it as an ok value of the work, and unfold it after the commit with `.andThen((checked) => checked)`.
 */
export function checkCode(
  ports: Pick<Ports, 'hashing'>,
  tx: Transaction,
  typed: TypedCode,
  demand: CodeDemand,
): ResultAsync<Result<void, CodeRefusal>, PortFailure> {
  return safeTry(async function* () {
    const { purpose, subject, at } = demand;
    const found = yield* openChallenge(tx, typed.challenge, demand);
    if (found === null) return ok(err<void, CodeRefusal>({ kind: 'UnknownCode' }));
    const { challenge } = typed;
    const binding = { challenge, purpose, target: found.target };
    const codeHash = yield* ports.hashing.code(typed.code, binding, found.open.codeHash);
    const verification = decideVerification(found.open, { codeHash, at, subject });
    switch (verification.kind) {
      case 'verified':
        yield* tx.challenges.remove(challenge);
        return ok(ok<void, CodeRefusal>(undefined));
      case 'wrong':
        yield* tx.challenges.save(verification.challenge);
        return ok(err<void, CodeRefusal>({ kind: 'WrongCode', triesLeft: verification.challenge.triesLeft }));
      case 'spent':
        // Kept without a try until it expires: were it gone, burning the tries would do away with the pause between codes.
        yield* tx.challenges.save({ ...found.open, triesLeft: 0 });
        return ok(err<void, CodeRefusal>({ kind: 'CodeSpent' }));
      case 'expired':
        yield* tx.challenges.remove(challenge);
        return ok(err<void, CodeRefusal>({ kind: 'CodeExpired' }));
      case 'unknown':
        return ok(err<void, CodeRefusal>({ kind: 'UnknownCode' }));
      default:
        return unreachable(verification satisfies never);
    }
  });
}

/** Finds the challenge by its target, so that who knows only the id of another's challenge cannot use up its tries. */
function openChallenge(
  tx: Transaction,
  challenge: ChallengeId,
  demand: CodeDemand,
): ResultAsync<{ readonly open: Challenge; readonly target: ChallengeTarget } | null, PortFailure> {
  return safeTry(async function* () {
    for (const target of demand.targets) {
      const open = yield* tx.challenges.lockByTarget(demand.purpose, target);
      if (open !== null && open.challenge === challenge) return ok({ open, target });
    }
    return ok(null);
  });
}
