import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { InvalidDeviceName } from '../../domain/session/device-name.ts';
import { type InvalidLanguage, Language } from '../../domain/user/language.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { ContactReserved } from './contact-reserved.ts';
import {
  draftSession,
  type FormerAccountLeaving,
  type SecondProofNeeded,
  type SessionWish,
  type SignedIn,
  type SignInPorts,
  signIn,
} from './sign-in.ts';
import { type AnswerRefusal, proveIdentity, type ThirdPartyAnswer } from './third-party-attempt.ts';

/**
 * A login by a third party (POLICY.md C03), begun with `beginThirdParty` for `log-in`. An email address that the provider
 * tells is no part of it: identity is issuer and subject, and nothing else opens or links an account.
 */
export type LogInWithThirdPartyInput = SessionWish &
  ThirdPartyAnswer & {
    /** For a new account; English if not given. */
    readonly language?: string | undefined;
  };

/** Why no session begins. */
export type LogInWithThirdPartyRefusal =
  | AnswerRefusal
  | InvalidLanguage
  | InvalidDeviceName
  | FormerAccountLeaving
  | UserRejection
  | PortFailure;

/** Begins a session for whom the identity belongs to, and makes the account if there is none; no phone is asked for. */
export type LogInWithThirdParty = (
  input: LogInWithThirdPartyInput,
) => ResultAsync<SignedIn, LogInWithThirdPartyRefusal>;

/**
 * Makes the use case: signs up or logs in. The session may do what asks for a fresh proof (see `isElevated`) only from when
 * the person logged in at the provider, as the provider says, and not at all where it does not say: then step up.
 */
export function logInWithThirdParty(ports: SignInPorts & Pick<Ports, 'identities'>): LogInWithThirdParty {
  return (input) =>
    safeTry(async function* () {
      const language = yield* Language.parse(input.language ?? 'en');
      // Before the attempt is used up: what the person calls the device may be refused.
      yield* draftSession(ports, input);
      const { identity, authenticatedAt } = yield* proveIdentity(ports, input, 'log-in');
      const signedIn = yield* signIn<never>(ports, {
        login: { kind: 'third-party', identity },
        language,
        wish: input,
        provedAt: authenticatedAt, // a log-in that runs there for days proves nothing of now
        prove: () => okAsync(ok({ last: () => okAsync(undefined) })), // the provider did
      }).mapErr((refusal) => refusal as Exclude<typeof refusal, SecondProofNeeded | ContactReserved>); // asked of phones alone
      return ok(signedIn);
    });
}
