import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charge } from '../../../src/application/payments/charge.ts';
import { collectDuePayments } from '../../../src/application/payments/collect-due-payments.ts';
import { reconcilePayments } from '../../../src/application/payments/reconcile-payments.ts';
import { retryPayment } from '../../../src/application/payments/retry-payment.ts';
import type { PaymentId } from '../../../src/domain/ids.ts';
import { minuteMs } from '../../../src/domain/instant.ts';
import type { ProcessorAnswer } from '../../../src/domain/payment/payment.ts';
import { ProcessorReference } from '../../../src/domain/payment/processor-reference.ts';
import { okAsync } from '../../../src/domain/result.ts';
import type { Weather } from '../fake-processor.ts';
import { withPorts } from '../privacy/erasing.ts';
import { givenRider, openRentalWorld, type RentalWorld, rentAndReturn } from '../rental-world.ts';
import { value } from '../world.ts';

async function givenOwed(...weather: readonly Weather[]) {
  const world = openRentalWorld();
  const person = await givenRider(world);
  const { payment } = await rentAndReturn(world, person);
  world.processor.weather.push(...weather);
  if (weather.length > 0) void (await charge(world.ports)({ payment }));
  return { world, person, session: person.session, payment };
}

const reconcile = async (world: RentalWorld, limit = 10) => value(await reconcilePayments(world.ports)({ limit }));
const stateOf = async (world: RentalWorld, payment: PaymentId) =>
  value(await world.ports.store.reads.payment(payment, 'payment'))?.payment;
const none = { succeeded: 0, failed: 0, unknown: 0, unclear: 0 };

/** A processor that answers so about each attempt, whatever it said before. */
function knowing(world: RentalWorld, answers: Readonly<Record<string, ProcessorAnswer>>): RentalWorld {
  const processor = { ...world.processor, answerTo: (key: string) => okAsync(answers[key] ?? null) };
  return { ...withPorts(world, { processor }), processor };
}

const took = (reference: string): ProcessorAnswer => ({
  kind: 'succeeded',
  reference: ProcessorReference.parse(reference)._unsafeUnwrap(),
});
const declined: ProcessorAnswer = { kind: 'declined', reason: 'insufficient-funds' };

describe('reconciling', () => {
  test('finds out at once what became of a charge whose answer was lost, due or not, and charges nothing', async () => {
    const { world, payment } = await givenOwed('answer-lost', 'answer-lost');
    expect((await stateOf(world, payment))?.kind).toBe('pending');
    expect(await reconcile(world)).toEqual({ ...none, succeeded: 1 });
    expect((await stateOf(world, payment))?.kind).toBe('succeeded');
    expect(world.processor.asked).toHaveLength(1);
    expect(await reconcile(world)).toEqual(none);
  });

  test('charges nothing that the processor never heard of: the worker does when it is due', async () => {
    const { world, payment } = await givenOwed('request-lost', 'request-lost');
    expect(await reconcile(world)).toEqual({ ...none, unknown: 1 });
    expect(world.processor.asked).toEqual([]);
    expect((await stateOf(world, payment))?.kind).toBe('pending');
    world.pass(minuteMs);
    expect(value(await collectDuePayments(world.ports)({ limit: 5 })).succeeded).toBe(1);
  });

  test('writes a decline down, with the notice to the person', async () => {
    const { world, payment } = await givenOwed();
    world.processor.bank.push('insufficient-funds');
    world.processor.weather.push('answer-lost', 'answer-lost');
    void (await charge(world.ports)({ payment }));
    expect(await reconcile(world)).toEqual({ ...none, failed: 1 });
    expect(await stateOf(world, payment)).toMatchObject({ kind: 'failed', reason: 'insufficient-funds' });
    expect(JSON.stringify(world.everything())).toContain(`payment-failed:${payment}:1`);
  });

  test('says that it is unclear where the processor does not answer, and goes on with the others', async () => {
    const { world, person, payment } = await givenOwed('answer-lost', 'answer-lost');
    await rentAndReturn(world, person);
    world.processor.weather.push('request-lost');
    const counts = await reconcile(world);
    expect(counts.unclear).toBe(1);
    expect(counts.succeeded + counts.unknown).toBe(1);
    expect(await reconcile(world)).toMatchObject({ unclear: 0 });
    expect((await stateOf(world, payment))?.kind).toBe('succeeded');
  });

  test('asks after every attempt: money that an earlier one took counts, whatever was said before', async () => {
    const { world, session, payment } = await givenOwed();
    world.processor.bank.push('processing-error');
    value(await charge(world.ports)({ payment }));
    world.processor.weather.push('request-lost', 'request-lost');
    expect(value(await retryPayment(world.ports)({ session, payment })).kind).toBe('pending');
    const late = knowing(world, { [`${payment}:1`]: took('ch_first') });
    expect(await reconcile(late)).toEqual({ ...none, succeeded: 1 });
    expect(await stateOf(world, payment)).toMatchObject({ kind: 'succeeded', reference: 'ch_first', attempt: 2 });
    expect(world.processor.asked).toEqual([`${payment}:1`]);
  });

  test('takes money that an earlier attempt took for paid, even where the last one was declined', async () => {
    const { world, session, payment } = await givenOwed();
    world.processor.bank.push('processing-error');
    value(await charge(world.ports)({ payment }));
    world.processor.weather.push('request-lost', 'request-lost');
    value(await retryPayment(world.ports)({ session, payment }));
    const late = knowing(world, { [`${payment}:1`]: took('ch_first'), [`${payment}:2`]: declined });
    expect(await reconcile(late)).toEqual({ ...none, succeeded: 1 });
    expect(await stateOf(world, payment)).toMatchObject({ kind: 'succeeded', reference: 'ch_first' });
    expect(JSON.stringify(world.everything())).not.toContain(`payment-failed:${payment}:2`);
  });

  test('gives back what two attempts took, once', async () => {
    const { world, session, payment } = await givenOwed();
    world.processor.bank.push('processing-error');
    value(await charge(world.ports)({ payment }));
    world.processor.weather.push('request-lost', 'request-lost');
    value(await retryPayment(world.ports)({ session, payment }));
    const late = knowing(world, { [`${payment}:1`]: took('ch_first'), [`${payment}:2`]: took('ch_second') });
    expect(await reconcile(late)).toEqual({ ...none, succeeded: 1 });
    expect(await stateOf(world, payment)).toMatchObject({ kind: 'succeeded', reference: 'ch_second' });
    expect(world.processor.refunds).toMatchObject([{ reference: 'ch_first', amount: { amountMinor: 200 } }]);
    expect(await reconcile(late)).toEqual(none);
    expect(world.processor.refunds).toHaveLength(1);
  });

  test('looks at no more than it was asked to, and at more than one page', async () => {
    const { world, person } = await givenOwed();
    for (let count = 0; count < 3; count += 1) await rentAndReturn(world, person);
    expect(await reconcile(world, 3)).toEqual({ ...none, unknown: 3 });
    expect(await reconcile(world, 100)).toEqual({ ...none, unknown: 4 });
    expect(await reconcile(world, 0)).toEqual(none);
  });
});

test('whatever was lost, reconciling asks the bank for nothing, takes nothing, and agrees with the processor in the end', async () => {
  const weather = fc.array(fc.constantFrom<Weather>('ok', 'request-lost', 'answer-lost'), { maxLength: 12 });
  const bank = fc.array(fc.constantFrom('approve' as const, 'insufficient-funds' as const), { maxLength: 4 });
  const steps = fc.array(fc.constantFrom('charge' as const, 'retry' as const, 'wait' as const), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(weather, bank, steps, async (lost, verdicts, done) => {
      const { world, session, payment } = await givenOwed();
      world.processor.bank.push(...verdicts);
      world.processor.weather.push(...lost);
      for (const step of done) {
        if (step === 'charge') void (await charge(world.ports)({ payment }));
        if (step === 'retry') void (await retryPayment(world.ports)({ session, payment }));
        world.pass(minuteMs);
      }
      const asked = [...world.processor.asked];
      await reconcile(world);
      world.processor.weather.length = 0;
      await reconcile(world);
      expect(world.processor.asked).toEqual(asked);
      const settled = await stateOf(world, payment);
      if (world.processor.taken.length > 0) expect(settled?.kind).toBe('succeeded');
      else expect(settled?.kind).not.toBe('succeeded');
      // Nothing of what the processor knows is pending any more.
      if (settled?.kind === 'pending') expect(asked).not.toContain(`${payment}:${settled.attempt}`);
    }),
    { numRuns: 80 },
  );
});
