import { describe, expect, test } from 'vitest';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { ledgerState } from '../../../src/application/privacy/ledger-state.ts';
import { noteLedgerProgress } from '../../../src/application/privacy/note-ledger-progress.ts';
import { sweepRetention } from '../../../src/application/privacy/sweep-retention.ts';
import { dayAfter, startOfDay } from '../../../src/domain/calendar.ts';
import { lastDayOfClaims } from '../../../src/domain/deletion/deletion-policy.ts';
import { propagationId } from '../../../src/domain/deletion/propagation-id.ts';
import { Day, dayMs, hourMs, secondMs } from '../../../src/domain/instant.ts';
import { errAsync, ResultAsync } from '../../../src/domain/result.ts';
import { recordingProcessor } from '../../../src/testing/recording-processor.ts';
import { givenRider, leave, leaveWithCodeUnderWay, openRentalWorld, rentOne } from '../rental-world.ts';
import { value } from '../world.ts';
import { carriedOn, certificateOf, certified, erasureOf, withPorts } from './erasing.ts';

describe('a registered processor', () => {
  test('that only the worker knows, and not the host that fenced, is asked too', async () => {
    const world = openRentalWorld();
    const desk = recordingProcessor({ name: 'a-desk' });
    const person = await givenRider(world);
    const { erasure, state } = await leaveWithCodeUnderWay(world, person);
    expect(state).toBe('fenced');
    world.pass(61 * secondMs);
    const worker = { ...world.ports, processors: [desk] };
    expect(await carriedOn(worker)).toMatchObject({ certified: 0, waiting: 1 });
    expect(desk.requests().map(({ requestId }) => requestId)).toEqual([propagationId(erasure, 'a-desk')]);
    expect(await certificateOf(world, erasure)).toBeNull();
    desk.settle(propagationId(erasure, 'a-desk'), 'completed');
    world.pass(dayMs);
    expect(await carriedOn(worker)).toMatchObject({ certified: 1 });
    expect((await certified(world, erasure)).processors).toMatchObject([{ name: 'a-desk', status: 'completed' }]);
  });

  test('is tried again however late a worker comes to it', async () => {
    const world = openRentalWorld();
    const desk = recordingProcessor({ name: 'a-desk' });
    const ports = { ...world.ports, processors: [desk] };
    const person = await givenRider(world);
    const { erasure } = await leaveWithCodeUnderWay(world, person, ports);
    world.pass(4 * dayMs);
    desk.loseNextAnswer();
    expect(await carriedOn(ports)).toMatchObject({ certified: 0, waiting: 1 });
    expect(await erasureOf(world, erasure)).toMatchObject({ state: 'drained' });
    desk.settle(propagationId(erasure, 'a-desk'), 'completed');
    world.pass(dayMs);
    expect(await carriedOn(ports)).toMatchObject({ certified: 1 });
    expect((await certified(world, erasure)).processors).toMatchObject([{ name: 'a-desk', status: 'completed' }]);
  });

  test('that no worker knows any more is waited for until the ninetieth day, as the law has it at the longest', async () => {
    const world = openRentalWorld();
    const desk = recordingProcessor({ name: 'a-desk' });
    const { erasure } = await leave(world, await givenRider(world), { ...world.ports, processors: [desk] });
    world.pass(30 * dayMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 0 });
    const obstacle = { kind: 'stuck', reason: 'processor-not-done' };
    expect(await erasureOf(world, erasure)).toMatchObject({ state: 'verified', obstacle });
    world.pass(60 * dayMs - hourMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 0 });
    world.pass(hourMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    expect((await certified(world, erasure)).processors).toMatchObject([{ name: 'a-desk', status: 'unreachable' }]);
  });
});

describe('a card whose sealed value is damaged', () => {
  const damaged = (ports: Ports, retryable: boolean): Ports => {
    const reads = { ...ports.store.reads, everyCardOf: () => errAsync(portFailure('DataStore', retryable)) };
    return { ...ports, store: { ...ports.store, reads } };
  };

  test('keeps nothing else of the person: it is logged, and the erasure comes to its end', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { state } = await leave(world, person, damaged(world.ports, false));
    expect(state).toBe('certified');
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual([]);
    expect(world.logged).toContain('card-not-forgotten');
    expect(world.processor.forgotten).toEqual([]);
  });

  test('is none where the store only does not answer: that is tried again', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { state } = await leave(world, person, damaged(world.ports, true));
    expect(state).toBe('drained');
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toContain('contract');
    world.pass(61 * secondMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    expect(world.processor.forgotten).toHaveLength(1);
  });
});

describe('a card processor that does not answer', () => {
  test('is waited for a day and ten tries, whichever is longer', async () => {
    const world = openRentalWorld();
    const processor = { ...world.processor, forget: () => errAsync(portFailure('CardProcessor', true)) };
    const { ports } = withPorts(world, { processor });
    const { erasure, state } = await leave(world, await givenRider(world), ports);
    expect(state).toBe('drained');
    for (let tries = 1; tries <= 10; tries += 1) {
      world.pass(dayMs);
      expect(await carriedOn(ports)).toMatchObject({ certified: 0, failed: 1 });
    }
    expect(await erasureOf(world, erasure)).toMatchObject({ state: 'drained', tries: 10 });
    world.pass(dayMs);
    expect(await carriedOn(ports)).toMatchObject({ certified: 1 });
  });
});

describe('a write-off', () => {
  test('that is cut short between key and row locks no host out, and the next sweep finishes it', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { order } = await rentOne(world, person);
    expect((await leave(world, person)).state).toBe('certified');
    value(await noteLedgerProgress(world.ports)());
    const now = startOfDay(dayAfter(lastDayOfClaims(Day.ofInstant(world.ports.clock.now()))));
    const later = { ...world.ports, clock: { now: () => now } };
    const { store } = world.ports;
    const back: number[] = [];
    const writeOff: typeof store.retention.writeOff = () =>
      new ResultAsync(
        (async () => {
          back.push(value(await ledgerState(world.ports)()).toReplay);
          return errAsync(portFailure('DataStore', true));
        })(),
      );
    const dying = { ...later, store: { ...store, retention: { ...store.retention, writeOff } } };
    expect(value(await sweepRetention(dying)({ limit: 100 }))).toMatchObject({ writtenOff: 0, failed: 1 });
    back.push(value(await ledgerState(world.ports)()).toReplay);
    expect(back).toEqual([0, 0]);
    expect(value(await world.ports.vault.keyClassesOf(person.subject))).toEqual([]);
    expect(JSON.stringify(world.everything())).toContain(order);
    expect(value(await sweepRetention(later)({ limit: 100 }))).toMatchObject({ writtenOff: 1, failed: 0 });
    expect(value(await world.ports.vault.ledgerAfter(0, 50)).map(({ step }) => step)).toContain('released');
    expect(value(await ledgerState(world.ports)()).toReplay).toBe(0);
  });
});
