import fc from 'fast-check';
import { expect, test } from 'vitest';
import { charge } from '../../../src/application/payments/charge.ts';
import { collectDuePayments } from '../../../src/application/payments/collect-due-payments.ts';
import { retryPayment } from '../../../src/application/payments/retry-payment.ts';
import { dayMs, hourMs } from '../../../src/domain/instant.ts';
import { type DeclineReason, declineReasons, declines } from '../../../src/domain/payment/decline-reason.ts';
import type { Payment } from '../../../src/domain/payment/payment.ts';
import { RetrySchedule } from '../../../src/domain/payment/retry-schedule.ts';
import { rowsIn } from '../books.ts';
import { givenRider, openRentalWorld, rentAndReturn } from '../rental-world.ts';
import { value } from '../world.ts';

const schedules = fc
  .array(fc.integer({ min: 1, max: 96 }), { minLength: 1, maxLength: 4 })
  .map((hours) => hours.toSorted((one, other) => one - other))
  .map((hours) => RetrySchedule.parse(hours.map((count) => `PT${count}H`).join('/'))._unsafeUnwrap());

const verdicts = fc.array(fc.constantFrom<'approve' | DeclineReason>('approve', ...declineReasons), { maxLength: 8 });
/** The hour after the one before at which the worker or the person looks. */
const looks = fc.array(
  fc.record({
    who: fc.constantFrom('worker' as const, 'worker' as const, 'person' as const),
    hours: fc.nat({ max: 60 }),
  }),
  { maxLength: 20 },
);

test('tries without the person are as many as the schedule has at most, none early, none after a hard decline, one paid', async () => {
  await fc.assert(
    fc.asyncProperty(schedules, verdicts, looks, async (schedule, bank, all) => {
      const world = openRentalWorld({ paymentRetries: schedule });
      const person = await givenRider(world);
      const { session } = person;
      const { payment: id } = await rentAndReturn(world, person);
      world.processor.bank.push(...bank);
      const read = async (): Promise<Payment> => value(await world.ports.store.reads.payment(id, 'payment'))!.payment;
      value(await charge(world.ports)({ payment: id }));
      let byItself = 0;
      for (const { who, hours } of all) {
        world.pass(hours * hourMs);
        const before = await read();
        if (who === 'person') {
          void (await retryPayment(world.ports)({ session, payment: id }));
          continue;
        }
        value(await collectDuePayments(world.ports)({ limit: 5 }));
        const after = await read();
        if (after.attempt === before.attempt) continue;
        byItself += 1;
        expect(after.attempt).toBe(before.attempt + 1);
        if (before.kind !== 'failed') throw new Error('Only a failed payment is tried again');
        expect(declines[before.reason].hard).toBe(false);
        expect(after.card).toBe(before.card);
        const waitMs = schedule.waitsMs[before.attempt - 1];
        expect(waitMs).toBeDefined();
        expect(world.ports.clock.now() - before.settledAt).toBeGreaterThanOrEqual(waitMs ?? Number.POSITIVE_INFINITY);
      }
      expect(byItself).toBeLessThanOrEqual(schedule.waitsMs.length);

      // Whatever came before, the worker comes to an end by itself, within the schedule.
      for (let days = 0; days < 20; days += 1) {
        world.pass(dayMs);
        value(await collectDuePayments(world.ports)({ limit: 5 }));
      }
      const last = await read();
      world.pass(365 * dayMs);
      expect(value(await collectDuePayments(world.ports)({ limit: 5 }))).toEqual({
        succeeded: 0,
        failed: 0,
        unclear: 0,
      });
      expect(await read()).toEqual(last);
      expect(last.kind).not.toBe('pending');
      expect(world.processor.taken.length).toBe(last.kind === 'succeeded' ? 1 : 0);
      expect(new Set(world.processor.asked).size).toBe(world.processor.asked.length);

      // sound: the rows of that table
      const notices = rowsIn(world, 'notices') as readonly { readonly notice: { readonly about: { kind: string } } }[];
      const told = (kind: string): number => notices.filter(({ notice }) => notice.about.kind === kind).length;
      const failures = world.processor.asked.length - world.processor.taken.length;
      expect(told('payment-failed')).toBe(failures);
      expect(told('payment-settled')).toBe(last.kind === 'succeeded' && failures > 0 ? 1 : 0);
    }),
    { numRuns: 80 },
  );
});
