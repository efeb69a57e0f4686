import type { Instant } from '../../domain/instant.ts';
import type { Placed } from '../../domain/residency/residency.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { ProviderLogIn } from '../../domain/session/provider-log-in.ts';
import type { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import type { PortFailure } from './port-failure.ts';

/**
 * The companies by whose login people may come in (POLICY.md C03), each under a name that the host gave it, such as
 * `google`. An identity that one of them proves is issuer and subject and nothing else: no email address is asked for or
 * taken over, so none can link anything. When the person logged in there is told, not judged: that is the core's.
 */
export interface IdentityProviders extends Placed {
  /** Where to send the person's browser: authorization code with PKCE, state and nonce (OpenID Connect Core, RFC 7636). */
  authorizationUrl(attempt: LogInAttempt): ResultAsync<string, UnknownProvider | PortFailure>;
  /** Redeems the code in the address that the browser came back to, and verifies the ID token that comes for it. */
  redeem(
    attempt: LogInAttempt,
    callback: string,
  ): ResultAsync<ProvedLogIn, UnknownProvider | IdentityNotProved | PortFailure>;
  /** Verifies an ID token that a native app got from the provider by itself, with the nonce of this attempt in it. */
  verifyIdToken(
    attempt: LogInAttempt,
    idToken: string,
  ): ResultAsync<ProvedLogIn, UnknownProvider | IdentityNotProved | PortFailure>;
}

/** One log-in with a provider, from the address that it begins at to the identity that it ends with. */
export interface LogInAttempt {
  /** The host's name for the provider. */
  readonly provider: string;
  /** 43 characters of base64url, as are the nonce and the verifier: bound to whoever began, and of use once. */
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Where the person has to show the provider anew who they are, since when: it is asked for that. Null where a running log-in will do. */
  readonly freshSince: Instant | null;
}

/** Whom a provider vouches for, and what it says of when they logged in there. */
export interface ProvedLogIn extends ProviderLogIn {
  readonly identity: ThirdPartyIdentity;
}

/** No provider goes by that name here. */
export interface UnknownProvider {
  readonly kind: 'UnknownProvider';
}

/** The provider does not vouch for anybody, or what came is not from it, not for us, or not of this attempt. */
export interface IdentityNotProved {
  readonly kind: 'IdentityNotProved';
}
