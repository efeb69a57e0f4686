import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { audited } from '../../../src/application/audit/audited.ts';
import { chaining } from '../../../src/application/audit/chaining.ts';
import { checkpointAudit } from '../../../src/application/audit/checkpoint-audit.ts';
import { verifyAudit } from '../../../src/application/audit/verify-audit.ts';
import type { AuditPlace } from '../../../src/application/ports/transaction.ts';
import { purgeRowsOf } from '../../../src/application/privacy/purge-rows-of.ts';
import { noteRisk } from '../../../src/application/risk/note-risk.ts';
import type { AuditSeal } from '../../../src/domain/audit/seal.ts';
import type { AuditFaultKind } from '../../../src/domain/audit/verify-log.ts';
import type { EntryId, ErasureId, SubjectId } from '../../../src/domain/ids.ts';
import { ok, okAsync, safeTry } from '../../../src/domain/result.ts';
import { type RiskEvent, riskText } from '../../../src/domain/risk/risk-event.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';
import { colleagues, seat } from '../../staff-desk.ts';
import { fence, type Person } from '../people.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld } from '../rental-world.ts';
import { value } from '../world.ts';
import { carriedOn, erasureOf, held, released } from './erasing.ts';

const maria = StaffId.parse('maria.k')._unsafeUnwrap();

const riskOf = async (world: RentalWorld, { subject }: Person): Promise<void> =>
  value(await noteRisk(world.ports, { kind: 'identity-refused', subject }));

async function faultsIn(world: RentalWorld): Promise<readonly AuditFaultKind[]> {
  value(await checkpointAudit(world.ports)());
  const { faults } = value(await verifyAudit({ ...world.ports, auditLog: world.ports.store.auditLog })());
  return faults.map(({ kind }) => kind);
}

/** A risk that stands in the chain as that of one account, and in its row as that of another: what a database can be made to say. */
async function planted(world: RentalWorld, linkedTo: SubjectId | null, { subject }: Person): Promise<void> {
  const { ports } = world;
  const at = ports.clock.now();
  const event: RiskEvent = {
    event: randomUUID() as EntryId, // sound: a UUID
    kind: 'limit-hit',
    rule: null,
    subject: linkedTo,
    at,
  };
  value(
    await ports.store.transact((tx) =>
      safeTry(async function* () {
        const place = yield* chaining(ports, tx).append('risk', riskText(event), at);
        yield* tx.riskEvents.append(yield* tx.doors.bySubject(subject), event, place);
        return ok(undefined);
      }),
    ),
  );
}

describe('a risk that goes with its account', () => {
  test('leaves the log whole, and a word that names nobody', async () => {
    const world = openRentalWorld();
    const [person, other] = [await givenRider(world), await givenRider(world)];
    await riskOf(world, person);
    await riskOf(world, other);
    await leave(world, person);
    expect(await faultsIn(world)).toEqual([]);
    expect(world.rows('riskEvents')).toHaveLength(1);
    expect(world.rows('auditDisposals')).toHaveLength(1);
    expect(JSON.stringify(world.rows('auditDisposals'))).not.toContain(person.subject);
  });

  test('has no seal to give to another one that was put into its row', async () => {
    const world = openRentalWorld();
    const [thief, victim] = [await givenRider(world), await givenRider(world)];
    await planted(world, null, thief);
    await planted(world, victim.subject, thief);
    expect(await faultsIn(world)).toEqual(['record-changed', 'record-changed']);
    await leave(world, thief);
    expect(world.rows('auditDisposals')).toEqual([]);
    expect(await faultsIn(world), 'and what was found is not laundered').toEqual(['record-missing', 'record-missing']);
  });

  test('has none for what staff did, whatever row stands at its place', async () => {
    const world = openRentalWorld();
    const { ports } = world;
    const thief = await givenRider(world);
    value(await seat(ports.store, maria, colleagues[maria] ?? [], ports.clock.now()));
    value(await audited(ports, (_tx, record) => record({ action: 'find-person', staff: maria })));
    const at = ports.clock.now();
    const event: RiskEvent = {
      event: randomUUID() as EntryId,
      kind: 'limit-hit',
      rule: null,
      subject: thief.subject,
      at,
    }; // sound: as above
    value(
      await ports.store.transact((tx) =>
        safeTry(async function* () {
          const place = { lane: 0, position: 1, salt: 'ab'.repeat(16) };
          yield* tx.riskEvents.append(yield* tx.doors.bySubject(thief.subject), event, place);
          return ok(undefined);
        }),
      ),
    );
    await leave(world, thief);
    expect(world.rows('auditDisposals')).toEqual([]);
    expect(await faultsIn(world)).toEqual([]);
  });

  test('stays as long as the account’s key is there, whoever says that somebody is leaving', async () => {
    const world = openRentalWorld();
    const victim = await givenRider(world);
    await riskOf(world, victim);
    await fence(world, victim);
    const planned = { erasure: randomUUID() as ErasureId, subject: victim.subject }; // sound: as above
    value(await purgeRowsOf(world.ports, planned, { orders: [], categories: [] }));
    expect(world.rows('auditDisposals')).toEqual([]);
    expect(world.rows('riskEvents')).toHaveLength(1);
    expect(await faultsIn(world)).toEqual([]);
  });

  test('waits for the end of a hold on the person, and goes then', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await riskOf(world, person);
    const hold = await held(world, person.subject, { scope: 'person' });
    const { erasure } = await leave(world, person);
    expect(world.rows('riskEvents')).toHaveLength(1);
    expect(await faultsIn(world)).toEqual([]);
    await released(world, hold);
    await carriedOn(world.ports);
    expect((await erasureOf(world, erasure)).state).toBe('certified');
    expect(world.rows('riskEvents')).toEqual([]);
    expect(world.rows('auditDisposals')).toHaveLength(1);
    expect(await faultsIn(world)).toEqual([]);
  });

  test('has none where the rows show one that is somebody else’s', async () => {
    const world = openRentalWorld();
    const [thief, victim] = [await givenRider(world), await givenRider(world)];
    await riskOf(world, victim);
    // A view in the place of the table: asked for the thief's rows it shows the victim's, as they are.
    const { disposal } = world.ports.store;
    const [row] = world.rows('riskEvents') as readonly (RiskEvent & { readonly place: AuditPlace })[]; // sound: its rows
    const [link] = value(await world.ports.store.auditLog.links(0, 0, 1));
    if (row === undefined || link === undefined) throw new Error('A risk was noted');
    const { place, ...event } = row;
    const answers: (AuditSeal | null)[] = [];
    const shown: typeof disposal = {
      ...disposal,
      purge: (erasure, subject, left, at, seal) =>
        (seal === null ? okAsync(null) : seal(link, { ...event, salt: place.salt })).andThen((sealed) => {
          answers.push(sealed);
          return disposal.purge(erasure, subject, left, at, seal);
        }),
    };
    await leave(world, thief, { ...world.ports, store: { ...world.ports.store, disposal: shown } });
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.every((sealed) => sealed === null)).toBe(true);
  });
});
