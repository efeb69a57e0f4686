import { describe, expect, test } from 'vitest';
import { propagationId } from '../../src/domain/deletion/propagation-id.ts';
import { dayMs } from '../../src/domain/instant.ts';
import { recordingProcessor } from '../../src/testing/recording-processor.ts';
import { Installation, phone } from './restored-installation.ts';

const holdLost = { kind: 'stuck', reason: 'hold-lost' };

describe('a replay of an erasure that a hold stood in the way of', () => {
  async function givenLostHold() {
    const town = new Installation();
    const subject = await town.givenRenter();
    const restore = await town.backUp();
    await town.hold(subject);
    const { erasure, state } = await town.erase(subject);
    expect(state).toBe('propagated');
    await town.work();
    await restore();
    expect(await town.refusesToServe()).toBe('LedgerNotApplied');
    expect(await town.replay()).toMatchObject({ replayed: 1, unfinished: 1 });
    expect(await town.refusesToServe()).toBeNull();
    return { town, subject, erasure };
  }
  const kept = (town: Installation) => [town.rows('orders'), town.rows('payments'), town.rows('cards')];

  test('fences the person and no more: nothing of the held order is destroyed, however often a worker looks', async () => {
    const { town, erasure } = await givenLostHold();
    await town.work(30);
    expect(kept(town)).toEqual([1, 1, 1]);
    expect(await town.certificate(erasure)).toBe('NotCertifiedYet');
    expect(JSON.stringify(town.erasure())).toContain(JSON.stringify(holdLost));
    expect(town.erasure()).toMatchObject({ dueAt: null });
  });

  test('lets it go on once a hold that was placed anew is ended', async () => {
    const { town, subject, erasure } = await givenLostHold();
    const hold = await town.hold(subject);
    await town.work();
    expect(kept(town)).toEqual([1, 1, 1]);
    await town.endHold(hold);
    await town.work();
    expect(kept(town)).toEqual([0, 0, 0]);
    expect((await town.certified(erasure)).retained.map(({ rule }) => rule)).not.toContain('keep-under-hold');
    expect(town.goodbyes).toHaveLength(1);
  });

  test('lets it go on once a hold that was placed anew has expired, though nobody ends it', async () => {
    const { town, subject, erasure } = await givenLostHold();
    await town.hold(subject, '2026-12-31');
    await town.work();
    expect(kept(town)).toEqual([1, 1, 1]);
    town.pass(39 * dayMs);
    await town.work();
    expect(kept(town)).toEqual([0, 0, 0]);
    expect(await town.certified(erasure)).toMatchObject({ certificate: erasure });
  });

  test('of one that went on after its hold had ended is a replay like any other', async () => {
    const town = new Installation();
    const subject = await town.givenRenter();
    const restore = await town.backUp();
    const hold = await town.hold(subject);
    const { erasure } = await town.erase(subject);
    await town.endHold(hold);
    await town.work();
    const before = await town.certified(erasure);
    await restore();
    expect(await town.replay()).toMatchObject({ replayed: 1, unfinished: 0 });
    expect(kept(town)).toEqual([0, 0, 0]);
    expect(await town.certified(erasure)).toEqual(before);
  });
});

describe('a replay of an erasure that has no certificate', () => {
  test('asks registered processors again under the same name, and waits for them', async () => {
    const [desk, byPhone] = [
      recordingProcessor({ name: 'a-desk', knowsBy: ['subject'] }),
      recordingProcessor({ name: 'b-desk', knowsBy: ['phone'] }),
    ];
    const town = new Installation(desk, byPhone);
    const { subject } = await town.signUp();
    const restore = await town.backUp();
    const { erasure, state } = await town.erase(subject);
    expect(state).toBe('verified');
    await restore();
    expect(await town.replay()).toMatchObject({ replayed: 1, unfinished: 1 });
    await town.work();
    expect(await town.certificate(erasure)).toBe('NotCertifiedYet');
    const asked = [propagationId(erasure, 'a-desk'), propagationId(erasure, 'b-desk')];
    expect([...desk.requests(), ...byPhone.requests()].map(({ requestId }) => requestId)).toEqual(asked);
    desk.settle(asked[0]!, 'completed');
    byPhone.settle(asked[1]!, 'refused');
    await town.work();
    expect((await town.certified(erasure)).processors).toMatchObject([
      { name: 'a-desk', status: 'completed' },
      { name: 'b-desk', status: 'refused' },
    ]);
    expect(town.goodbyes).toHaveLength(1);
  });

  test('and whose keys are there tells processors by the name that they know, and says the goodbye once', async () => {
    const byPhone = recordingProcessor({ name: 'a-desk', knowsBy: ['phone'] });
    const town = new Installation(byPhone);
    const { subject } = await town.signUp();
    const restore = await town.backUp();
    await town.asksForCode(); // is drained first
    const { erasure, state } = await town.erase(subject);
    expect(state).toBe('fenced');
    await restore();
    expect(await town.replay()).toMatchObject({ replayed: 1, unfinished: 1 });
    expect(byPhone.requests()).toMatchObject([
      { requestId: propagationId(erasure, 'a-desk'), identities: [{ kind: 'phone', value: phone }] },
    ]);
    byPhone.settle(propagationId(erasure, 'a-desk'), 'completed');
    await town.work();
    expect((await town.certified(erasure)).processors).toMatchObject([{ name: 'a-desk', status: 'completed' }]);
    expect(town.goodbyes).toEqual([phone]);
  });
});

test('a replay of an erasure that has its certificate tells nobody anything', async () => {
  const desk = recordingProcessor({ name: 'a-desk', knowsBy: ['subject'] });
  const town = new Installation(desk);
  const { subject } = await town.signUp();
  const restore = await town.backUp();
  const { erasure } = await town.erase(subject);
  desk.settle(propagationId(erasure, 'a-desk'), 'completed');
  await town.work();
  const before = await town.certified(erasure);
  await restore();
  expect(await town.replay()).toMatchObject({ replayed: 1, unfinished: 0 });
  expect(desk.requests()).toHaveLength(1);
  expect(town.goodbyes).toEqual([phone]);
  expect(await town.certified(erasure)).toEqual(before);
});
