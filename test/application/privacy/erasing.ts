import type { Ports } from '../../../src/application/ports/ports.ts';
import { approveHold } from '../../../src/application/privacy/approve-hold.ts';
import { continueErasures, type ErasuresContinued } from '../../../src/application/privacy/continue-erasures.ts';
import { endHold } from '../../../src/application/privacy/end-hold.ts';
import type { HoldReach } from '../../../src/application/privacy/hold-report.ts';
import { placeHold } from '../../../src/application/privacy/place-hold.ts';
import type { ErasureCertificate } from '../../../src/domain/deletion/certificate.ts';
import type { Erasure } from '../../../src/domain/deletion/erasure.ts';
import type { ErasureId, HoldId, SubjectId } from '../../../src/domain/ids.ts';
import type { TypedHoldScope } from '../../../src/domain/legal-hold/legal-hold.ts';
import { staffSessionOf } from '../../staff-desk.ts';
import type { RentalWorld } from '../rental-world.ts';
import { value } from '../world.ts';

const anna = { staffSession: staffSessionOf('anna.support'), caseNumber: 'CASE-1042' };
const ben = { staffSession: staffSessionOf('ben.legal'), caseNumber: 'CASE-1042' };

/** A world whose ports are these where they are named. */
export function withPorts(world: RentalWorld, ports: Partial<Ports>): RentalWorld {
  return { ...world, ports: { ...world.ports, ...ports } };
}

/** One round of a worker. */
export async function carriedOn(ports: Ports): Promise<ErasuresContinued> {
  return value(await continueErasures(ports)({ limit: 5 }));
}

export async function erasureOf(world: RentalWorld, erasure: ErasureId): Promise<Erasure> {
  const found = value(await world.ports.store.reads.erasure(erasure));
  if (found === null) throw new Error('Nobody knows of this erasure');
  return found;
}

/** The certificate, or null. */
export async function certificateOf(world: RentalWorld, erasure: ErasureId): Promise<ErasureCertificate | null> {
  // sound: the signer of this world writes the certificate down as it is
  return JSON.parse(value(await world.ports.vault.certificateOf(erasure)) ?? 'null') as ErasureCertificate | null;
}

export async function certified(world: RentalWorld, erasure: ErasureId): Promise<ErasureCertificate> {
  const certificate = await certificateOf(world, erasure);
  if (certificate === null) throw new Error('There is no certificate');
  return certificate;
}

/** A hold that waits for its second person. */
export async function placed(world: RentalWorld, subject: SubjectId, scope: TypedHoldScope): Promise<HoldId> {
  const claim = { ...anna, person: { subject }, basis: 'legal-claim', until: '2027-03-31', ...scope };
  return value(await placeHold(world.ports)(claim)).hold;
}

export async function approved(world: RentalWorld, hold: HoldId): Promise<HoldReach> {
  return value(await approveHold(world.ports)({ ...ben, hold })).reach;
}

/** A hold that stops what it names. */
export async function held(world: RentalWorld, subject: SubjectId, scope: TypedHoldScope): Promise<HoldId> {
  const hold = await placed(world, subject, scope);
  await approved(world, hold);
  return hold;
}

export async function released(world: RentalWorld, hold: HoldId): Promise<void> {
  value(await endHold(world.ports)({ ...ben, hold }));
}
