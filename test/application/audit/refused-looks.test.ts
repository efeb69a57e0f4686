import { describe, expect, test } from 'vitest';
import { auditTimeoutMs } from '../../../src/application/audit/audited.ts';
import { checkpointAudit } from '../../../src/application/audit/checkpoint-audit.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { revealContact } from '../../../src/application/support/reveal-contact.ts';
import { errAsync, okAsync, ResultAsync } from '../../../src/domain/result.ts';
import { staffSessionOf } from '../../staff-desk.ts';
import { signIn } from '../people.ts';
import { openWorld, refusal, value } from '../world.ts';

const staff = { staffSession: staffSessionOf('maria.k'), purpose: 'resolve-problem', caseNumber: 'CASE-1042' } as const;

async function givenWorld() {
  const world = openWorld();
  const { phone, subject } = await signIn(world);
  const asked = { ...staff, subject, fields: ['login.phone'] };
  return { world, phone, asked };
}

/** A sink whose answer never comes. */
const hung: Ports['audit'] = {
  append: () => new ResultAsync(new Promise(() => {})),
  read: () => errAsync(portFailure('AuditSink', true)),
};

describe('a look of the staff', () => {
  test('is released once the sink has its line, which stands for the entry and names nobody', async () => {
    const { world, phone, asked } = await givenWorld();
    expect(value(await revealContact(world.ports)(asked))).toEqual({ 'login.phone': phone });
    const [link] = world.rows('auditLinks') as readonly { lane: number; position: number; link: string }[];
    expect(world.witnessed).toMatchObject([{ kind: 'anchor', lane: link!.lane, position: 1, link: link!.link }]);
    expect(JSON.stringify(world.witnessed)).not.toMatch(/maria|CASE|login/);
  });

  test('is not released while the sink fails', async () => {
    const { world, asked } = await givenWorld();
    world.broken.audit = portFailure('AuditSink', false);
    const refused = await revealContact(world.ports)(asked);
    expect(refusal(refused)).toMatchObject({ kind: 'PortFailure', port: 'AuditSink', reason: 'unclear' });
  });

  test('is not released where the chain cannot be written, and nothing of it is left', async () => {
    const { world, asked } = await givenWorld();
    const { store } = world.ports;
    const failure = portFailure('DataStore', true);
    const ports: Ports = {
      ...world.ports,
      store: {
        ...store,
        transact: (work) =>
          store.transact((tx) => work({ ...tx, auditLog: { ...tx.auditLog, link: () => errAsync(failure) } })),
      },
    };
    expect(refusal(await revealContact(ports)(asked))).toEqual(failure);
    expect(world.rows('auditEntries')).toEqual([]);
    expect(world.witnessed).toEqual([]);
  });

  test('of which the sink never answers is refused in the time that there is, however many there are', async () => {
    const { world, asked } = await givenWorld();
    const beganMs = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, () => revealContact({ ...world.ports, audit: hung })(asked)),
    );
    expect(answers.filter((answer) => answer.isOk())).toEqual([]);
    // Not a measure of speed: without the limit it would wait for ever.
    expect(performance.now() - beganMs).toBeLessThan(auditTimeoutMs * 5);
  });

  test('is not released where the database hangs', async () => {
    const { world, asked } = await givenWorld();
    const { store } = world.ports;
    const ports: Ports = {
      ...world.ports,
      store: { ...store, transact: () => new ResultAsync(new Promise(() => {})) },
    };
    expect(refusal(await revealContact(ports)(asked))).toMatchObject({ port: 'AuditSink', reason: 'unclear' });
  });
});

test('a checkpoint does not wait for a sink that hangs: whatever else the worker does goes on', async () => {
  const { world } = await givenWorld();
  const hasty: Ports['deadline'] = { within: (_, work, otherwise) => world.ports.deadline.within(50, work, otherwise) };
  const made = await checkpointAudit({ ...world.ports, audit: hung, deadline: hasty })();
  expect(refusal(made)).toMatchObject({ port: 'AuditSink', reason: 'unclear' });
});

test('who lost the role between the gate and the transaction sees nothing, and nothing is on record', async () => {
  const { world, asked } = await givenWorld();
  const { store } = world.ports;
  const ports: Ports = {
    ...world.ports,
    store: {
      ...store,
      transact: (work) =>
        store.transact((tx) =>
          work({ ...tx, staff: { ...tx.staff, standing: () => okAsync(['technical'] as const) } }),
        ),
    },
  };
  expect(refusal(await revealContact(ports)(asked))).toEqual({ kind: 'StaffNotAllowed' });
  expect(world.rows('auditEntries')).toEqual([]);
  expect(world.witnessed).toEqual([]);
});

test('who may not is refused by name: who, and what they tried', async () => {
  const { world, asked } = await givenWorld();
  const refused = await revealContact(world.ports)({ ...asked, staffSession: staffSessionOf('eva.audit') });
  expect(refusal(refused)).toEqual({ kind: 'StaffNotAllowed' });
  expect(world.rows('auditEntries')).toMatchObject([
    { action: 'staff-refused', staff: 'eva.audit', about: 'reveal-contact', subject: null },
  ]);
});

test.each([
  { lane: -1, length: 0 },
  { lane: 64, length: 0 },
  { lane: 0, length: -1_000 },
  { lane: 0, length: 0.5 },
])('nothing is signed, and no look released, where the database says that a lane ends at %j', async (end) => {
  const { world, asked } = await givenWorld();
  const { store } = world.ports;
  const head = { ...end, link: '0'.repeat(64) };
  const poisoned: Ports = {
    ...world.ports,
    store: {
      ...store,
      transact: (work) =>
        store.transact((tx) => work({ ...tx, auditLog: { ...tx.auditLog, takeLane: () => okAsync(head) } })),
      auditLog: { ...store.auditLog, heads: () => okAsync([head]) },
    },
  };
  const refused = await revealContact(poisoned)(asked);
  expect(refusal(refused)).toMatchObject({ kind: 'PortFailure', port: 'DataStore', retryable: false });
  expect(world.witnessed).toEqual([]);
  value(await checkpointAudit(poisoned)());
  expect(world.witnessed, 'and the worker goes on').toMatchObject([{ kind: 'checkpoint', heads: [] }]);
});
