import type { SignedIn } from '../../src/application/accounts/sign-in.ts';
import type { Clock } from '../../src/application/ports/clock.ts';
import type { IdentityProviders } from '../../src/application/ports/identity-providers.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { errAsync, okAsync } from '../../src/domain/result.ts';
import { ThirdPartyIdentity } from '../../src/domain/user/third-party-identity.ts';
import type { Joos } from '../../src/index.ts';
import { orThrow } from '../../src/index.ts';

/** Somebody as a third party knows them. */
export interface Identity {
  readonly issuer: string;
  readonly providerSubject: string;
}

/** Providers that vouch for whoever a token names, as logged in there just now: what they do for real is tested with them. */
export function trustingProviders({ now }: Clock): IdentityProviders {
  return {
    residency: onThisMachine,
    authorizationUrl: ({ provider, state }) => okAsync(`https://${provider}.joos.test/authorize?state=${state}`),
    redeem: () => errAsync({ kind: 'IdentityNotProved' }),
    verifyIdToken: (_attempt, idToken) => {
      const [issuer = '', providerSubject = '', ...more] = idToken.split(' ');
      const identity = ThirdPartyIdentity.parse({ issuer, providerSubject });
      return identity.isErr() || more.length > 0
        ? errAsync({ kind: 'IdentityNotProved' })
        : okAsync({ identity: identity.value, authenticatedAt: now(), provesFreshness: true });
    },
  };
}

/** The token by which {@link trustingProviders} vouch for somebody. */
export const tokenOf = ({ issuer, providerSubject }: Identity): string => `${issuer} ${providerSubject}`;

/** Logs in, or signs up, whom a provider vouches for. */
export async function logInAs(accounts: Joos['accounts'], identity: Identity): Promise<SignedIn> {
  const { attempt } = await orThrow(accounts.beginThirdParty({ provider: 'any', purpose: 'log-in' }));
  return orThrow(accounts.logInWithThirdParty({ attempt, idToken: tokenOf(identity) }));
}
