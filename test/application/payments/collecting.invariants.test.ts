import fc from 'fast-check';
import { expect, test } from 'vitest';
import { charge } from '../../../src/application/payments/charge.ts';
import { collectDuePayments } from '../../../src/application/payments/collect-due-payments.ts';
import { retryPayment } from '../../../src/application/payments/retry-payment.ts';
import { minuteMs } from '../../../src/domain/instant.ts';
import type { Weather } from '../fake-processor.ts';
import { givenRider, openRentalWorld, rentAndReturn } from '../rental-world.ts';
import { value } from '../world.ts';

type Step = 'charge' | 'worker' | 'retry' | 'both at once' | 'wait';

const step = fc.constantFrom<Step>('charge', 'worker', 'retry', 'both at once', 'wait');
const weather = fc.constantFrom<Weather>('ok', 'request-lost', 'answer-lost');
const verdict = fc.constantFrom('approve' as const, 'insufficient-funds' as const, 'processing-error' as const);

test('whatever is lost and however often it is tried, an amount is taken once at most, and what is taken is written down', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 12 }),
      fc.array(weather, { maxLength: 20 }),
      fc.array(verdict, { maxLength: 6 }),
      async (steps, lost, verdicts) => {
        const world = openRentalWorld();
        const person = await givenRider(world);
        const { payment } = await rentAndReturn(world, person);
        const { session } = person;
        world.processor.weather.push(...lost);
        world.processor.bank.push(...verdicts);
        for (const next of steps) {
          if (next === 'charge') void (await charge(world.ports)({ payment }));
          if (next === 'worker') value(await collectDuePayments(world.ports)({ limit: 5 }));
          if (next === 'retry') void (await retryPayment(world.ports)({ session, payment }));
          if (next === 'both at once') {
            await Promise.all([charge(world.ports)({ payment }), collectDuePayments(world.ports)({ limit: 5 })]);
          }
          world.pass(next === 'wait' ? 90 * minuteMs : minuteMs);
        }
        expect(world.processor.taken.length).toBeLessThanOrEqual(1);

        world.processor.weather.length = 0;
        world.processor.bank.length = 0;
        world.pass(120 * minuteMs);
        value(await collectDuePayments(world.ports)({ limit: 5 }));
        const { payment: settled } = value(await world.ports.store.reads.payment(payment, 'payment'))!;
        expect(settled.kind).not.toBe('pending');
        expect(settled.kind === 'succeeded').toBe(world.processor.taken.length === 1);
      },
    ),
    { numRuns: 60 },
  );
});
