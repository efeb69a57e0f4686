import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correctRental } from '../../../src/application/orders/correct-rental.ts';
import type { EndedRental } from '../../../src/application/orders/end-rental.ts';
import { reportLost } from '../../../src/application/orders/report-lost.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { collectDuePayments } from '../../../src/application/payments/collect-due-payments.ts';
import { refund } from '../../../src/application/payments/refund.ts';
import { retryPayment } from '../../../src/application/payments/retry-payment.ts';
import { dayMs, hourMs, Instant, minuteMs } from '../../../src/domain/instant.ts';
import type { DeclineReason } from '../../../src/domain/payment/decline-reason.ts';
import { RetrySchedule } from '../../../src/domain/payment/retry-schedule.ts';
import { staffSessionOf } from '../../staff-desk.ts';
import { booksOf, everyReceipt, faultOf, placesIn } from '../books.ts';
import type { Weather } from '../fake-processor.ts';
import type { Person } from '../people.ts';
import { givenRider, openRentalWorld, type RentalWorld, rentOne } from '../rental-world.ts';
import { value } from '../world.ts';

/** What is done about one of two rentals; the same refund, or the correction, is always asked for as the same. */
type Deed =
  | { readonly kind: 'charge'; readonly rental: 0 | 1 }
  | { readonly kind: 'retry'; readonly rental: 0 | 1 }
  | { readonly kind: 'correct'; readonly rental: 0 | 1 }
  | { readonly kind: 'refund'; readonly rental: 0 | 1; readonly which: 0 | 1 | 2 }
  | { readonly kind: 'worker' };

const rental = fc.constantFrom<0 | 1>(0, 1);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('charge' as const), rental }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retry' as const), rental }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('correct' as const), rental }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('refund' as const), rental, which: fc.constantFrom<0 | 1 | 2>(0, 1, 2) }),
  },
  { weight: 1, arbitrary: fc.constant<Deed>({ kind: 'worker' }) },
);

/** Each step is done at once by everybody who does something in it. */
const steps = fc.array(fc.array(deed, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });
const weather = fc.array(fc.constantFrom<Weather>('ok', 'ok', 'request-lost', 'answer-lost'), { maxLength: 20 });
const verdicts = fc.array(fc.constantFrom<'approve' | DeclineReason>('approve', 'insufficient-funds', 'card-expired'), {
  maxLength: 4,
});

const staff = { staffSession: staffSessionOf('ada.lovelace'), caseNumber: 'CASE-7' };
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const amountsMinor = [30, 170, 4900] as const;

/** Two power banks of one person, both reported lost after 26 hours, and found after an hour if they are found. */
async function givenRentals(world: RentalWorld, person: Person) {
  const first = await rentOne(world, person);
  const second = await rentOne(world, person);
  world.pass(26 * hourMs);
  const { session } = person;
  const ended: readonly EndedRental[] = [
    value(await reportLost(world.ports)({ session, order: first.order })),
    value(await reportLost(world.ports)({ session, order: second.order })),
  ];
  const at = Instant.toISOString(Instant.plusMs(first.startedAt, hourMs));
  return { ended, at };
}

test('whatever is refunded, corrected, charged and lost on the way, by many at once: books are sound and nobody pays more', async () => {
  await fc.assert(
    fc.asyncProperty(steps, weather, verdicts, async (all, lost, bank) => {
      const world = openRentalWorld({ paymentRetries: RetrySchedule.parse('P1D/P1D')._unsafeUnwrap() });
      const person = await givenRider(world);
      const { session } = person;
      const { ended, at } = await givenRentals(world, person);
      world.processor.weather.push(...lost);
      world.processor.bank.push(...bank);

      const doIt = async (one: Deed): Promise<unknown> => {
        if (one.kind === 'worker') return collectDuePayments(world.ports)({ limit: 5 });
        const { order, payment } = ended[one.rental] as EndedRental; // sound: there are two
        if (one.kind === 'charge') return charge(world.ports)({ payment });
        if (one.kind === 'retry') return retryPayment(world.ports)({ session, payment });
        const named = (n: number): string => uuid(100 * (one.rental + 1) + n);
        if (one.kind === 'correct') {
          return correctRental(world.ports)({ ...staff, order, station: 'FRA-0011', at, refund: named(9) });
        }
        const amount = { amountMinor: amountsMinor[one.which], currency: 'EUR' };
        return refund(world.ports)({ ...staff, payment, amount, refund: named(one.which) });
      };

      const issued = new Map<string, string>();
      const lookAround = async (): Promise<void> => {
        expect(placesIn(world)).toEqual(placesIn(world).map((_, index) => index + 1));
        for (const receipt of everyReceipt(world)) {
          const text = JSON.stringify(receipt);
          expect(issued.get(receipt.number) ?? text).toBe(text);
          issued.set(receipt.number, text);
        }
        for (const { order } of ended) expect(faultOf(await booksOf(world, order))).toBeNull();
      };

      await lookAround();
      for (const step of all) {
        await Promise.all(step.map(doIt));
        await lookAround();
        world.pass(2 * minuteMs);
      }

      // Whoever got no answer asks again, under the same name.
      world.processor.weather.length = 0;
      world.processor.bank.length = 0;
      for (let days = 0; days < 3; days += 1) {
        world.pass(dayMs);
        value(await collectDuePayments(world.ports)({ limit: 5 }));
        for (const one of all.flat()) if (one.kind !== 'retry') await doIt(one);
      }
      await lookAround();

      const { taken, refunds } = world.processor;
      for (const { order, payment: id } of ended) {
        const { receipt, corrections, payment } = await booksOf(world, order);
        const charged = taken.filter(({ key }) => key.startsWith(id)).map(({ amount }) => amount.amountMinor);
        expect(charged.length).toBeLessThanOrEqual(1);
        const takenMinor = charged[0] ?? 0;
        expect(takenMinor).toBeLessThanOrEqual(receipt.gross.amountMinor);
        expect(takenMinor > 0).toBe(payment.kind === 'succeeded' || payment.kind === 'refunded');
        const reference = 'reference' in payment ? payment.reference : null;
        const movedMinor = refunds
          .filter((one) => one.reference === reference)
          .reduce((sum, { amount }) => sum + amount.amountMinor, 0);
        const booked = payment.kind === 'refunded' ? payment.refunded.amountMinor : 0;
        expect(movedMinor).toBe(booked);
        const correctedMinor = corrections.reduce((sum, { gross }) => sum + gross.amountMinor, 0);
        if (takenMinor > 0) expect(takenMinor - movedMinor).toBe(receipt.gross.amountMinor + correctedMinor);
      }
    }),
    { numRuns: 80 },
  );
});
