import type { ChallengeId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Result } from '../../domain/result.ts';
import { err, errAsync, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import {
  type Challenge,
  type ChallengeTarget,
  type CodeHolder,
  type CodePurpose,
  issueChallenge,
} from '../../domain/verification/challenge.ts';
import { type InvalidNetworkAddress, NetworkAddress } from '../../domain/verification/network-address.ts';
import { OneTimeCode, oneTimeCodeBytes } from '../../domain/verification/one-time-code.ts';
import type { CountryNotServed } from '../../domain/verification/sign-in-policy.ts';
import { newChallengeId } from '../new-ids.ts';
import type { BucketCharge } from '../ports/bucket-charge.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';
import { noteRisk, type RiskPorts } from '../risk/note-risk.ts';
import {
  type BudgetPorts,
  type CodeTooSoon,
  chargeCode,
  digitsNow,
  isOverdrawn,
  type Overdrawn,
  refusalOf,
  type TooManyCodes,
} from './code-budgets.ts';

/** Why no code may be sent to an address, whoever's it is. */
export type CodeNotIssued = CodeTooSoon | TooManyCodes | CountryNotServed;

/** A code that is to be made. Drawn outside of the transaction, so that a retry issues the same one. */
export interface DraftCode {
  readonly challenge: ChallengeId;
  readonly bytes: Uint8Array;
  readonly at: Instant;
}

/** Draws what a code is made of. */
export function draftCode(ports: Pick<Ports, 'ids' | 'randomness' | 'clock'>): DraftCode {
  return {
    challenge: newChallengeId(ports.ids),
    bytes: ports.randomness.bytes(oneTimeCodeBytes),
    at: ports.clock.now(),
  };
}

/** For what, where to and for whom a code is. */
export interface CodeOrder {
  readonly purpose: CodePurpose;
  readonly target: ChallengeTarget;
  readonly holder: CodeHolder;
  /** Null while nobody is logged in. */
  readonly subject: SubjectId | null;
  readonly network: NetworkAddress | null;
}

/** A code whose challenge is written, and what it was charged to. */
export interface IssuedCode {
  readonly issued: Challenge;
  /** What the message says that the code is for. */
  readonly purpose: CodePurpose;
  readonly code: OneTimeCode;
  readonly charged: readonly BucketCharge[];
}

/**
 * Writes the challenge of a code, in place of the one before for the same holder, purpose and target. It looks at budgets
 * alone and never at accounts: known and unknown numbers take the same way.
 */
export function issueCode(
  ports: BudgetPorts,
  tx: Transaction,
  draft: DraftCode,
  order: CodeOrder,
): ResultAsync<IssuedCode, Overdrawn | CountryNotServed | PortFailure> {
  return safeTry(async function* () {
    const { challenge, at } = draft;
    const { purpose, target, subject, holder, network } = order;
    const digits = yield* digitsNow(ports, tx, purpose, at);
    const code = OneTimeCode.fromBytes(draft.bytes, digits);
    const codeHash = yield* ports.hashing.code(code, { challenge, purpose, target, holder });
    const issued = issueChallenge({ challenge, purpose, subject, holder, digits, codeHash, at });
    yield* tx.challenges.put(issued, target);
    const charged = yield* chargeCode(ports, tx, target, { network, account: subject }, at);
    return ok({ issued, purpose, code, charged });
  });
}

/** From where somebody asks; null where the host does not say. */
export function networkOf(ip: string | undefined): Result<NetworkAddress | null, InvalidNetworkAddress> {
  return ip === undefined ? ok(null) : NetworkAddress.parse(ip);
}

/** Tells who asked that a budget is used up, and whoever watches over the door which one it was. */
export function notingBudgets<Value, Refusal extends { readonly kind: string }>(
  ports: RiskPorts,
  issued: ResultAsync<Value, Refusal | Overdrawn | CountryNotServed>,
): ResultAsync<Value, Refusal | CodeNotIssued> {
  return issued.orElse((refusal): ResultAsync<Value, Refusal | CodeNotIssued> => {
    if (isOverdrawn(refusal)) {
      const { overflow } = refusal;
      const told = refusalOf(overflow);
      // The pause between two codes is met by everybody who taps twice: no risk.
      if (told.kind === 'CodeTooSoon') return errAsync(told);
      return noteRisk(ports, { kind: 'sending-limit-hit', rule: overflow.rule }).andThen(() => err(told));
    }
    const refused = err<Value, Refusal | CodeNotIssued>(refusal);
    return refusal.kind === 'CountryNotServed'
      ? noteRisk(ports, { kind: 'country-refused' }).andThen(() => refused)
      : errAsync(refusal);
  });
}
