import type {
  IdentityProviders,
  LogInAttempt,
  ProvedLogIn,
} from '../../../src/application/ports/identity-providers.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { err, ok, type Result } from '../../../src/domain/result.ts';
import { ThirdPartyIdentity } from '../../../src/domain/user/third-party-identity.ts';

/** What the fake provider signs: in the tests an ID token, or the code in a callback, is this as a JSON text. */
export interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly nonce: string;
  /** Of a log-in there, in milliseconds; left out where the provider does not say. */
  readonly authTime?: number;
}

/** The issuer behind a name. */
export function issuerOf(provider: string): string {
  return `https://${provider}.example.org`;
}

/** Two providers that vouch for whatever a test says, as strictly as the real ones: `login` and `other`. */
export const fakeProviders: IdentityProviders = {
  residency: onThisMachine,
  authorizationUrl: (attempt) =>
    known(attempt)
      .map(({ provider, state, nonce }) => {
        const url = new URL(`${issuerOf(provider)}/authorize`);
        url.searchParams.set('state', state);
        url.searchParams.set('nonce', nonce);
        return url.href;
      })
      .asyncMap((url) => Promise.resolve(url)),
  redeem: (attempt, callback) =>
    known(attempt)
      .andThen(() => {
        const came = URL.canParse(callback) ? new URL(callback).searchParams : new URLSearchParams();
        return came.get('state') === attempt.state ? proved(attempt, came.get('code') ?? '') : notProved;
      })
      .asyncMap((identity) => Promise.resolve(identity)),
  verifyIdToken: (attempt, idToken) =>
    known(attempt)
      .andThen(() => proved(attempt, idToken))
      .asyncMap((identity) => Promise.resolve(identity)),
};

const notProved = err({ kind: 'IdentityNotProved' } as const);

function known(attempt: LogInAttempt): Result<LogInAttempt, { readonly kind: 'UnknownProvider' }> {
  return ['login', 'other'].includes(attempt.provider) ? ok(attempt) : err({ kind: 'UnknownProvider' });
}

function proved(
  { provider, nonce }: LogInAttempt,
  token: string,
): Result<ProvedLogIn, { readonly kind: 'IdentityNotProved' }> {
  let claims: Partial<Claims> | null = null;
  try {
    claims = JSON.parse(token) as Partial<Claims> | null; // whatever it is: looked at below
  } catch {
    return notProved;
  }
  const { iss, sub, nonce: shown, authTime } = claims ?? {};
  if (iss !== issuerOf(provider) || shown !== nonce || typeof sub !== 'string') return notProved;
  const authenticatedAt = typeof authTime === 'number' ? Instant.ofEpochMs(authTime).unwrapOr(null) : null;
  return ThirdPartyIdentity.parse({ issuer: iss, providerSubject: sub })
    .map((identity) => ({ identity, authenticatedAt, provesFreshness: true }))
    .mapErr(() => ({ kind: 'IdentityNotProved' }) as const);
}
