import type { ErasureState, Kept } from '../../domain/deletion/erasure.ts';
import type { ErasureId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, okAsync, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { cancellationProof } from '../../domain/user/cancellation-proof.ts';
import { isFreshLogIn } from '../../domain/user/session-policy.ts';
import type { SessionToken } from '../../domain/user/session-token.ts';
import {
  type CodeRefusal,
  checkCode,
  type MalformedCode,
  parseTypedCode,
  type TypedCode,
} from '../accounts/check-code.ts';
import { newErasureId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn, SessionHolder, Transaction } from '../ports/transaction.ts';
import { carryOnErasure } from './carry-on-erasure.ts';
import type { ErasurePorts } from './erasure-step.ts';
import { fenceAccount } from './fence-account.ts';

/** The session with a fresh proof of who asks: a session alone erases nobody (POLICY.md C24). */
export interface CancelMyAccountInput {
  readonly session: SessionToken;
  /** As `requestCode` answered it for `cancel-account`. A person who has neither phone nor email needs none. */
  readonly challenge?: string | undefined;
  readonly code?: string | undefined;
}

/**
 * How far the erasure is, and what outlives it. `state` is `certified` unless it has to wait: for a message that is being
 * sent, for a processor, for a legal hold, or for a port that does not answer.
 */
export interface AccountCancelled {
  readonly erasure: ErasureId;
  readonly state: ErasureState;
  readonly kept: readonly Kept[];
}

/** Why nothing is cancelled: what the person gave does not prove enough for a step that cannot be undone. */
export type CancelMyAccountRefusal =
  | NotLoggedIn
  | MalformedCode
  | CodeRefusal
  /** A session alone cancels nothing: ask for a code first. */
  | { readonly kind: 'CodeNeeded' }
  /** No phone and no email: log in anew, and cancel within 5 minutes. */
  | { readonly kind: 'FreshLogInNeeded' }
  | PortFailure;

/** The person cancels the account in the app, and everything that no rule keeps is erased (POLICY.md C24 to C26). */
export type CancelMyAccount = (input: CancelMyAccountInput) => ResultAsync<AccountCancelled, CancelMyAccountRefusal>;

type CancelPorts = ErasurePorts & Pick<Ports, 'hashing'>;

/**
 * Makes the use case: check and fence in one transaction, then the erasure as far as it goes. Once the fence stands the
 * person is gone; what a port holds up is carried on by `continueErasures`, so its failure is no refusal.
 */
export function cancelMyAccount(ports: CancelPorts): CancelMyAccount {
  return (input) =>
    safeTry(async function* () {
      const { challenge, code } = input;
      const typed = challenge === undefined || code === undefined ? null : yield* parseTypedCode({ challenge, code });
      const token = ports.hashing.sessionToken(input.session);
      const at = ports.clock.now();
      const order = { erasure: newErasureId(ports.ids), request: { kind: 'person' }, at } as const;
      const decided = yield* ports.store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
          const proved = yield* proofGiven(ports, tx, held, typed, at);
          if (proved.isErr()) return ok(err(proved.error)); // the used-up try must stay
          return ok(ok(yield* fenceAccount(ports, tx, held, order)));
        }),
      );
      const erasure = yield* decided;
      const state = yield* carryOnErasure(ports)(erasure).orElse(() => stateOf(ports, erasure.erasure));
      return ok({ erasure: erasure.erasure, state, kept: erasure.kept });
    });
}

/** Where an erasure stands that did not get through to its end. */
export function stateOf({ store }: Pick<Ports, 'store'>, erasure: ErasureId): ResultAsync<ErasureState, never> {
  return store.reads
    .erasure(erasure)
    .map((found): ErasureState => found?.state ?? 'fenced')
    .orElse(() => okAsync<ErasureState, never>('fenced'));
}

type ProofRefusal = CodeRefusal | { readonly kind: 'CodeNeeded' } | { readonly kind: 'FreshLogInNeeded' };

function proofGiven(
  ports: CancelPorts,
  tx: Transaction,
  held: SessionHolder,
  typed: TypedCode | null,
  at: Instant,
): ResultAsync<Result<void, ProofRefusal>, PortFailure> {
  const proof = cancellationProof(held.user);
  if (proof.kind === 'fresh-log-in') {
    const fresh = isFreshLogIn(held.sessionStartedAt, at);
    return okAsync(fresh ? ok<void, ProofRefusal>(undefined) : err<void, ProofRefusal>({ kind: 'FreshLogInNeeded' }));
  }
  if (typed === null) return okAsync(err<void, ProofRefusal>({ kind: 'CodeNeeded' }));
  const demand = { purpose: 'cancel-account', targets: proof.targets, subject: held.user.subject, at } as const;
  return checkCode(ports, tx, typed, demand);
}
