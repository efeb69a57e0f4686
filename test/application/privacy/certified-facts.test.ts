import { describe, expect, test } from 'vitest';
import { charge } from '../../../src/application/payments/charge.ts';
import { erasureStatus } from '../../../src/application/privacy/erasure-status.ts';
import type { Erasure } from '../../../src/domain/deletion/erasure.ts';
import type { ErasureId } from '../../../src/domain/ids.ts';
import { hourMs, secondMs } from '../../../src/domain/instant.ts';
import {
  givenRider,
  leave,
  leaveWithCodeUnderWay,
  openRentalWorld,
  type RentalWorld,
  rentAndReturn,
} from '../rental-world.ts';
import { value } from '../world.ts';
import { carriedOn, certified, erasureOf, held, released } from './erasing.ts';

const rulesOf = (kept: Erasure['kept']) => kept.map(({ category, rule }) => `${category}: ${rule}`);

const statusOf = async (world: RentalWorld, erasure: ErasureId) => value(await erasureStatus(world.ports)({ erasure }));

/** What the certificate of the erasure says; the status says the same is kept. */
async function saidOf(world: RentalWorld, erasure: ErasureId) {
  const { retained, stores } = await certified(world, erasure);
  expect(rulesOf((await statusOf(world, erasure)).kept)).toEqual(retained.map((one) => `${one.category}: ${one.rule}`));
  const data = stores.find(({ store }) => store === 'data');
  return { rules: retained.map((one) => `${one.category}: ${one.rule}`), receipts: data?.pseudonymised.receipts ?? 0 };
}

describe('a certificate says what is kept when it is signed', () => {
  test('and not what a hold kept that ended before', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { payment } = await rentAndReturn(world, person);
    value(await charge(world.ports)({ payment }));
    const hold = await held(world, person.subject, { scope: 'category', category: 'payment' });
    const { erasure } = await leave(world, person);
    expect(rulesOf((await erasureOf(world, erasure)).kept)).toContain('payment: keep-under-hold');
    world.pass(2 * hourMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 0 });
    await released(world, hold);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    const { rules, receipts } = await saidOf(world, erasure);
    expect(rules.filter((rule) => rule.endsWith('keep-under-hold'))).toEqual([]);
    expect(rules).toContain('bookkeeping: keep-bookkeeping');
    expect(receipts).toBe(1);
  });

  test('with the rental that a hold keeps which came after the plan, whose receipt it still leads to', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { order, payment } = await rentAndReturn(world, person);
    value(await charge(world.ports)({ payment }));
    const { erasure, state } = await leaveWithCodeUnderWay(world, person);
    expect(state).toBe('fenced');
    expect(rulesOf((await erasureOf(world, erasure)).kept)).not.toContain('rental: keep-under-hold');
    await held(world, person.subject, { scope: 'order', order });
    world.pass(61 * secondMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    const { rules, receipts } = await saidOf(world, erasure);
    expect(rules).toEqual(
      expect.arrayContaining(['rental: keep-under-hold', 'payment: keep-under-hold', 'card: keep-under-hold']),
    );
    expect(receipts).toBe(0);
  });

  test('and not the amount that was unpaid when the person asked, and is paid since', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { payment } = await rentAndReturn(world, person);
    const { erasure } = await leaveWithCodeUnderWay(world, person);
    expect(rulesOf((await erasureOf(world, erasure)).kept)).toContain('payment: keep-unpaid-amounts');
    value(await charge(world.ports)({ payment }));
    world.pass(61 * secondMs);
    expect(await carriedOn(world.ports)).toMatchObject({ certified: 1 });
    const { rules, receipts } = await saidOf(world, erasure);
    expect(rules.filter((rule) => rule.endsWith('keep-unpaid-amounts'))).toEqual([]);
    expect(receipts).toBe(1);
    expect((await certified(world, erasure)).keys.map(({ keyClass }) => keyClass)).toEqual(
      expect.arrayContaining(['account', 'contract', 'farewell']),
    );
  });

  test('of receipts only as nobody’s those that no order leads to', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const paid = await rentAndReturn(world, person);
    value(await charge(world.ports)({ payment: paid.payment }));
    await rentAndReturn(world, person); // stays unpaid
    const { erasure } = await leave(world, person);
    const { rules, receipts } = await saidOf(world, erasure);
    expect(rules).toContain('payment: keep-unpaid-amounts');
    expect(receipts).toBe(1);
  });
});
