import { describe, expect, test } from 'vitest';
import { myReceipt } from '../../../src/application/orders/my-receipt.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { type RefundInput, refund } from '../../../src/application/payments/refund.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { containedVat } from '../../../src/domain/order/vat.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { nobodysSession, staffSessionOf } from '../../staff-desk.ts';
import { booksOf, everyReceipt, faultOf, placesIn, rowsIn } from '../books.ts';
import { givenRider, openRentalWorld, rentAndReturn } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const euro = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const staff = { staffSession: staffSessionOf('ada.lovelace'), caseNumber: 'CASE-7' };

/** Somebody who paid 2.00 EUR for an hour, and who gives it back. */
async function givenPaid() {
  const world = openRentalWorld();
  const person = await givenRider(world);
  const { order, payment } = await rentAndReturn(world, person);
  value(await charge(world.ports)({ payment }));
  const back = (minor: number, n: number, more: Partial<RefundInput> = {}, ports: Ports = world.ports) =>
    refund(ports)({ ...staff, payment, amount: euro(minor), refund: uuid(n), ...more });
  return { world, person, order, payment, back };
}

describe('a refund', () => {
  test('gives back in parts up to the amount, each with a correction of the receipt under the next number', async () => {
    const { world, order, back } = await givenPaid();
    const { receipt } = await booksOf(world, order);
    expect(value(await back(150, 1))).toMatchObject({ kind: 'refunded', refunded: euro(150) });
    expect(refusal(await back(51, 2))).toEqual({ kind: 'RefundTooLarge' });
    expect(value(await back(50, 2))).toMatchObject({ refunded: euro(200) });
    expect(refusal(await back(1, 3))).toEqual({ kind: 'NothingToRefund' });
    expect(world.processor.refunds.map(({ amount }) => amount.amountMinor)).toEqual([150, 50]);
    const books = await booksOf(world, order);
    expect(books.receipt).toEqual(receipt);
    expect(books.corrections).toMatchObject([
      { number: 'JOOS-2026-000002', corrects: receipt.number, gross: euro(-150), items: [{ kind: 'refund' }] },
      { number: 'JOOS-2026-000003', corrects: receipt.number, gross: euro(-50) },
    ]);
    expect(faultOf(books)).toBeNull();
  });

  test('is on record, with name and case, before the money moves', async () => {
    const { world, payment, back } = await givenPaid();
    const lost = { ...world.processor, refund: () => errAsync(portFailure('CardProcessor', true)) };
    const before = everyReceipt(world);
    expect(refusal(await back(50, 1, {}, { ...world.ports, processor: lost })).kind).toBe('PortFailure');
    expect(rowsIn(world, 'auditEntries')).toMatchObject([
      { staff: 'ada.lovelace', caseNumber: 'CASE-7', purpose: 'payment-question', fields: [] },
    ]);
    expect(everyReceipt(world)).toEqual(before);
    expect(value(await world.ports.store.reads.payment(payment, 'payment'))?.payment.kind).toBe('succeeded');
  });

  test('whose answer was lost is asked for again and moves nothing twice', async () => {
    const { world, order, back } = await givenPaid();
    world.processor.weather.push('answer-lost');
    expect(refusal(await back(50, 1)).kind).toBe('PortFailure');
    expect(value(await back(50, 1))).toMatchObject({ kind: 'refunded', refunded: euro(50) });
    expect(world.processor.refunds).toHaveLength(1);
    expect((await booksOf(world, order)).corrections).toHaveLength(1);
  });

  test('under the same name moves and books once, however often and however many at once ask', async () => {
    const { world, order, back } = await givenPaid();
    const answers = await Promise.all(Array.from({ length: 20 }, () => back(50, 1)));
    for (const answer of answers) expect(value(answer)).toMatchObject({ kind: 'refunded', refunded: euro(50) });
    expect(value(await back(50, 1))).toMatchObject({ refunded: euro(50) });
    expect(world.processor.refunds).toHaveLength(1);
    expect(everyReceipt(world)).toHaveLength(2);
    expect(faultOf(await booksOf(world, order))).toBeNull();
  });

  test('in full, asked for again under its name, is answered as it is and recorded once', async () => {
    const { world, back } = await givenPaid();
    value(await back(200, 1));
    const after = world.everything();
    expect(value(await back(200, 1))).toMatchObject({ kind: 'refunded', refunded: euro(200) });
    expect(world.everything()).toEqual(after);
    expect(refusal(await back(200, 2))).toEqual({ kind: 'NothingToRefund' });
  });

  test('of two at once that come to more than was paid is one', async () => {
    const { world, order, back } = await givenPaid();
    const answers = await Promise.all([back(150, 1), back(120, 2)]);
    expect(answers.filter((answer) => answer.isOk())).toHaveLength(1);
    expect(answers.flatMap((answer) => (answer.isErr() ? [answer.error.kind] : []))).toEqual(['RefundTooLarge']);
    const moved = world.processor.refunds.map(({ amount }) => amount.amountMinor);
    expect(moved).toHaveLength(1);
    const books = await booksOf(world, order);
    expect(books.payment).toMatchObject({ kind: 'refunded', refunded: { amountMinor: moved[0] } });
    expect(faultOf(books)).toBeNull();
  });

  test('is seen with the receipt, which is as it was', async () => {
    const { world, person, order, back } = await givenPaid();
    const { session } = person;
    const before = value(await myReceipt(world.ports)({ session, order }));
    value(await back(50, 1));
    const after = value(await myReceipt(world.ports)({ session, order }));
    const { corrections, ...receipt } = after.receipt;
    expect({ ...receipt, corrections: [] }).toEqual(before.receipt);
    expect(corrections).toMatchObject([{ gross: euro(-50), corrects: receipt.number }]);
    expect(after).toMatchObject({ payment: 'refunded', refunded: euro(50) });
    expect(containedVat(after.receipt.gross, 19)).toMatchObject({ vat: before.receipt.vat });
  });

  test('leaves no gap where it is refused or cannot be moved', async () => {
    const { world, person, back } = await givenPaid();
    world.processor.weather.push('request-lost');
    expect((await back(50, 1)).isErr()).toBe(true);
    expect((await back(999, 2)).isErr()).toBe(true);
    value(await back(50, 1));
    await rentAndReturn(world, person);
    expect(placesIn(world)).toEqual([1, 2, 3]);
  });

  test('is none of what was not paid, or of no payment of ours', async () => {
    const world = openRentalWorld();
    const { payment } = await rentAndReturn(world, await givenRider(world));
    const one = { ...staff, payment, amount: euro(1), refund: uuid(1) };
    expect(refusal(await refund(world.ports)(one))).toEqual({ kind: 'NothingToRefund' });
    expect(refusal(await refund(world.ports)({ ...one, payment: uuid(9) }))).toEqual({ kind: 'NoSuchPayment' });
    expect(rowsIn(world, 'auditEntries')).toEqual([]);
  });

  test('needs a name, a case, an amount in the right currency, and a name of its own', async () => {
    const { world, back } = await givenPaid();
    const kind = async (more: Partial<RefundInput>) => refusal(await back(150, 1, more)).kind;
    expect([
      await kind({ staffSession: nobodysSession }),
      await kind({ caseNumber: 'mine' }),
      await kind({ amount: euro(1.5) }),
      await kind({ amount: { amountMinor: 100, currency: 'GBP' } }),
      await kind({ refund: 'the first one' }),
      await kind({ amount: euro(0) }),
      await kind({ amount: euro(-5) }),
    ]).toEqual([
      'StaffNotSignedIn',
      'InvalidCaseNumber',
      'InvalidMoney',
      'WrongCurrency',
      'InvalidId',
      'NothingToRefund',
      'NothingToRefund',
    ]);
    expect(world.processor.refunds).toEqual([]);
    expect(everyReceipt(world)).toHaveLength(1);
  });
});
