import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correctRental } from '../../../src/application/orders/correct-rental.ts';
import { reportLost } from '../../../src/application/orders/report-lost.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { retryPayment } from '../../../src/application/payments/retry-payment.ts';
import { settleAnswer } from '../../../src/application/payments/settle-answer.ts';
import { takeProcessorEvent } from '../../../src/application/payments/take-processor-event.ts';
import { hourMs, Instant } from '../../../src/domain/instant.ts';
import { staffSessionOf } from '../../staff-desk.ts';
import { booksOf, faultOf } from '../books.ts';
import { givenRider, openRentalWorld, rentOne } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

const staff = { staffSession: staffSessionOf('ada.lovelace'), caseNumber: 'CASE-7' };
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const euro = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

/**
 * A lost power bank, 50.00 EUR. The charge counts as declined; the power bank is found, and 2.00 EUR are owed. Then it turns
 * out that the charge took the money.
 */
async function givenLowered() {
  const world = openRentalWorld();
  const person = await givenRider(world);
  const { order, startedAt } = await rentOne(world, person);
  world.pass(48 * hourMs);
  const { payment } = value(await reportLost(world.ports)({ session: person.session, order }));
  world.processor.bank.push('insufficient-funds');
  value(await charge(world.ports)({ payment }));
  const at = Instant.toISOString(Instant.plusMs(startedAt, hourMs));
  const correction = { ...staff, order, station: 'FRA-0011', at, refund: uuid(1) };
  expect(value(await correctRental(world.ports)(correction))).toMatchObject({ kind: 'failed', amount: euro(200) });
  const took = (minor: number | null, attempt = 1, reference = 'ch_late') =>
    settleAnswer(world.ports)({
      payment,
      attempt,
      answer: { kind: 'succeeded', reference, ...(minor === null ? {} : { amount: euro(minor) }) },
    });
  const paid = async () => value(await world.ports.store.reads.payment(payment, 'payment'))?.payment;
  return { world, session: person.session, order, payment, took, paid };
}

describe('a charge that took more than is owed by now', () => {
  test('pays what is owed, and what is beyond goes back at once under a name of its own', async () => {
    const { world, order, payment, took, paid } = await givenLowered();
    expect(value(await took(5000))).toMatchObject({ kind: 'succeeded', amount: euro(200), reference: 'ch_late' });
    expect(world.processor.refunds).toEqual([
      { idempotencyKey: `${payment}:1:given-back`, reference: 'ch_late', amount: euro(4800) },
    ]);
    expect(world.logged).toContain('payment-unclear');
    // The surplus was never in the books: the correction is of what was owed.
    expect(await paid()).toMatchObject({ kind: 'succeeded', amount: euro(200) });
    const books = await booksOf(world, order);
    expect(books.corrections).toHaveLength(1);
    expect(faultOf(books)).toBeNull();
  });

  test('gives it back once, however often it is told of, also once the processor tells of the refund', async () => {
    const { world, order, payment, took } = await givenLowered();
    await Promise.all([took(5000), took(5000), took(5000)]);
    value(await took(5000));
    const [given] = world.processor.refunds;
    const refunded = { kind: 'refunded', payment, refund: given?.idempotencyKey ?? '', reference: 'ch_late' } as const;
    const told = await takeProcessorEvent(world.ports)({ ...refunded, amount: euro(4800) });
    expect(value(told)).toBe('nothing-new');
    value(await took(5000));
    expect(world.processor.refunds).toHaveLength(1);
    expect(faultOf(await booksOf(world, order))).toBeNull();
  });

  test.each(['request-lost', 'answer-lost'] as const)(
    'gives it back when it is told of again, where that did not get through (%s)',
    async (weather) => {
      const { world, took, paid } = await givenLowered();
      world.processor.weather.push(weather);
      expect(refusal(await took(5000))).toMatchObject({ kind: 'PortFailure', retryable: true });
      expect((await paid())?.kind).toBe('succeeded');
      value(await took(5000));
      expect(world.processor.refunds.map(({ amount }) => amount)).toEqual([euro(4800)]);
    },
  );

  test('goes back whole where the lower amount is paid already by another charge', async () => {
    const { world, session, order, payment, took, paid } = await givenLowered();
    value(await retryPayment(world.ports)({ session, payment }));
    value(await took(5000));
    expect(world.processor.refunds).toEqual([
      { idempotencyKey: `${payment}:1:given-back`, reference: 'ch_late', amount: euro(5000) },
    ]);
    expect(await paid()).toMatchObject({ kind: 'succeeded', amount: euro(200), attempt: 2 });
    expect(faultOf(await booksOf(world, order))).toBeNull();
  });

  test.each([
    ['as much as is owed', 200],
    ['less', 199],
    ['an amount that it does not say', null],
  ] as const)('is none that took %s: nothing goes back', async (_, minor) => {
    const { world, took, paid } = await givenLowered();
    value(await took(minor));
    expect(world.processor.refunds).toEqual([]);
    expect((await paid())?.kind).toBe('succeeded');
  });

  test('is refused with an amount that is none', async () => {
    const { world, payment } = await givenLowered();
    const answer = { kind: 'succeeded', reference: 'ch_late', amount: { amountMinor: 1.5, currency: 'EUR' } } as const;
    const before = world.everything();
    expect(refusal(await settleAnswer(world.ports)({ payment, attempt: 1, answer })).kind).toBe('InvalidMoney');
    expect(world.everything()).toEqual(before);
  });
});

test('whatever was taken by whichever attempts, told in any order and any number of times: the person pays what is owed', async () => {
  const charges = [
    { attempt: 1, reference: 'ch_first', minor: 5000 },
    { attempt: 2, reference: 'ch_second', minor: 200 },
  ] as const;
  const told = fc.array(fc.constantFrom(...charges), { minLength: 1, maxLength: 6 });
  const lost = fc.array(fc.constantFrom('ok' as const, 'request-lost' as const, 'answer-lost' as const), {
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(told, lost, async (answers, weather) => {
      const { world, session, order, payment, took, paid } = await givenLowered();
      world.processor.bank.push('insufficient-funds');
      value(await retryPayment(world.ports)({ session, payment }));
      world.processor.weather.push(...weather);
      for (const { minor, attempt, reference } of answers) void (await took(minor, attempt, reference));
      world.processor.weather.length = 0;
      // What got no answer is told again.
      for (const { minor, attempt, reference } of answers) value(await took(minor, attempt, reference));
      const taken = charges.filter((one) => answers.includes(one)).reduce((sum, { minor }) => sum + minor, 0);
      const back = world.processor.refunds.reduce((sum, { amount }) => sum + amount.amountMinor, 0);
      expect(taken - back).toBe(200);
      expect(await paid()).toMatchObject({ kind: 'succeeded', amount: euro(200) });
      expect(faultOf(await booksOf(world, order))).toBeNull();
    }),
    { numRuns: 60 },
  );
});
