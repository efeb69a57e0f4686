import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type InvalidLanguage, Language } from '../../domain/user/language.ts';
import { type InvalidThirdPartyIdentity, ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { type FormerAccountLeaving, type SignedIn, type SignInPorts, signIn } from './sign-in.ts';

/**
 * A login by a third party (POLICY.md C03). The host has already proved the identity to itself, by checking the provider's
 * signature; the core takes its word. An email address that the provider tells is no part of it: it links nothing.
 */
export interface LogInWithThirdPartyInput {
  readonly identity: { readonly issuer: string; readonly providerSubject: string };
  /** For a new account; English if not given. */
  readonly language?: string | undefined;
}

/** Why no session begins, though the host vouches for the identity. */
export type LogInWithThirdPartyRefusal =
  | InvalidThirdPartyIdentity
  | InvalidLanguage
  | FormerAccountLeaving
  | UserRejection
  | PortFailure;

/** Begins a session for whom the identity belongs to, and makes the account if there is none; no phone is asked for. */
export type LogInWithThirdParty = (
  input: LogInWithThirdPartyInput,
) => ResultAsync<SignedIn, LogInWithThirdPartyRefusal>;

/** Makes the use case: signs up or logs in. */
export function logInWithThirdParty(ports: SignInPorts): LogInWithThirdParty {
  return (input) =>
    safeTry(async function* () {
      const identity = yield* ThirdPartyIdentity.parse(input.identity);
      const language = yield* Language.parse(input.language ?? 'en');
      const signedIn = yield* signIn<never>(ports, {
        login: { kind: 'third-party', identity },
        language,
        prove: () => okAsync(ok(undefined)), // the host did
      });
      return ok(signedIn);
    });
}
