import type { Ports } from '../../../src/application/ports/ports.ts';
import { addNote } from '../../../src/application/support/add-note.ts';
import { openCase } from '../../../src/application/support/open-case.ts';
import { confirmCaller, verifyCaller } from '../../../src/application/support/verify-caller.ts';
import type { StaffRole } from '../../../src/domain/staff/staff-role.ts';
import type { StaffSessionToken } from '../../../src/domain/staff/staff-token.ts';
import { seat } from '../../staff-desk.ts';
import type { Person } from '../people.ts';
import { lastCode, value, type World } from '../world.ts';

/** Signs a member of the staff in who has these roles. */
export async function staffAt(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  roles: readonly StaffRole[] = ['support'],
  name = 'anna.support',
): Promise<StaffSessionToken> {
  return value(await seat(store, name, roles, clock.now()));
}

/** A case of a person's, and who works on it. */
export interface Desk {
  readonly staffSession: StaffSessionToken;
  readonly caseNumber: string;
}

/** Opens a case of a person's. */
export async function deskOf(
  world: World,
  { subject }: Pick<Person, 'subject'>,
  staffSession: StaffSessionToken,
  topic = 'rental',
): Promise<Desk> {
  const { supportCase } = value(await openCase(world.ports)({ staffSession, person: { subject }, topic }));
  return { staffSession, caseNumber: supportCase.caseNumber };
}

/** The caller reads out the code that went to the person's own phone. */
export async function verifiedAt(world: World, desk: Desk): Promise<void> {
  const { challenge } = value(await verifyCaller(world.ports)(desk));
  value(await confirmCaller(world.ports)({ ...desk, challenge, code: lastCode(world.texts) }));
}

/** Notes something in a case. */
export async function noted(world: World, desk: Desk, text: string): Promise<void> {
  value(await addNote(world.ports)({ ...desk, text }));
}
