import { expect, test } from 'vitest';
import { keyStatus } from '../../../src/application/keys/key-status.ts';
import { rotateKeys } from '../../../src/application/keys/rotate-keys.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { epochLifeMs, scanDistanceMs } from '../../../src/domain/keys/epoch.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { instant } from '../../../src/testing/contracts/samples.ts';
import { process } from '../../adapters/sealing/opened.ts';
import { refusal, value } from '../world.ts';

/** The ports of one process, and a clock that can be moved. */
async function opened() {
  let now = instant();
  const clock = { now: () => now };
  const { rotation } = await process(undefined, { clock });
  return {
    ports: { rotation, clock },
    pass: (durationMs: number) => {
      now = Instant.plusMs(now, durationMs);
    },
  };
}

test('no epoch is begun before the current one has lasted for 7 days, unless it is asked for', async () => {
  const { ports, pass } = await opened();
  const rotate = rotateKeys(ports);
  pass(epochLifeMs - 1);
  expect(value(await rotate({ now: false }))).toMatchObject({ begun: null });
  expect(value(await keyStatus(ports)()).nextDueAt).toBe(Instant.plusMs(instant(), epochLifeMs));
  pass(1);
  expect(value(await rotate({ now: false }))).toMatchObject({ begun: 2 });
  expect(value(await rotate({ now: false }))).toMatchObject({ begun: null });
  expect(value(await rotate({ now: true }))).toMatchObject({ begun: 3 });
});

test('an epoch ends with the second rotation that finds nothing under it, within 14 days of a daily run', async () => {
  const { ports, pass } = await opened();
  const rotate = rotateKeys(ports);
  expect(value(await rotate({ now: true }))).toMatchObject({ destroyed: [] });
  pass(scanDistanceMs);
  const ended = value(await rotate({ now: false }));
  expect(ended.destroyed).toEqual([1]);
  expect(ended.epochs).toMatchObject([{ epochId: 1, destroyedAt: ports.clock.now() }, { epochId: 2 }]);
});

test('a vault that does not answer ends a rotation, and the next one goes on', async () => {
  const { ports } = await opened();
  const rotation = { ...ports.rotation, scan: () => errAsync(portFailure('Vault', true)) };
  expect(refusal(await rotateKeys({ ...ports, rotation })({ now: true }))).toMatchObject({ retryable: true });
  expect(value(await rotateKeys(ports)({ now: false }))).toMatchObject({
    begun: null,
    epochs: [{ cleanScans: 1 }, {}],
  });
});
