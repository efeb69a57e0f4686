import type { ErasureState, Kept } from '../../domain/deletion/erasure.ts';
import type { ErasureId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, okAsync, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { freshProof } from '../../domain/session/fresh-proof.ts';
import { isElevated } from '../../domain/session/session-policy.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { undoableUntil } from '../../domain/user/contact-change.ts';
import {
  type CodeRefusal,
  checkCode,
  type GuessRefusal,
  type MalformedCode,
  notingGuesses,
  parseTypedCode,
  type TypedCode,
} from '../accounts/check-code.ts';
import type { Overdrawn } from '../accounts/code-budgets.ts';
import { phonesOpenAt } from '../accounts/phone-opens.ts';
import { newErasureId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn, SessionHolder, Transaction } from '../ports/transaction.ts';
import type { RiskPorts } from '../risk/note-risk.ts';
import { carryOnErasure } from './carry-on-erasure.ts';
import type { ErasurePorts } from './erasure-step.ts';
import { fenceAccount } from './fence-account.ts';

/** The session with a fresh proof of who asks: a session alone erases nobody (POLICY.md C24). */
export interface CancelMyAccountInput {
  readonly session: SessionToken;
  /** As `requestMyCode` answered it for `cancel-account`. A person who has neither phone nor email needs none. */
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

/**
 * The contact that the code went to took the place of another, which can be put back until a moment: whoever changed it must
 * not erase the account meanwhile. The code counts if it goes to a contact that was there before, or once the time is over.
 */
export interface ContactChangedRecently {
  readonly kind: 'ContactChangedRecently';
  readonly until: Instant;
}

/** Why nothing is cancelled: what the person gave does not prove enough for a step that cannot be undone. */
export type CancelMyAccountRefusal =
  | NotLoggedIn
  | MalformedCode
  | CodeRefusal
  /** A session alone cancels nothing: ask for a code first. */
  | { readonly kind: 'CodeNeeded' }
  /** No phone and no email: step up by a third party, and cancel within 10 minutes. */
  | { readonly kind: 'FreshLogInNeeded' }
  | ContactChangedRecently
  | PortFailure;

/** The person cancels the account in the app, and everything that no rule keeps is erased (POLICY.md C24 to C26). */
export type CancelMyAccount = (input: CancelMyAccountInput) => ResultAsync<AccountCancelled, CancelMyAccountRefusal>;

type CancelPorts = ErasurePorts & RiskPorts;

/**
 * Makes the use case: check and fence in one transaction, then the erasure as far as it goes. Once the fence stands the
 * person is gone; what a port holds up is carried on by `continueErasures`, so its failure is no refusal.
 */
export function cancelMyAccount(ports: CancelPorts): CancelMyAccount {
  return (input) => {
    const answer: ResultAsync<AccountCancelled, CancelMyAccountRefusal | Overdrawn> = safeTry(async function* () {
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
    return notingGuesses(ports, answer);
  };
}

/** Where an erasure stands that did not get through to its end. */
export function stateOf({ store }: Pick<Ports, 'store'>, erasure: ErasureId): ResultAsync<ErasureState, never> {
  return store.reads
    .erasure(erasure)
    .map((found): ErasureState => found?.state ?? 'fenced')
    .orElse(() => okAsync<ErasureState, never>('fenced'));
}

type ProofRefusal =
  | GuessRefusal
  | { readonly kind: 'CodeNeeded' }
  | { readonly kind: 'FreshLogInNeeded' }
  | ContactChangedRecently;

function proofGiven(
  ports: CancelPorts,
  tx: Transaction,
  held: SessionHolder,
  typed: TypedCode | null,
  at: Instant,
): ResultAsync<Result<void, ProofRefusal>, Overdrawn | PortFailure> {
  const refused = (refusal: ProofRefusal) => ok(err<void, ProofRefusal>(refusal));
  return safeTry(async function* () {
    const opens = phonesOpenAt(ports, at);
    const proof = freshProof(held.user, opens(held.proof.phoneProvedOn ?? null));
    const changes = yield* tx.contactChanges.of(held.proof);
    if (proof.kind === 'fresh-log-in') {
      if (!isElevated(held.provedAt, at)) return refused({ kind: 'FreshLogInNeeded' });
      const until = undoableUntil(changes, ['phone', 'email'], at, opens);
      return until === null ? ok(ok(undefined)) : refused({ kind: 'ContactChangedRecently', until });
    }
    if (typed === null) return refused({ kind: 'CodeNeeded' });
    const holder = { kind: 'session', session: held.session } as const;
    const { subject } = held.user;
    const demand = { purpose: 'cancel-account', targets: proof.targets, holder, subject, at } as const;
    // What the code gives back to the budgets is left there: the fence is to come, and holds nothing of a whole country.
    const checked = yield* checkCode(ports, tx, typed, demand);
    if (checked.isErr()) return refused(checked.error);
    const until = undoableUntil(changes, [checked.value.target.kind], at, opens);
    if (until === null) return ok(ok(undefined));
    yield* checked.value.giveBack(); // no fence comes
    return refused({ kind: 'ContactChangedRecently', until });
  });
}
