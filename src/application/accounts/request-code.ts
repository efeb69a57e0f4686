import type { ChallengeId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { cancellationProof } from '../../domain/user/cancellation-proof.ts';
import { type InvalidLanguage, Language } from '../../domain/user/language.ts';
import { type InvalidPhoneNumber, PhoneNumber } from '../../domain/user/phone-number.ts';
import type { SessionToken } from '../../domain/user/session-token.ts';
import { type ActiveUser, decideUser, type UserRejection } from '../../domain/user/user.ts';
import { type ChallengeTarget, type CodeTooSoon, resendAfterMs } from '../../domain/verification/challenge.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { type CodeChannel, type CodeDelivery, type CodeNotSent, channelOf, deliverCode } from './deliver-code.ts';
import { type DraftCode, draftCode, issueCode } from './issue-code.ts';

/** Asks for a one-time code (POLICY.md C02, C24). A code to confirm an email address is asked for with `addEmail`. */
export type RequestCodeInput =
  | { readonly purpose: 'log-in'; readonly phone: string; readonly language?: string | undefined }
  | { readonly purpose: 'add-phone'; readonly session: SessionToken; readonly phone: string }
  | {
      /** To the person's own phone or confirmed email, never to one that is passed in. */
      readonly purpose: 'cancel-account';
      readonly session: SessionToken;
      /** By which of them, if the account has both; the phone by default. */
      readonly to?: 'phone' | 'email' | undefined;
    };

/** The same for known and unknown numbers: whether a number has an account cannot be told from it. */
export interface CodeSent {
  readonly challenge: ChallengeId;
  readonly expiresAt: Instant;
  readonly resendAfterMs: number;
  readonly channel: CodeChannel;
  readonly delivery: CodeDelivery;
}

/** Why no code is on its way; none of these tells whether somebody else's phone has an account. */
export type RequestCodeRefusal =
  | InvalidPhoneNumber
  | InvalidLanguage
  | CodeTooSoon
  | CodeNotSent
  | NotLoggedIn
  /** The account has no such contact. */
  | { readonly kind: 'NoSuchContact' }
  /** Neither phone nor email: the person logs in anew and cancels within 5 minutes, without a code. */
  | { readonly kind: 'FreshLogInNeeded' }
  | UserRejection
  | PortFailure;

/** Sends a code that replaces the open one for the same purpose and contact, 30 s after it at the earliest. */
export type RequestCode = (input: RequestCodeInput) => ResultAsync<CodeSent, RequestCodeRefusal>;

type RequestCodePorts = Pick<
  Ports,
  'store' | 'hashing' | 'clock' | 'ids' | 'randomness' | 'sms' | 'mailer' | 'templates' | 'log'
>;

/** Makes the use case: the challenge is committed first, the message leaves directly after. */
export function requestCode(ports: RequestCodePorts): RequestCode {
  return (input) => {
    const draft = draftCode(ports);
    switch (input.purpose) {
      case 'log-in':
        return forStranger(ports, draft, input);
      case 'add-phone':
      case 'cancel-account':
        return forUser(ports, draft, input);
      default:
        // The purpose is stored as it is: a text that a caller without a compiler passed must not get there.
        return unreachable(input satisfies never);
    }
  };
}

function forStranger(
  ports: RequestCodePorts,
  draft: DraftCode,
  input: Extract<RequestCodeInput, { purpose: 'log-in' }>,
): ResultAsync<CodeSent, RequestCodeRefusal> {
  return safeTry(async function* () {
    const phone = yield* PhoneNumber.parse(input.phone);
    const language = yield* Language.parse(input.language ?? 'en');
    const target: ChallengeTarget = { kind: 'phone', phone };
    const issued = yield* ports.store.transact((tx) =>
      issueCode(ports, tx, draft, { purpose: 'log-in', target, subject: null }),
    );
    const delivery = yield* deliverCode(ports, draft, target, language);
    return ok(codeSent(issued, target, delivery));
  });
}

function forUser(
  ports: RequestCodePorts,
  draft: DraftCode,
  input: Exclude<RequestCodeInput, { purpose: 'log-in' }>,
): ResultAsync<CodeSent, RequestCodeRefusal> {
  return safeTry(async function* () {
    const targetOf = yield* targetFor(input);
    const token = ports.hashing.sessionToken(input.session);
    const { issued, target, language } = yield* ports.store.transact((tx) =>
      safeTry(async function* () {
        const { proof, user } = yield* tx.doors.bySessionAlone(token, draft.at, 'data-subject-rights');
        const target = yield* targetOf(user);
        const issued = yield* issueCode(ports, tx, draft, { purpose: input.purpose, target, subject: proof.subject });
        return ok({ issued, target, language: user.language });
      }),
    );
    const delivery = yield* deliverCode(ports, draft, target, language);
    return ok(codeSent(issued, target, delivery));
  });
}

/** Where the code goes, once the user is known. */
type TargetOf = (user: ActiveUser) => Result<ChallengeTarget, RequestCodeRefusal>;

function targetFor(input: Exclude<RequestCodeInput, { purpose: 'log-in' }>): Result<TargetOf, InvalidPhoneNumber> {
  if (input.purpose === 'cancel-account') return ok((user) => cancellationTarget(user, input.to));
  return PhoneNumber.parse(input.phone).map((phone): TargetOf => {
    const target: ChallengeTarget = { kind: 'phone', phone };
    // Refused before a message is paid for. Whether the number has another account is told only after its proof.
    return (user) => decideUser({ kind: 'AddLogin', login: target }, user).map(() => target);
  });
}

function cancellationTarget(
  user: ActiveUser,
  wanted: 'phone' | 'email' | undefined,
): Result<ChallengeTarget, RequestCodeRefusal> {
  const proof = cancellationProof(user);
  if (proof.kind === 'fresh-log-in') return err({ kind: 'FreshLogInNeeded' });
  const target = wanted === undefined ? proof.targets[0] : proof.targets.find(({ kind }) => kind === wanted);
  return target === undefined ? err({ kind: 'NoSuchContact' }) : ok(target);
}

function codeSent(
  issued: { readonly challenge: ChallengeId; readonly expiresAt: Instant },
  target: ChallengeTarget,
  delivery: CodeDelivery,
): CodeSent {
  const { challenge, expiresAt } = issued;
  return { challenge, expiresAt, resendAfterMs, channel: channelOf(target), delivery };
}
