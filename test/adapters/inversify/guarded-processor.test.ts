import { describe, expect, test } from 'vitest';
import { guardedProcessor } from '../../../src/adapters/inversify/guarded-processor.ts';
import type { DataProcessor } from '../../../src/application/ports/data-processor.ts';
import { hourMs, Instant } from '../../../src/domain/instant.ts';
import { ResultAsync } from '../../../src/domain/result.ts';
import { recordingProcessor } from '../../../src/testing/recording-processor.ts';
import { carriedOn, erasureOf } from '../../application/privacy/erasing.ts';
import { givenRider, leave, leaveWithCodeUnderWay, openRentalWorld } from '../../application/rental-world.ts';
import { refusal, value } from '../../application/world.ts';

const submittedAt = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const request = { requestId: 'a-request', submittedAt, identities: [{ kind: 'subject', value: 'a-subject' }] } as const;

const bug = new Error('a bug');
/** Adapters with a bug each, by what their calls come to. */
const buggy: readonly (readonly [string, () => ReturnType<DataProcessor['statusOf']>])[] = [
  [
    'throws',
    () => {
      throw bug;
    },
  ],
  ['rejects', () => new ResultAsync(Promise.reject(bug))],
];

describe.each(buggy)('a processor that %s', (_, call) => {
  const guarded = () =>
    guardedProcessor({ ...recordingProcessor({ name: 'a-desk' }), requestErasure: call, statusOf: call });

  test('has failed for good, and with its cause, whatever it is asked', async () => {
    const failure = { kind: 'PortFailure', port: 'DataProcessor', retryable: false };
    expect(refusal(await guarded().requestErasure(request))).toMatchObject(failure);
    expect(refusal(await guarded().statusOf(request.requestId))).toMatchObject(failure);
    expect(guarded()).toMatchObject({ name: 'a-desk', knowsBy: ['subject', 'email'] });
  });

  test('holds up no erasure but those that it is asked about', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const other = await givenRider(world);
    const desk = recordingProcessor({ name: 'b-desk' });
    const both = { ...world.ports, processors: [guarded(), desk] };
    const stuck = await leave(world, person, both);
    const second = await leaveWithCodeUnderWay(world, other, { ...world.ports, processors: [desk] });
    expect([stuck.state, second.state]).toEqual(['drained', 'fenced']);
    expect(desk.requests()).toHaveLength(1); // asked although the one before it failed
    world.pass(2 * hourMs);
    expect(await carriedOn(both)).toMatchObject({ waiting: 2, failed: 0 });
    expect(desk.requests()).toHaveLength(2);
    expect(await erasureOf(world, stuck.erasure)).toMatchObject({
      state: 'drained',
      obstacle: { kind: 'stuck', reason: 'processor-not-done' },
    });
  });
});

describe('a processor without a bug', () => {
  test('answers as it would unguarded', async () => {
    const desk = recordingProcessor({ name: 'a-desk' });
    const guarded = guardedProcessor(desk);
    expect(value(await guarded.requestErasure(request))).toEqual({ kind: 'pending', expectedBy: null });
    desk.settle(request.requestId, 'refused');
    expect(value(await guarded.statusOf(request.requestId))).toEqual({ kind: 'refused' });
    desk.loseNextAnswer();
    expect(refusal(await guarded.statusOf(request.requestId))).toMatchObject({ retryable: true });
  });
});
