import type { ChallengeId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { EmailAddress, type InvalidEmailAddress } from '../../domain/user/email-address.ts';
import { type InvalidLanguage, Language } from '../../domain/user/language.ts';
import { type InvalidPhoneNumber, PhoneNumber } from '../../domain/user/phone-number.ts';
import {
  type ChallengeTarget,
  type CodeDigits,
  type CodeHolder,
  resendAfterMs,
  whyNotOpen,
} from '../../domain/verification/challenge.ts';
import { DeviceToken } from '../../domain/verification/device-token.ts';
import type { InvalidNetworkAddress } from '../../domain/verification/network-address.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { RiskPorts } from '../risk/note-risk.ts';
import { parseChallenge } from './check-code.ts';
import {
  type CodeChannel,
  type CodeDelivery,
  type CodeNotSent,
  channelOf,
  type DeliveryPorts,
  deliverCode,
} from './deliver-code.ts';
import { type CodeNotIssued, draftCode, type IssuedCode, issueCode, networkOf, notingBudgets } from './issue-code.ts';

/** Asks for a one-time code while nobody is logged in (POLICY.md C02); who is logged in asks with `requestMyCode`. */
export type RequestCodeInput =
  | {
      readonly purpose: 'log-in';
      readonly phone: string;
      readonly language?: string | undefined;
      /** What the device got with an earlier code; a new one is made where there is none. */
      readonly device?: DeviceToken | undefined;
      /** From which IP address the request came, as the host trusts it: budgets count by it. */
      readonly ip?: string | undefined;
    }
  | {
      /** To an email that may be that of the account whose phone the device has just proved (see `SecondProofNeeded`). */
      readonly purpose: 'second-proof';
      readonly phone: string;
      readonly pending: string;
      readonly device: DeviceToken;
      readonly email: string;
      readonly language?: string | undefined;
      readonly ip?: string | undefined;
    };

/** The same for known and unknown numbers and addresses: whether one has an account cannot be told from it. */
export interface CodeSent {
  readonly challenge: ChallengeId;
  readonly expiresAt: Instant;
  readonly resendAfterMs: number;
  readonly digits: CodeDigits;
  readonly channel: CodeChannel;
  readonly delivery: CodeDelivery;
}

/** A code that counts on this device alone: it shows the token beside the code. */
export interface CodeSentToDevice extends CodeSent {
  readonly device: DeviceToken;
}

/** Why no code is on its way; none of these tells whether somebody's phone or email has an account. */
export type RequestCodeRefusal =
  | InvalidPhoneNumber
  | InvalidEmailAddress
  | InvalidLanguage
  | InvalidNetworkAddress
  | CodeNotIssued
  | CodeNotSent
  /** This device has not proved the phone, or too long ago. */
  | { readonly kind: 'UnknownCode' }
  | PortFailure;

/** Sends a code, in the place of the one that this device asked for before; 30 s after any other to the same target. */
export type RequestCode = (input: RequestCodeInput) => ResultAsync<CodeSentToDevice, RequestCodeRefusal>;

/** What asking for a code needs of the outside. */
export type RequestPorts = DeliveryPorts & RiskPorts & Pick<Ports, 'randomness'>;

/** Makes the use case: the challenge is committed first, the message leaves directly after. */
export function requestCode(ports: RequestPorts): RequestCode {
  return (input) => {
    switch (input.purpose) {
      case 'log-in':
        return toPhone(ports, input);
      case 'second-proof':
        return toEmail(ports, input);
      default:
        // The purpose is stored as it is: a text that a caller without a compiler passed must not get there.
        return unreachable(input satisfies never);
    }
  };
}

function toPhone(
  ports: RequestPorts,
  input: Extract<RequestCodeInput, { purpose: 'log-in' }>,
): ResultAsync<CodeSentToDevice, RequestCodeRefusal> {
  return safeTry(async function* () {
    const phone = yield* PhoneNumber.parse(input.phone);
    const language = yield* Language.parse(input.language ?? 'en');
    const network = yield* networkOf(input.ip);
    const device = input.device ?? DeviceToken.fromBytes(ports.randomness.bytes(32));
    const holder = holderOn(ports, device);
    const target: ChallengeTarget = { kind: 'phone', phone };
    const draft = draftCode(ports);
    const order = { purpose: 'log-in', target, holder, subject: null, network } as const;
    const issued = yield* notingBudgets(
      ports,
      ports.store.transact((tx) => issueCode(ports, tx, draft, order)),
    );
    const delivery = yield* deliverCode(ports, issued, target, language);
    return ok({ ...codeSent(issued, target, delivery), device });
  });
}

function toEmail(
  ports: RequestPorts,
  input: Extract<RequestCodeInput, { purpose: 'second-proof' }>,
): ResultAsync<CodeSentToDevice, RequestCodeRefusal> {
  return safeTry(async function* () {
    const phone = yield* PhoneNumber.parse(input.phone);
    const email = yield* EmailAddress.parse(input.email);
    const language = yield* Language.parse(input.language ?? 'en');
    const network = yield* networkOf(input.ip);
    const pending = yield* parseChallenge(input.pending);
    const holder = holderOn(ports, input.device);
    const target: ChallengeTarget = { kind: 'email', email };
    const draft = draftCode(ports);
    const order = { purpose: 'second-proof', target, holder, subject: null, network } as const;
    // Never whether it is the email of the account: that is looked at once the code proves that the address is theirs.
    const issued = yield* notingBudgets(
      ports,
      ports.store.transact((tx) =>
        safeTry(async function* () {
          const proved = yield* tx.challenges.lock(pending, { kind: 'phone', phone });
          const presenting = { purpose: 'proved-phone', holder, subject: null, at: draft.at } as const;
          if (proved === null || whyNotOpen(proved, presenting) !== null) return err({ kind: 'UnknownCode' as const });
          return issueCode(ports, tx, draft, order);
        }),
      ),
    );
    const delivery = yield* deliverCode(ports, issued, target, language);
    return ok({ ...codeSent(issued, target, delivery), device: input.device });
  });
}

/** The device as the one who may use a code. */
export function holderOn({ hashing }: Pick<Ports, 'hashing'>, device: DeviceToken): CodeHolder {
  return { kind: 'device', device: hashing.deviceToken(device) };
}

/** What is told of a code that was sent. */
export function codeSent({ issued }: IssuedCode, target: ChallengeTarget, delivery: CodeDelivery): CodeSent {
  const { challenge, expiresAt, digits } = issued;
  return { challenge, expiresAt, resendAfterMs, digits, channel: channelOf(target), delivery };
}
