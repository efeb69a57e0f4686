import type { IdentityProviders, LogInAttempt, ProvedLogIn } from '../../src/application/ports/identity-providers.ts';
import type { PortFailure } from '../../src/application/ports/port-failure.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { err, errAsync, ok, type Result } from '../../src/domain/result.ts';
import { ThirdPartyIdentity } from '../../src/domain/user/third-party-identity.ts';

/** What the provider signs, in the tests: a JSON text of this, as an ID token or as the code in a callback. */
export interface Claims {
  readonly issuer: string;
  readonly providerSubject: string;
  readonly nonce: string;
  /** When the person showed the provider who they are, in milliseconds; left out where the provider does not say. */
  readonly authTime?: number;
  /** Providers tell of addresses, and not all of them know whose they are: nobody here looks. */
  readonly email?: string;
  readonly emailVerified?: boolean;
}

/** How the providers are today. */
export interface ProviderMood {
  /** False: they vouch for nobody. */
  vouch: boolean;
  /** They do not answer. */
  down?: PortFailure;
}

type NotProved = { readonly kind: 'IdentityNotProved' };
const notProved: Result<ProvedLogIn, NotProved> = err({ kind: 'IdentityNotProved' });

/** The providers that this host has; each signs for every issuer that a test wants, which real ones do not. */
const ofPeople = ['login', 'other', 'timeless'];

/**
 * Three providers that vouch for whoever a text says, if it holds the nonce of the attempt: `login` and `other`, which say
 * when somebody logged in there, and `timeless`, of which the host knows that it does not.
 */
export function fakeIdentities(mood: ProviderMood, names: readonly string[] = ofPeople): IdentityProviders {
  const asked = <Answer, Refusal>(attempt: LogInAttempt, answer: () => Result<Answer, Refusal>) => {
    if (mood.down !== undefined) return errAsync(mood.down);
    return names.includes(attempt.provider)
      ? answer().asyncMap((found) => Promise.resolve(found))
      : errAsync({ kind: 'UnknownProvider' as const });
  };
  const proved = (attempt: LogInAttempt, text: string) => (mood.vouch ? read(attempt, text) : notProved);
  return {
    residency: onThisMachine,
    authorizationUrl: (attempt) =>
      asked(attempt, () => {
        const url = new URL(`https://${attempt.provider}.example.org/authorize`);
        url.searchParams.set('state', attempt.state);
        url.searchParams.set('nonce', attempt.nonce);
        if (attempt.freshSince !== null) url.searchParams.set('max_age', '0');
        return ok(url.href);
      }),
    redeem: (attempt, callback) =>
      asked(attempt, () => {
        const came = URL.canParse(callback) ? new URL(callback).searchParams : new URLSearchParams();
        return came.get('state') === attempt.state ? proved(attempt, came.get('code') ?? '') : notProved;
      }),
    verifyIdToken: (attempt, idToken) => asked(attempt, () => proved(attempt, idToken)),
  };
}

function read({ nonce, provider }: LogInAttempt, text: string): Result<ProvedLogIn, NotProved> {
  const claims = JSON.parse(text) as Claims; // the tests write them
  if (claims.nonce !== nonce) return notProved;
  const provesFreshness = provider !== 'timeless';
  const authenticatedAt = (claims.authTime ?? null) as Instant | null; // the tests take it from the clock
  return ThirdPartyIdentity.parse(claims)
    .map((identity) => ({ identity, authenticatedAt, provesFreshness }))
    .orElse(() => notProved);
}
