import type {
  IdentityNotProved,
  IdentityProviders,
  LogInAttempt,
  ProvedLogIn,
  UnknownProvider,
} from '../../src/application/ports/identity-providers.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { err, ok, type Result } from '../../src/domain/result.ts';
import { ThirdPartyIdentity } from '../../src/domain/user/third-party-identity.ts';
import type { Identity } from './trusting-providers.ts';
import { letterRun } from './typed-values.ts';

/**
 * Three companies, each of which signs for its own issuer alone. `lax` vouches for whatever anybody says there, and does not
 * say when they logged in.
 */
export const issuers: Readonly<Record<string, string>> = {
  north: 'https://north.joos.test',
  south: 'https://south.joos.test',
  lax: 'https://lax.joos.test',
};
export const nameOf = ({ issuer }: Identity): string =>
  Object.keys(issuers).find((name) => issuers[name] === issuer) ?? 'north';

/** What somebody takes along from a provider: an address for a browser to go back to, and a token for an app to hand over. */
export interface Vouched {
  readonly callback: string;
  readonly idToken: string;
}

export interface Providers {
  readonly port: IdentityProviders;
  /** Somebody follows the address of an attempt and is taken there for this subject; when they showed who they are. */
  readonly vouch: (url: string, providerSubject: string, authTime: Instant) => Vouched;
}

interface Claims extends Identity {
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly authTime: Instant;
}

const notProved: Result<ProvedLogIn, IdentityNotProved> = err({ kind: 'IdentityNotProved' });

/**
 * Providers that hold to OpenID Connect as far as it is about whose answer belongs to what: a token or a code is of use for
 * the attempt alone that it was given for, a code once, and both only where the company asked is the one that gave them.
 * Nobody makes up one: each is a random text that they know. That signatures are verified is tested with the adapter.
 */
export function strictProviders(): Providers {
  const begun = new Map<string, LogInAttempt>();
  const tokens = new Map<string, Claims>();
  const codes = new Map<string, Claims>();
  const asked = <Answer, Refusal>(attempt: LogInAttempt, answer: () => Result<Answer, Refusal>) =>
    (Object.hasOwn(issuers, attempt.provider)
      ? answer()
      : err<Answer, UnknownProvider>({ kind: 'UnknownProvider' })
    ).asyncMap((value) => Promise.resolve(value));
  const proved = (
    { provider, nonce }: LogInAttempt,
    claims: Claims | undefined,
  ): Result<ProvedLogIn, IdentityNotProved> => {
    if (claims === undefined || claims.issuer !== issuers[provider] || claims.nonce !== nonce) return notProved;
    const provesFreshness = provider !== 'lax';
    const authenticatedAt = provesFreshness ? claims.authTime : null;
    return ThirdPartyIdentity.parse(claims)
      .map((identity): ProvedLogIn => ({ identity, authenticatedAt, provesFreshness }))
      .orElse(() => notProved);
  };
  return {
    port: {
      residency: onThisMachine,
      authorizationUrl: (attempt) =>
        asked(attempt, () => {
          const request = letterRun(24);
          begun.set(request, attempt);
          return ok(`${issuers[attempt.provider] ?? ''}/authorize?request=${request}&state=${attempt.state}`);
        }),
      redeem: (attempt, callback) =>
        asked(attempt, () => {
          const came = new URL(callback).searchParams;
          const code = came.get('code') ?? '';
          if (came.get('state') !== attempt.state) return notProved;
          const claims = codes.get(code);
          codes.delete(code);
          return claims?.codeVerifier === attempt.codeVerifier ? proved(attempt, claims) : notProved;
        }),
      verifyIdToken: (attempt, idToken) => asked(attempt, () => proved(attempt, tokens.get(idToken))),
    },
    vouch: (url, providerSubject, authTime) => {
      const { origin, searchParams } = new URL(url);
      const attempt = begun.get(searchParams.get('request') ?? '');
      if (attempt === undefined) throw new Error('Nobody began this');
      const { nonce, codeVerifier, state } = attempt;
      const claims: Claims = { issuer: origin, providerSubject, nonce, codeVerifier, authTime };
      const idToken = letterRun(32);
      const code = letterRun(32);
      tokens.set(idToken, claims);
      codes.set(code, claims);
      return { callback: `https://app.joos.test/back?state=${state}&code=${code}`, idToken };
    },
  };
}
