import { Instant, minuteMs } from '../../domain/instant.ts';
import { err, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { InvalidDeviceName } from '../../domain/session/device-name.ts';
import { type InvalidLanguage, Language } from '../../domain/user/language.ts';
import { type InvalidPhoneNumber, PhoneNumber } from '../../domain/user/phone-number.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import { codeHashBytes, issueChallenge } from '../../domain/verification/challenge.ts';
import type { DeviceToken } from '../../domain/verification/device-token.ts';
import type { InvalidNetworkAddress } from '../../domain/verification/network-address.ts';
import { newChallengeId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import {
  type ClosedRefusal,
  type CodeRefusal,
  guessAtDoor,
  type MalformedCode,
  notingGuesses,
  opening,
  parseTypedCode,
  useUp,
} from './check-code.ts';
import { type ContactReserved, tellAgain } from './contact-reserved.ts';
import { networkOf } from './issue-code.ts';
import { holderOn } from './request-code.ts';
import {
  draftSession,
  type FormerAccountLeaving,
  type Proved,
  type SecondProofNeeded,
  type SessionWish,
  type SignedIn,
  type SignInPorts,
  signIn,
} from './sign-in.ts';

/** The code that came by text message. The phone is passed again: it is not stored before it is proved (POLICY.md C02). */
export interface VerifyCodeInput extends SessionWish {
  readonly phone: string;
  readonly challenge: string;
  readonly code: string;
  /** As `requestCode` answered it: the code counts on that device alone. */
  readonly device: DeviceToken;
  /** For a new account; English if not given. */
  readonly language?: string | undefined;
  /** From which IP address the request came, as the host trusts it. */
  readonly ip?: string | undefined;
}

/** Why the code begins no session; a wrong one says how many tries are left. */
export type VerifyCodeRefusal =
  | InvalidPhoneNumber
  | InvalidLanguage
  | InvalidNetworkAddress
  | InvalidDeviceName
  | MalformedCode
  | CodeRefusal
  | SecondProofNeeded
  | FormerAccountLeaving
  | ContactReserved
  | UserRejection
  | PortFailure;

/** Begins a session for the phone that the code proves, and makes the account if there is none (POLICY.md C02, C07). */
export type VerifyCode = (input: VerifyCodeInput) => ResultAsync<SignedIn, VerifyCodeRefusal>;

/** How long a proof of a phone waits for a second one, in milliseconds: 10 minutes. */
const pendingMs = 10 * minuteMs;

/** Makes the use case: the right code signs up or logs in, once; a wrong one uses up a try. */
export function verifyCode(ports: SignInPorts): VerifyCode {
  return (input) =>
    safeTry(async function* () {
      const phone = yield* PhoneNumber.parse(input.phone);
      const language = yield* Language.parse(input.language ?? 'en');
      const network = yield* networkOf(input.ip);
      const typed = yield* parseTypedCode(input);
      // Before the code is used up: what the person calls the device may be refused.
      yield* draftSession(ports, input);
      const login = { kind: 'phone', phone } as const;
      const holder = holderOn(ports, input.device);
      const pending = newChallengeId(ports.ids);
      const unusable = ports.randomness.bytes(codeHashBytes);
      const demand = {
        purpose: 'log-in',
        targets: [login],
        subject: null,
        holder,
        network,
        at: ports.clock.now(),
      } as const;
      const signedIn = guessAtDoor(ports, typed, demand).andThen((right) => {
        const entered = signIn<ClosedRefusal>(ports, {
          login,
          language,
          wish: input,
          prove: (tx) =>
            useUp(ports, tx, right).map((used) => used.map(({ giveBack }): Proved => ({ last: giveBack }))),
          demandSecond: (tx, at) => {
            const expiresAt = Instant.plusMs(at, pendingMs);
            const order = {
              challenge: pending,
              purpose: 'proved-phone',
              subject: null,
              holder,
              digits: 8,
              at,
            } as const;
            const proved = { ...issueChallenge({ ...order, codeHash: unusable }), expiresAt };
            return tx.challenges.put(proved, login).map(() => ({ pending, expiresAt }));
          },
        });
        return opening(ports, right, entered).orElse((refusal) => {
          const refused = err<SignedIn, VerifyCodeRefusal>(refusal);
          return refusal.kind === 'ContactReserved'
            ? tellAgain(ports, { phone: login, challenge: typed.challenge }, demand.at)
                .orElse(() => okAsync(undefined)) // the refusal is what the person has to hear of
                .andThen(() => refused)
            : refused;
        });
      });
      return notingGuesses(ports, signedIn);
    });
}
