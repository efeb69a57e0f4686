import type { Clock } from '../../../application/ports/clock.ts';
import type { IdentityProviders, ProvedLogIn } from '../../../application/ports/identity-providers.ts';
import { Day } from '../../../domain/instant.ts';
import { onThisMachine } from '../../../domain/residency/residency.ts';
import { errAsync, okAsync } from '../../../domain/result.ts';
import { longestFrom } from '../../../domain/staff/staff-grant.ts';
import type { InvitationToken, StaffSessionToken } from '../../../domain/staff/staff-token.ts';
import { ThirdPartyIdentity } from '../../../domain/user/third-party-identity.ts';
import { type Joos, orThrow } from '../../../index.ts';
import { DemoStopped, type Stage } from './stage.ts';

/** The company's own log-in, as the demo has it: it vouches for the colleague who came back, logged in there just now. */
export function demoStaffProvider(clock: Clock): IdentityProviders {
  const issuer = 'https://login.example.com';
  return {
    residency: onThisMachine,
    authorizationUrl: ({ state }) => okAsync(`${issuer}/authorize?state=${state}`),
    redeem: ({ state }, callback) => {
      const came = new URL(callback).searchParams;
      const identity = ThirdPartyIdentity.parse({ issuer, providerSubject: came.get('code') ?? '' });
      return identity.isOk() && came.get('state') === state
        ? okAsync<ProvedLogIn>({ identity: identity.value, authenticatedAt: clock.now(), provesFreshness: true })
        : errAsync({ kind: 'IdentityNotProved' as const });
    },
    verifyIdToken: () => errAsync({ kind: 'IdentityNotProved' }),
  };
}

/** The operator appoints Ben, Ben appoints Anna and grants her a role: from then on she can answer calls. */
export async function appointStaff({ joos, clock, tell }: Stage): Promise<StaffSessionToken> {
  const first = await orThrow(joos.staff.appointFirstOfficer({ staff: 'ben.legal' }));
  if (first.invitation === null) throw new DemoStopped('Somebody was here before');
  const officer = await signIn(joos, 'ben', first.invitation);
  const { invitation } = await orThrow(joos.staff.appointStaff({ staffSession: officer, staff: 'anna.support' }));
  const until = longestFrom(Day.ofInstant(clock.now()));
  const grant = { staff: 'anna.support', role: 'support', reason: 'new-duty', until } as const;
  await orThrow(joos.staff.grantRole({ staffSession: officer, ...grant }));
  tell(
    'Anna is appointed to support',
    'Ben, the privacy officer, invited her by name and granted her the role, for a reason and for a year at most.',
    'She signs in at the company’s own log-in; who is not signed in, or has no role for it, sees nothing.',
  );
  return signIn(joos, 'anna', invitation);
}

async function signIn(joos: Joos, colleague: string, invitation: InvitationToken): Promise<StaffSessionToken> {
  const { attempt, url } = await orThrow(joos.staff.beginStaffSignIn({ provider: 'company' }));
  const state = new URL(url).searchParams.get('state') ?? '';
  const callback = `http://127.0.0.1/signed-in?state=${state}&code=${colleague}`;
  const { staffSession } = await orThrow(joos.staff.signInStaff({ attempt, callback, invitation }));
  return staffSession;
}
