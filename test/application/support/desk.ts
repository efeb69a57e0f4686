import { randomBytes, randomUUID } from 'node:crypto';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { staffTokenHash } from '../../../src/application/staff/staff-hashes.ts';
import { addNote } from '../../../src/application/support/add-note.ts';
import { openCase } from '../../../src/application/support/open-case.ts';
import { confirmCaller, verifyCaller } from '../../../src/application/support/verify-caller.ts';
import { GrantId } from '../../../src/domain/ids.ts';
import { dayMs, Instant } from '../../../src/domain/instant.ts';
import { ok, safeTry } from '../../../src/domain/result.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import type { StaffIdentityHash } from '../../../src/domain/staff/staff-member.ts';
import type { StaffRole } from '../../../src/domain/staff/staff-role.ts';
import { newStaffSession } from '../../../src/domain/staff/staff-session.ts';
import { StaffSessionToken } from '../../../src/domain/staff/staff-token.ts';
import type { Person } from '../people.ts';
import { lastCode, value, type World } from '../world.ts';

type StorePorts = Pick<Ports, 'store' | 'hashing' | 'clock'>;

/** Makes somebody a member of the staff with these roles, and signs them in. */
export async function staffAt(
  ports: StorePorts,
  roles: readonly StaffRole[] = ['support'],
  name = 'anna.support',
): Promise<StaffSessionToken> {
  const staff = value(StaffId.parse(name));
  const at = ports.clock.now();
  const token = StaffSessionToken.fromBytes(randomBytes(32));
  const identity = randomBytes(32).toString('hex') as StaffIdentityHash; // sound: 64 hex digits
  await ports.store
    .transact((tx) =>
      safeTry(async function* () {
        yield* tx.staff.holdRegister();
        const appointed = { staff, appointedBy: null, appointedAt: at };
        yield* tx.staff.save({ kind: 'active', ...appointed, identity, joinedAt: at });
        for (const role of roles) {
          const grant = value(GrantId.parse(randomUUID()));
          const expiresAt = Instant.plusMs(at, 300 * dayMs);
          yield* tx.staff.saveGrant({
            grant,
            staff,
            role,
            grantedBy: null,
            reason: 'new-duty',
            grantedAt: at,
            expiresAt,
            revoked: null,
          });
        }
        yield* tx.staff.startSession(staffTokenHash(ports, token), newStaffSession(staff, at));
        return ok(undefined);
      }),
    )
    .unwrapOr(undefined);
  return token;
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
