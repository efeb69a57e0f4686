import { describe, expect, test } from 'vitest';
import { requestMyCode } from '../../../src/application/accounts/request-my-code.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { cancelMyAccount } from '../../../src/application/privacy/cancel-my-account.ts';
import { carryOnErasure } from '../../../src/application/privacy/carry-on-erasure.ts';
import { continueErasures } from '../../../src/application/privacy/continue-erasures.ts';
import type { ErasureCertificate } from '../../../src/domain/deletion/certificate.ts';
import { erasureStates } from '../../../src/domain/deletion/erasure.ts';
import type { ErasureId } from '../../../src/domain/ids.ts';
import { dayMs, Instant, minuteMs, secondMs } from '../../../src/domain/instant.ts';
import { okAsync } from '../../../src/domain/result.ts';
import { recordingProcessor } from '../../../src/testing/recording-processor.ts';
import { givenEmail } from '../people.ts';
import {
  givenRider,
  leave,
  leaveWithCodeUnderWay,
  openRentalWorld,
  type RentalWorld,
  rentAndReturn,
} from '../rental-world.ts';
import { lastCode, refusal, value } from '../world.ts';
import { certificateOf as documentOf, erasureOf, held } from './erasing.ts';

const stateOf = async (world: RentalWorld, erasure: ErasureId) => {
  const found = value(await world.ports.store.reads.erasure(erasure));
  return { state: found?.state, obstacle: found?.obstacle };
};

const carriedOn = async (ports: Ports) => value(await continueErasures(ports)({ limit: 5 }));

const certificateOf = async (world: RentalWorld, erasure: ErasureId): Promise<ErasureCertificate> =>
  JSON.parse(value(await world.ports.vault.certificateOf(erasure)) ?? 'null') as ErasureCertificate;

describe('an erasure drains first', () => {
  test('a message that a worker is sending when the fence comes holds the certificate back until it is handed back', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await rentAndReturn(world, person);
    const { outbox } = world.ports.store;
    const at = world.ports.clock.now();
    const [held] = value(
      await outbox.claim({ at, leaseUntil: Instant.plusMs(at, minuteMs), leaseToken: 'a-worker', limit: 1 }),
    );
    const { erasure, state } = await leave(world, person);
    expect(state).toBe('fenced');
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toContain('account');
    world.pass(3 * secondMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 0, waiting: 1 });
    value(await outbox.sent(held!.notice.notice, held!.leaseToken, 'sms', world.ports.clock.now()));
    world.pass(3 * secondMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1, waiting: 0 });
    expect(await stateOf(world, erasure)).toEqual({ state: 'certified', obstacle: null });
  });

  test('a worker that died with a message in its hand is waited for no longer than its lease', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await rentAndReturn(world, person);
    const at = world.ports.clock.now();
    const claim = { at, leaseUntil: Instant.plusMs(at, minuteMs), leaseToken: 'a-worker', limit: 1 };
    value(await world.ports.store.outbox.claim(claim));
    const { erasure } = await leave(world, person);
    world.pass(59 * secondMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 0 });
    world.pass(3 * secondMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    expect((await stateOf(world, erasure)).state).toBe('certified');
  });

  test('a code that somebody asked for a moment before may be under way, and is waited for', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { state } = await leaveWithCodeUnderWay(world, person);
    expect(state).toBe('fenced');
    world.pass(29 * secondMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 0 });
    world.pass(2 * secondMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
  });
});

describe('registered processors', () => {
  const withProcessors = (world: RentalWorld, ...processors: Ports['processors']): RentalWorld => ({
    ...world,
    ports: { ...world.ports, processors },
  });

  test('are asked by what they know people by, once, and the certificate waits for them and names them', async () => {
    const [desk, other] = [recordingProcessor({ name: 'a-desk', knowsBy: ['email'] }), recordingProcessor()];
    const world = withProcessors(openRentalWorld(), desk, other);
    const person = await givenRider(world);
    await givenEmail(world, person, 'rider@example.org');
    const { erasure, state } = await leave(world, person);
    expect(state).toBe('verified');
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual([]); // it waits, but not with the keys
    expect(desk.requests().map(({ identities }) => identities)).toEqual([
      [{ kind: 'email', value: 'rider@example.org' }],
    ]);
    expect(other.requests().map(({ identities }) => identities)).toEqual([
      [
        { kind: 'subject', value: person.subject },
        { kind: 'email', value: 'rider@example.org' },
      ],
    ]);
    world.pass(2 * minuteMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 0, waiting: 1 });
    desk.settle(desk.requests()[0]!.requestId, 'completed');
    other.settle(other.requests()[0]!.requestId, 'refused');
    world.pass(dayMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    expect((await certificateOf(world, erasure)).processors).toMatchObject([
      { name: 'a-desk', status: 'completed' },
      { name: 'recording', status: 'refused' },
    ]);
    expect([desk.requests().length, other.requests().length]).toEqual([1, 1]);
  });

  test('that know people by something the person never gave are not asked', async () => {
    const desk = recordingProcessor({ name: 'a-desk', knowsBy: ['email'] });
    const world = withProcessors(openRentalWorld(), desk);
    const { erasure, state } = await leave(world, await givenRider(world));
    expect(state).toBe('certified');
    expect(desk.requests()).toEqual([]);
    expect((await certificateOf(world, erasure)).processors).toEqual([]);
  });

  test('that the fence wrote down are not forgotten by a worker that has not registered them', async () => {
    const desk = recordingProcessor({ name: 'a-desk' });
    const world = withProcessors(openRentalWorld(), desk);
    const elsewhere = { ...world.ports, processors: [] };
    const person = await givenRider(world);
    desk.loseNextAnswer();
    const { erasure } = await leave(world, person);
    world.pass(2 * minuteMs);
    expect(await carriedOn(elsewhere)).toMatchObject({ certified: 0, waiting: 1 });
    world.pass(dayMs);
    expect(await carriedOn(world.ports)).toMatchObject({ waiting: 1 });
    desk.settle(desk.requests()[0]!.requestId, 'completed');
    world.pass(dayMs);
    expect(await carriedOn(elsewhere)).toMatchObject({ certified: 0, waiting: 1 });
    world.pass(dayMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    expect((await certificateOf(world, erasure)).processors).toMatchObject([{ name: 'a-desk', status: 'completed' }]);
  });

  test('whose answer was lost are asked again under the same name', async () => {
    const desk = recordingProcessor({ name: 'a-desk' });
    const world = withProcessors(openRentalWorld(), desk);
    const person = await givenRider(world);
    desk.loseNextAnswer();
    const { state, erasure } = await leave(world, person);
    expect(state).toBe('drained');
    expect((await stateOf(world, erasure)).obstacle).toEqual({ kind: 'stuck', reason: 'processor-not-done' });
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toContain('farewell');
    world.pass(2 * minuteMs);
    expect(await carriedOn(world.ports)).toMatchObject({ waiting: 1 });
    expect(desk.requests()).toHaveLength(1);
    expect((await stateOf(world, erasure)).state).toBe('verified');
  });

  test('that cannot be reached for three days and ten tries hold nothing up any more, and the certificate says so', async () => {
    const desk = {
      ...recordingProcessor({ name: 'a-desk' }),
      requestErasure: () => okAsync({ kind: 'unknown' as const }),
    };
    const world = withProcessors(openRentalWorld(), desk);
    const person = await givenRider(world);
    const { erasure } = await leave(world, person);
    for (let tries = 1; tries <= 10; tries += 1) {
      world.pass(dayMs);
      expect(await carriedOn(world.ports)).toMatchObject({ certified: 0, waiting: 1 });
    }
    world.pass(dayMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    expect((await certificateOf(world, erasure)).processors).toMatchObject([{ name: 'a-desk', status: 'unreachable' }]);
    expect(world.texts.filter(({ about }) => about === 'goodbye')).toHaveLength(1);
  });
});

describe('the end of an erasure', () => {
  test('is one certificate that counts what went, what stays, and which keys are no more', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await rentAndReturn(world, person);
    const { session } = person;
    const { challenge } = value(await requestMyCode(world.ports)({ purpose: 'cancel-account', session }));
    const { erasure } = value(await cancelMyAccount(world.ports)({ session, challenge, code: lastCode(world.texts) }));
    const certificate = await certificateOf(world, erasure);
    expect(certificate.certificate).toBe(erasure);
    expect(certificate.ledger.steps.map(({ step }) => step)).toEqual(['requested', ...erasureStates.slice(0, -1)]);
    expect(certificate.keys.map(({ keyClass }) => keyClass)).toEqual(['account', 'farewell']); // the amount is unpaid
    expect(certificate.stores).toMatchObject([
      { store: 'data', deleted: { farewells: 1 }, coarsened: { users: 1 } },
      { store: 'vault', deleted: { subject_keys: 2 } },
    ]);
    expect(certificate.retained.map(({ rule }) => rule)).toContain('keep-unpaid-amounts');
    for (const identity of [person.phone, person.subject]) expect(JSON.stringify(certificate)).not.toContain(identity);
  });

  test('is not reached while anything is left: it says that it is stuck, and goes on once nothing is', async () => {
    const world = openRentalWorld();
    const { store } = world.ports;
    const remnants = () => okAsync({ consent_entries: 1 });
    const blind = { ...world.ports, store: { ...store, disposal: { ...store.disposal, remnants } } };
    const { erasure, state } = await leave(world, await givenRider(world), blind);
    expect(state).toBe('purged');
    expect((await stateOf(world, erasure)).obstacle).toEqual({ kind: 'stuck', reason: 'remnants-found' });
    expect(value(await world.ports.vault.certificateOf(erasure))).toBeNull();
    world.pass(2 * minuteMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    expect((await stateOf(world, erasure)).obstacle).toBeNull();
  });
});

test('nothing is certified on the word of the data store: not a scan that the ledger does not have, nor whose erasure it is', async () => {
  const world = openRentalWorld();
  const [person, other] = [await givenRider(world), await givenRider(world)];
  await held(world, person.subject, { scope: 'person' });
  const { erasure } = await leave(world, person);
  const { erasures } = world.ports.store;
  const dueAt = world.ports.clock.now();
  value(await erasures.advance(erasure, { state: 'verified', obstacle: null, dueAt, completedAt: null }));
  const found = await erasureOf(world, erasure);
  expect(refusal(await carryOnErasure(world.ports)(found))).toMatchObject({ kind: 'PortFailure', port: 'Vault' });
  expect(await documentOf(world, erasure)).toBeNull();

  const { erasure: done } = await leave(world, other);
  const { vault } = world.ports;
  const unsigned: Ports['vault'] = { ...vault, certificateOf: () => okAsync(null) };
  const anothers = { ...(await erasureOf(world, done)), state: 'verified' as const, subject: person.subject };
  const refused = await carryOnErasure({ ...world.ports, vault: unsigned })(anothers);
  expect(refusal(refused)).toMatchObject({ kind: 'PortFailure', port: 'Vault' });
});
