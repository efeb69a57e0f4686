import { appointFirstOfficer } from '../../../src/application/staff/appoint-first-officer.ts';
import { appointStaff } from '../../../src/application/staff/appoint-staff.ts';
import { type GrantRoleInput, grantRole } from '../../../src/application/staff/grant-role.ts';
import { beginStaffSignIn, type SignInStaffInput, signInStaff } from '../../../src/application/staff/sign-in-staff.ts';
import { plusPeriod } from '../../../src/domain/calendar.ts';
import { Day } from '../../../src/domain/instant.ts';
import type { StaffRole } from '../../../src/domain/staff/staff-role.ts';
import type { InvitationToken, StaffSessionToken } from '../../../src/domain/staff/staff-token.ts';
import type { Claims } from '../fake-identities.ts';
import { openWorld, value, type World } from '../world.ts';

/** A company whose staff comes in by the front door: appointed, invited, and signed in at the company's provider. */
export interface Company {
  readonly world: World;
  /** Jo, the first privacy officer. */
  readonly jo: StaffSessionToken;
}

/** Opens a company in which Jo is privacy officer and nobody agrees to anything unasked. */
export async function openCompany(): Promise<Company> {
  const world = openWorld();
  world.colleagues.agree = false;
  const { invitation } = value(await appointFirstOfficer(world.ports)({ staff: 'jo.miller' }));
  if (invitation === null) throw new Error('Jo was here before');
  return { world, jo: await signedIn(world, 'jo', invitation) };
}

/** What somebody brings back from the company's provider: a callback for an attempt of theirs. */
export async function comesBack(
  world: World,
  who: string,
  more: Partial<Claims> & { readonly provider?: string } = {},
): Promise<SignInStaffInput> {
  const { provider = 'company', ...claims } = more;
  const { attempt, url } = value(await beginStaffSignIn(world.ports)({ provider }));
  const asked = new URL(url).searchParams;
  const said: Claims = {
    issuer: 'https://login.company.example',
    providerSubject: who,
    nonce: asked.get('nonce') ?? '',
    authTime: world.ports.clock.now(),
    ...claims,
  };
  const callback = new URL('http://127.0.0.1/signed-in');
  callback.searchParams.set('state', asked.get('state') ?? '');
  callback.searchParams.set('code', JSON.stringify(said));
  return { attempt, callback: callback.href };
}

/** Signs somebody in. */
export async function signedIn(world: World, who: string, invitation?: InvitationToken): Promise<StaffSessionToken> {
  const { staffSession } = value(await signInStaff(world.ports)({ ...(await comesBack(world, who)), invitation }));
  return staffSession;
}

/** Jo appoints somebody, who comes in, and grants them roles; a second privacy officer is the operator's to appoint. */
export async function appointed(
  { world, jo }: Company,
  staff: string,
  roles: readonly StaffRole[] = [],
): Promise<StaffSessionToken> {
  const { invitation } = value(await appointStaff(world.ports)({ staffSession: jo, staff }));
  const session = await signedIn(world, staff, invitation);
  for (const role of roles) {
    if (role === 'privacy-officer') value(await appointFirstOfficer(world.ports)({ staff }));
    else value(await grantRole(world.ports)(granting({ world, jo }, staff, role)));
  }
  return session;
}

/** What Jo types to grant a role for a year. */
export function granting({ world, jo }: Company, staff: string, role: string): GrantRoleInput {
  const until = plusPeriod(Day.ofInstant(world.ports.clock.now()), 'P1Y');
  return { staffSession: jo, staff, role, reason: 'new-duty', until };
}
