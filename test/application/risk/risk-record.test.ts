import { describe, expect, test } from 'vitest';
import { requestCode } from '../../../src/application/accounts/request-code.ts';
import { stepUp } from '../../../src/application/accounts/step-up.ts';
import { verifyCode } from '../../../src/application/accounts/verify-code.ts';
import { verifyAudit } from '../../../src/application/audit/verify-audit.ts';
import { type PortFailure, portFailure } from '../../../src/application/ports/port-failure.ts';
import { noteRisk } from '../../../src/application/risk/note-risk.ts';
import { riskEvents } from '../../../src/application/risk/risk-events.ts';
import { hourMs, minuteMs } from '../../../src/domain/instant.ts';
import { ResultAsync } from '../../../src/domain/result.ts';
import { type RiskKind, riskKinds } from '../../../src/domain/risk/risk-event.ts';
import { policyWith } from '../budgets.ts';
import { answerFor, askedFor, fence, identityOf, signIn } from '../people.ts';
import { anotherCode, openWorld, refusal, value, type World } from '../world.ts';

const record = async (world: World, limit = 1000) => value(await riskEvents(world.ports)({ limit }));
const note = async (world: World, kind: RiskKind): Promise<void> => value(await noteRisk(world.ports, { kind }));

describe('what happens at the door', () => {
  test('is on record as it was told to the listener, newest first', async () => {
    const world = openWorld();
    for (const kind of riskKinds) {
      await note(world, kind);
      world.pass(minuteMs);
    }
    const read = await record(world);
    expect(read).toEqual(world.risks.toReversed());
    expect(read.map(({ kind }) => kind)).toEqual(riskKinds.toReversed());
    expect(await record(world, 2)).toEqual(read.slice(0, 2));
    expect(world.logged).toEqual(riskKinds.map(() => 'risk'));
  });

  test('names the account where there is one', async () => {
    const world = openWorld();
    const { session, subject } = await signIn(world);
    world.providers.vouch = false;
    const answer = await answerFor(world, 'step-up', identityOf('ada'), session);
    refusal(await stepUp(world.ports)({ session, ...answer }));
    expect(await record(world)).toMatchObject([{ kind: 'identity-refused', subject, rule: null }]);
  });

  test('is on record of nobody who is leaving', async () => {
    const world = openWorld();
    const person = await signIn(world);
    await fence(world, person);
    value(await noteRisk(world.ports, { kind: 'identity-refused', subject: person.subject }));
    expect(await record(world)).toEqual([]);
    expect(world.risks).toHaveLength(1);
  });

  test('by the last wrong guess at a code is on record once', async () => {
    const world = openWorld();
    const typed = await askedFor(world);
    for (let guess = 0; guess < 5; guess += 1) {
      refusal(await verifyCode(world.ports)({ ...typed, code: anotherCode(typed.code) }));
    }
    expect((await record(world)).map(({ kind }) => kind)).toEqual(['code-spent']);
  });

  test('names the budget of guesses that was used up', async () => {
    const world = openWorld({ signIn: policyWith({ 'guesses-address': 1 }) });
    const typed = await askedFor(world);
    refusal(await verifyCode(world.ports)({ ...typed, code: anotherCode(typed.code) }));
    refusal(await verifyCode(world.ports)(typed));
    expect(await record(world)).toMatchObject([{ kind: 'guess-limit-hit', rule: 'guesses-address' }]);
  });
});

describe('the record', () => {
  test('takes 60 lines of a kind in an hour, the listener is told of all, and other kinds have their own', async () => {
    const world = openWorld();
    for (let times = 0; times < 200; times += 1) {
      refusal(await requestCode(world.ports)({ purpose: 'log-in', phone: '+99361234567' }));
    }
    expect(world.risks).toHaveLength(200);
    expect(await record(world)).toHaveLength(60);
    await note(world, 'taken-refused');
    expect(await record(world)).toHaveLength(61);
    world.pass(hourMs);
    await note(world, 'country-refused');
    expect(await record(world)).toHaveLength(62);
  });

  test('takes as many of each rule, and of each account', async () => {
    const world = openWorld({ signIn: policyWith({ 'risk-records': 2 }) });
    const [ada, bob] = [await signIn(world), await signIn(world)];
    for (let times = 0; times < 5; times += 1) {
      value(await noteRisk(world.ports, { kind: 'sending-limit-hit', rule: 'spend' }));
      value(await noteRisk(world.ports, { kind: 'sending-limit-hit', rule: 'prefix-day' }));
      value(await noteRisk(world.ports, { kind: 'identity-refused', subject: ada.subject }));
      value(await noteRisk(world.ports, { kind: 'identity-refused', subject: bob.subject }));
    }
    expect(await record(world)).toHaveLength(8);
  });

  test('is witnessed by the sink, so that the last one is not cut off unseen', async () => {
    const world = openWorld();
    const backup = world.backUp();
    await note(world, 'taken-refused');
    expect(world.witnessed).toMatchObject([{ kind: 'anchor', position: 1 }]);
    expect(JSON.stringify(world.witnessed)).not.toContain('taken-refused');
    backup();
    const { faults } = value(await verifyAudit({ ...world.ports, auditLog: world.ports.store.auditLog })());
    expect(faults).toMatchObject([{ kind: 'cut', position: 1 }]);
  });

  test('waits for no sink that hangs, and logs of one that fails', async () => {
    const world = openWorld();
    const hanging = { ...world.ports.audit, append: () => new ResultAsync<void, PortFailure>(new Promise(() => {})) };
    value(await noteRisk({ ...world.ports, audit: hanging }, { kind: 'taken-refused' }));
    expect(await record(world)).toHaveLength(1);
    world.broken.audit = portFailure('AuditSink', true);
    await note(world, 'taken-refused');
    expect(await record(world)).toHaveLength(2);
    expect(world.lines.at(-1)).toMatchObject({ event: 'risk-not-recorded', fields: { port: 'AuditSink' } });
  });

  test('that cannot be written stops nothing, and is logged as an error', async () => {
    const world = openWorld();
    world.broken.budgets = portFailure('DataStore', true);
    await note(world, 'taken-refused');
    expect(world.risks).toHaveLength(1);
    expect(world.lines.at(-1)).toMatchObject({ level: 'error', event: 'risk-not-recorded' });
    delete world.broken.budgets;
    expect(await record(world)).toEqual([]);
  });
});
