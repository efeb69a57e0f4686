import { expect, test } from 'vitest';
import { claimedAtOnce, deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { workerPass } from '../../../src/application/notices/worker-pass.ts';
import { collectDuePayments } from '../../../src/application/payments/collect-due-payments.ts';
import { continueErasures } from '../../../src/application/privacy/continue-erasures.ts';
import { hourMs } from '../../../src/domain/instant.ts';
import { givenEmail } from '../people.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentAndReturn } from '../rental-world.ts';
import { value } from '../world.ts';

/** Whoever asks is told to stop from this time on. */
function stoppingAfter(times: number): () => boolean {
  let asked = 0;
  return () => {
    asked += 1;
    return asked > times;
  };
}

/** So many receipts wait, of one person. */
async function withReceipts(rentals: number): Promise<RentalWorld> {
  const world = openRentalWorld();
  const person = await givenRider(world);
  await givenEmail(world, person, 'rider@example.org');
  value(await deliverDue(world.ports)({ limit: 100 }));
  for (let n = 0; n < rentals; n += 1) await rentAndReturn(world, person);
  return world;
}

test('a delivery that is told to stop sends what it claimed and claims no more', async () => {
  const world = await withReceipts(2 * claimedAtOnce);
  const stopped = value(await deliverDue(world.ports)({ limit: 100, isStopping: stoppingAfter(1) }));
  expect(stopped.sent).toBe(claimedAtOnce);
  // The rest was not claimed, so nothing waits for a lease.
  expect(value(await deliverDue(world.ports)({ limit: 100 })).sent).toBe(claimedAtOnce);
});

test('a round of payments that is told to stop begins no other ones', async () => {
  const world = openRentalWorld();
  for (let n = 0; n < 10; n += 1) {
    await rentAndReturn(world, await givenRider(world));
  }
  world.pass(hourMs);
  const collect = collectDuePayments(world.ports);
  expect(value(await collect({ limit: 100, isStopping: () => true }))).toEqual({ succeeded: 0, failed: 0, unclear: 0 });
  expect(value(await collect({ limit: 100, isStopping: stoppingAfter(1) }))).toMatchObject({ succeeded: 8 });
  expect(value(await collect({ limit: 100 }))).toMatchObject({ succeeded: 2 });
});

test('erasures are carried on no more', async () => {
  const world = openRentalWorld();
  const person = await givenRider(world);
  await leave(world, person);
  world.pass(hourMs);
  const stopped = value(await continueErasures(world.ports)({ limit: 10, isStopping: () => true }));
  expect(stopped).toEqual({ certified: 0, waiting: 0, released: 0, failed: 0 });
});

test('a pass that is told to stop answers, with nothing done', async () => {
  const world = await withReceipts(1);
  const pass = value(await workerPass(world.ports)({ limit: 10, isStopping: () => true }));
  expect(pass).toMatchObject({ notices: { sent: 0 }, failures: [] });
});
