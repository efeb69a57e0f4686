import { describe, expect, test } from 'vitest';
import { correctRental } from '../../../src/application/orders/correct-rental.ts';
import { reportLost } from '../../../src/application/orders/report-lost.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { collectDuePayments } from '../../../src/application/payments/collect-due-payments.ts';
import { refund } from '../../../src/application/payments/refund.ts';
import { sweepRetention } from '../../../src/application/privacy/sweep-retention.ts';
import { dayAfter, startOfDay } from '../../../src/domain/calendar.ts';
import { lastDayOfClaims } from '../../../src/domain/deletion/deletion-policy.ts';
import { RefundId } from '../../../src/domain/ids.ts';
import { Day, dayMs, hourMs, Instant } from '../../../src/domain/instant.ts';
import { RetrySchedule } from '../../../src/domain/payment/retry-schedule.ts';
import { staffSessionOf } from '../../staff-desk.ts';
import { everyReceipt, rowsIn } from '../books.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentAndReturn, rentOne } from '../rental-world.ts';
import { value } from '../world.ts';
import { carriedOn, held, released } from './erasing.ts';

const staff = { staffSession: staffSessionOf('ada.lovelace'), caseNumber: 'CASE-7' };
const named = (n: number): RefundId =>
  RefundId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)._unsafeUnwrap();

/** The number of the correction that is booked under the name of a refund; null where nobody knows the name. */
const bookedAs = async ({ ports }: RentalWorld, n: number) =>
  value(await ports.store.transact((tx) => tx.orders.bookedRefund(named(n))));

/** A rental whose power bank was lost and found: the receipt has a correction, under the name of the first refund. */
async function givenCorrected(state: 'paid' | 'unpaid') {
  const world = openRentalWorld({ paymentRetries: RetrySchedule.parse('P1D')._unsafeUnwrap() });
  const person = await givenRider(world);
  const { order, startedAt } = await rentOne(world, person);
  world.pass(48 * hourMs);
  const { payment } = value(await reportLost(world.ports)({ session: person.session, order }));
  if (state === 'unpaid') world.processor.bank.push('insufficient-funds');
  value(await charge(world.ports)({ payment }));
  const at = Instant.toISOString(Instant.plusMs(startedAt, hourMs));
  value(await correctRental(world.ports)({ ...staff, order, station: 'FRA-0011', at, refund: named(1) }));
  expect(await bookedAs(world, 1)).toBe('JOOS-2026-000002');
  return { world, person, order, payment };
}

describe('the name of a refund, which somebody outside may know the person by', () => {
  test('goes with the account, and the receipt with its correction stays', async () => {
    const { world, person } = await givenCorrected('paid');
    const books = everyReceipt(world);
    await leave(world, person);
    expect(await bookedAs(world, 1)).toBeNull();
    expect(JSON.stringify(world.everything())).not.toContain(named(1));
    expect(everyReceipt(world)).toEqual(books);
    expect(books).toHaveLength(2);
  });

  test('of another person stays', async () => {
    const { world, person } = await givenCorrected('paid');
    const other = await rentAndReturn(world, await givenRider(world));
    value(await charge(world.ports)({ payment: other.payment }));
    const amount = { amountMinor: 50, currency: 'EUR' };
    value(await refund(world.ports)({ ...staff, payment: other.payment, amount, refund: named(2) }));
    await leave(world, person);
    expect([await bookedAs(world, 1), await bookedAs(world, 2)]).toEqual([null, 'JOOS-2026-000004']);
  });

  test('stays as long as the order is owed for, and goes with it once it is paid', async () => {
    const { world, person, order } = await givenCorrected('unpaid');
    await leave(world, person);
    expect(await bookedAs(world, 1)).toBe('JOOS-2026-000002');
    world.pass(2 * dayMs);
    expect(value(await collectDuePayments(world.ports)({ limit: 5 }))).toMatchObject({ succeeded: 1 });
    expect(JSON.stringify(world.everything())).not.toContain(order);
    expect(await bookedAs(world, 1)).toBeNull();
    expect(everyReceipt(world)).toHaveLength(2);
  });

  test('goes with an order that is written off', async () => {
    const { world, person, order } = await givenCorrected('unpaid');
    await leave(world, person);
    const now = startOfDay(dayAfter(lastDayOfClaims(Day.ofInstant(world.ports.clock.now()))));
    const later = { ...world.ports, clock: { now: () => now } };
    expect(value(await sweepRetention(later)({ limit: 100 }))).toMatchObject({ writtenOff: 1, failed: 0 });
    expect(JSON.stringify(world.everything())).not.toContain(order);
    expect(await bookedAs(world, 1)).toBeNull();
    expect(everyReceipt(world)).toHaveLength(2);
  });

  test('stays as long as a hold keeps the order, and goes when the hold is over', async () => {
    const { world, person, order } = await givenCorrected('paid');
    const hold = await held(world, person.subject, { scope: 'order', order });
    await leave(world, person);
    expect(await bookedAs(world, 1)).toBe('JOOS-2026-000002');
    await released(world, hold);
    world.pass(dayMs);
    await carriedOn(world.ports);
    expect(rowsIn(world, 'orders')).toEqual([]);
    expect(await bookedAs(world, 1)).toBeNull();
  });
});
