import type { ChallengeId, SubjectId } from '../../domain/ids.ts';
import { Instant } from '../../domain/instant.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { InvalidDeviceName } from '../../domain/session/device-name.ts';
import { openChanges, undoChangeMs } from '../../domain/user/contact-change.ts';
import { EmailAddress, type InvalidEmailAddress } from '../../domain/user/email-address.ts';
import { type InvalidPhoneNumber, PhoneNumber } from '../../domain/user/phone-number.ts';
import { isSettled } from '../../domain/user/settled-login.ts';
import { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { type ActiveUser, identitiesOf } from '../../domain/user/user.ts';
import {
  type Challenge,
  type ChallengeTarget,
  type Presenting,
  whyNotOpen,
} from '../../domain/verification/challenge.ts';
import type { DeviceToken } from '../../domain/verification/device-token.ts';
import type { ActiveSubject } from '../ports/active-subject.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';
import { noteRisk } from '../risk/note-risk.ts';
import {
  type CheckedCode,
  type ClosedRefusal,
  type CodeRefusal,
  closedRefusal,
  guessAtDoor,
  type MalformedCode,
  notingGuesses,
  opening,
  parseChallenge,
  parseTypedCode,
  type RightGuess,
  useUp,
} from './check-code.ts';
import type { Overdrawn } from './code-budgets.ts';
import { phoneCountsAgain } from './contact-changed.ts';
import { noteUse } from './note-use.ts';
import { holderOn } from './request-code.ts';
import { beginSession, draftSession, type SessionWish, type SignedIn, type SignInPorts } from './sign-in.ts';
import { type AnswerRefusal, proveIdentity, type ThirdPartyAnswer } from './third-party-attempt.ts';

/**
 * What opens an account whose phone alone does not any more: the phone that this device has proved, and besides the email or
 * an identity of the account (see `SecondProofNeeded`).
 */
export interface ProveSecondInput extends SessionWish {
  readonly phone: string;
  readonly pending: string;
  readonly device: DeviceToken;
  readonly second:
    | {
        /** As `requestCode` sent it for `second-proof`. */
        readonly kind: 'email';
        readonly email: string;
        readonly challenge: string;
        readonly code: string;
      }
    /** Begun with `beginThirdParty` for `second-proof`. */
    | ({ readonly kind: 'third-party' } & ThirdPartyAnswer);
}

/**
 * The email or identity is proved, and not that of this account, or has not been there for 3 days. Another one may be tried, a
 * few times.
 */
export interface NotYourAccount {
  readonly kind: 'NotYourAccount';
}

/** Why the old account stays closed. */
export type ProveSecondRefusal =
  | InvalidPhoneNumber
  | InvalidEmailAddress
  | InvalidDeviceName
  | MalformedCode
  | CodeRefusal
  | AnswerRefusal
  | NotYourAccount
  | PortFailure;

/** Begins a session in the old account for who proved the phone and the email or an identity of it. */
export type ProveSecond = (input: ProveSecondInput) => ResultAsync<SignedIn, ProveSecondRefusal>;

/** What is compared with the account, once it is proved. */
type Second = { readonly email: EmailAddress } | { readonly identity: ThirdPartyIdentity };

/** Makes the use case. */
export function proveSecond(ports: SignInPorts & Pick<Ports, 'identities'>): ProveSecond {
  return (input) => {
    const answer: ResultAsync<SignedIn, ProveSecondRefusal | Overdrawn> = safeTry(async function* () {
      const { second, device } = input;
      const phone = yield* PhoneNumber.parse(input.phone);
      const pending = yield* parseChallenge(input.pending);
      const draft = yield* draftSession(ports, input);
      const typed = second.kind === 'email' ? yield* parseTypedCode(second) : null;
      const shown: Second =
        second.kind === 'email'
          ? { email: yield* EmailAddress.parse(second.email) }
          : { identity: (yield* proveIdentity(ports, second, 'second-proof')).identity };
      const holder = holderOn(ports, device);
      const login = { kind: 'phone', phone } as const;
      const { at } = draft;
      const presenting = { holder, at };
      const proof = (tx: Transaction) => pendingProof(tx, pending, login, presenting);
      let right: RightGuess | null = null;
      if (typed !== null && 'email' in shown) {
        const targets = [{ kind: 'email', email: shown.email } as const];
        const demand = { ...presenting, purpose: 'second-proof', targets, subject: null } as const;
        right = yield* guessAtDoor(ports, typed, demand, proof);
      }
      let refusedBy: SubjectId | null = null;
      type Inner = Result<SignedIn, ClosedRefusal | NotYourAccount>;
      const opened: ResultAsync<Inner, PortFailure> = ports.store.transact((tx) =>
        safeTry<Inner, PortFailure>(async function* () {
          const refused = (refusal: ClosedRefusal | NotYourAccount): Result<Inner, PortFailure> => ok(err(refusal));
          const open = yield* proof(tx);
          if (open.isErr()) return refused(open.error);
          const proved = open.value;
          let checked: CheckedCode | null = null;
          if (right !== null) {
            const used = yield* useUp(ports, tx, right);
            if (used.isErr()) return refused(used.error);
            checked = used.value;
          }
          const held = yield* tx.doors.byLoginAlone(login);
          if (held === null || !isOf(held.user, shown) || (yield* cameLately(tx, held.proof, shown, at))) {
            refusedBy = held?.user.subject ?? null;
            yield* tx.challenges.save({ ...proved, triesLeft: proved.triesLeft - 1 });
            return refused({ kind: 'NotYourAccount' });
          }
          yield* tx.challenges.remove(pending);
          yield* noteUse(tx, held.proof, at, true);
          yield* phoneCountsAgain(ports, tx, held, at);
          const signedIn = yield* beginSession(ports, tx, held.proof, draft, false);
          if (checked !== null) yield* checked.giveBack();
          return ok(ok(signedIn));
        }),
      );
      const inner = yield* right === null ? opened : opening(ports, right, opened);
      if (inner.isErr() && inner.error.kind === 'NotYourAccount') {
        yield* noteRisk(ports, { kind: 'second-proof-refused', subject: refusedBy });
      }
      if (inner.isOk()) ports.log.write('info', 'signed-in', { method: 'phone' });
      return inner;
    });
    return notingGuesses(ports, answer);
  };
}

/** The phone that this device has proved, for who shows it in time. */
function pendingProof(
  tx: Transaction,
  pending: ChallengeId,
  target: ChallengeTarget,
  presenting: Omit<Presenting, 'purpose' | 'subject'>,
): ResultAsync<Result<Challenge, ClosedRefusal>, PortFailure> {
  return tx.challenges.lock(pending, target).map((proved) => {
    if (proved === null) return err({ kind: 'UnknownCode' });
    const closed = whyNotOpen(proved, { ...presenting, purpose: 'proved-phone', subject: null });
    return closed === null ? ok(proved) : err(closedRefusal(closed));
  });
}

/** Whether the email or identity has not been there for 3 days: whoever has the number by now may have added it. */
function cameLately(
  tx: Transaction,
  proof: ActiveSubject,
  second: Second,
  at: Instant,
): ResultAsync<boolean, PortFailure> {
  if ('email' in second) {
    return tx.contactChanges.of(proof).map((changes) => openChanges(changes, at).some(({ what }) => what === 'email'));
  }
  return tx.users
    .linkedSince(proof, Instant.plusMs(at, -undoChangeMs))
    .map((late) =>
      late.some(
        ({ identity, linkedAt }) => ThirdPartyIdentity.same(identity, second.identity) && !isSettled(linkedAt, at),
      ),
    );
}

function isOf(user: ActiveUser, second: Second): boolean {
  if ('email' in second) return user.email === second.email;
  return identitiesOf(user).some((one) => ThirdPartyIdentity.same(one, second.identity));
}
