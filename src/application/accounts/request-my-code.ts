import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { freshProof } from '../../domain/session/fresh-proof.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { type InvalidPhoneNumber, PhoneNumber } from '../../domain/user/phone-number.ts';
import { type ActiveUser, decideUser, type UserRejection } from '../../domain/user/user.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import type { InvalidNetworkAddress } from '../../domain/verification/network-address.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { type CodeNotSent, deliverCode } from './deliver-code.ts';
import { elevated, type StepUpNeeded } from './elevated.ts';
import { type CodeNotIssued, draftCode, issueCode, networkOf, notingBudgets } from './issue-code.ts';
import { phoneOpens } from './phone-opens.ts';
import { type CodeSent, codeSent, type RequestPorts } from './request-code.ts';

interface FromSession {
  /** The code counts in this session alone. */
  readonly session: SessionToken;
  /** From which IP address the request came, as the host trusts it. */
  readonly ip?: string | undefined;
}

/** Asks for a one-time code in the name of an account. A code to confirm an email address is asked for with `addEmail`. */
export type RequestMyCodeInput = FromSession &
  (
    | { readonly purpose: 'add-phone' | 'change-phone'; readonly phone: string }
    | {
        /** To the person's own phone or confirmed email, never to one that is passed in. */
        readonly purpose: 'step-up' | 'cancel-account';
        /** By which of them, if the account has both; the phone by default. */
        readonly to?: 'phone' | 'email' | undefined;
      }
  );

/** Why no code is on its way; none of these tells whether somebody else's phone has an account. */
export type RequestMyCodeRefusal =
  | InvalidPhoneNumber
  | InvalidNetworkAddress
  | CodeNotIssued
  | CodeNotSent
  | NotLoggedIn
  /** For a code to another phone the session has to be elevated already. */
  | StepUpNeeded
  /** The account has no such contact, or it is a phone that may be somebody else's by now. */
  | { readonly kind: 'NoSuchContact' }
  /** Neither phone nor email: the person steps up by a third party and goes on within 10 minutes, without a code. */
  | { readonly kind: 'FreshLogInNeeded' }
  | UserRejection
  | PortFailure;

/** Sends a code that replaces the open one of this session for the same purpose and contact. */
export type RequestMyCode = (input: RequestMyCodeInput) => ResultAsync<CodeSent, RequestMyCodeRefusal>;

/** Makes the use case: the challenge is committed first, the message leaves directly after. */
export function requestMyCode(ports: RequestPorts): RequestMyCode {
  return (input) =>
    safeTry(async function* () {
      const targetOf = yield* targetFor(input);
      const isForAnotherPhone = input.purpose === 'add-phone' || input.purpose === 'change-phone';
      const network = yield* networkOf(input.ip);
      const draft = draftCode(ports);
      const token = ports.hashing.sessionToken(input.session);
      const { issued, target, language } = yield* notingBudgets(
        ports,
        ports.store.transact((tx) =>
          safeTry(async function* () {
            const held = yield* tx.doors.bySessionAlone(token, draft.at, 'data-subject-rights');
            // A message to another phone is paid for only where the code could be used.
            if (isForAnotherPhone) yield* elevated(held, draft.at);
            const target = yield* targetOf(held.user, phoneOpens(ports, held.proof, draft.at));
            const holder = { kind: 'session', session: held.session } as const;
            const { subject } = held.proof;
            const order = { purpose: input.purpose, target, holder, subject, network };
            return ok({ issued: yield* issueCode(ports, tx, draft, order), target, language: held.user.language });
          }),
        ),
      );
      const delivery = yield* deliverCode(ports, issued, target, language);
      return ok(codeSent(issued, target, delivery));
    });
}

/** Where the code goes, once the user is known. */
type TargetOf = (user: ActiveUser, phoneOpens: boolean) => Result<ChallengeTarget, RequestMyCodeRefusal>;

function targetFor(input: RequestMyCodeInput): Result<TargetOf, InvalidPhoneNumber> {
  switch (input.purpose) {
    case 'step-up':
    case 'cancel-account':
      return ok((user, phoneOpens) => ownContact(user, phoneOpens, input.to));
    case 'add-phone':
    case 'change-phone': {
      const { purpose } = input;
      return PhoneNumber.parse(input.phone).map((phone): TargetOf => {
        const target = { kind: 'phone', phone } as const;
        const command =
          purpose === 'add-phone'
            ? ({ kind: 'AddLogin', login: target } as const)
            : ({ kind: 'ChangePhone', phone } as const);
        // Refused before a message is paid for. Whether the number has another account is told only after its proof.
        return (user) => decideUser(command, user).map(() => target);
      });
    }
    default:
      // The purpose is stored as it is: a text that a caller without a compiler passed must not get there.
      return unreachable(input satisfies never);
  }
}

function ownContact(
  user: ActiveUser,
  phoneOpens: boolean,
  wanted: 'phone' | 'email' | undefined,
): Result<ChallengeTarget, RequestMyCodeRefusal> {
  const proof = freshProof(user, phoneOpens);
  if (proof.kind === 'fresh-log-in') return err({ kind: 'FreshLogInNeeded' });
  const target = wanted === undefined ? proof.targets[0] : proof.targets.find(({ kind }) => kind === wanted);
  return target === undefined ? err({ kind: 'NoSuchContact' }) : ok(target);
}
