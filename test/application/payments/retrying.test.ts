import { describe, expect, test } from 'vitest';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { workerPass } from '../../../src/application/notices/worker-pass.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { collectDuePayments } from '../../../src/application/payments/collect-due-payments.ts';
import { retryPayment } from '../../../src/application/payments/retry-payment.ts';
import { settleAnswer } from '../../../src/application/payments/settle-answer.ts';
import { dayMs, hourMs, Instant, minuteMs } from '../../../src/domain/instant.ts';
import type { DeclineReason } from '../../../src/domain/payment/decline-reason.ts';
import { declineReasons, declines } from '../../../src/domain/payment/decline-reason.ts';
import { RetrySchedule } from '../../../src/domain/payment/retry-schedule.ts';
import { rowsIn } from '../books.ts';
import { givenEmail } from '../people.ts';
import { watched } from '../rendered.ts';
import { giveCard, givenRider, leave, openRentalWorld, rentAndReturn } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

const schedule = RetrySchedule.parse('PT24H/P3D')._unsafeUnwrap();

/** Somebody whose first charge is declined; we try again after a day, and after three more. */
async function givenFailed(...reasons: readonly DeclineReason[]) {
  const opened = openRentalWorld({ paymentRetries: schedule });
  const { world, rendered } = watched(opened);
  const person = await givenRider(world);
  await givenEmail(world, person, 'rider@example.org');
  const { payment, order } = await rentAndReturn(world, person);
  world.processor.bank.push(...reasons);
  value(await charge(world.ports)({ payment }));
  const collect = async () => value(await collectDuePayments(world.ports)({ limit: 10 }));
  const state = async () => value(await world.ports.store.reads.payment(payment, 'payment'))?.payment;
  const queuedAbout = () =>
    // sound: the rows of that table
    (rowsIn(world, 'notices') as readonly { readonly notice: { readonly about: { readonly kind: string } } }[])
      .map(({ notice }) => notice.about.kind)
      .filter((kind) => kind.startsWith('payment-'));
  return { world, rendered, person, session: person.session, payment, order, collect, state, queuedAbout };
}

const nothing = { succeeded: 0, failed: 0, unclear: 0 };

describe('a payment that failed', () => {
  test('is tried again when its time has come and not before, with the card that failed, under a new key', async () => {
    const { world, payment, collect, state } = await givenFailed('insufficient-funds');
    world.pass(dayMs - 1);
    expect(await collect()).toEqual(nothing);
    world.pass(1);
    expect(await collect()).toEqual({ ...nothing, succeeded: 1 });
    expect(world.processor.asked).toEqual([`${payment}:1`, `${payment}:2`]);
    expect(world.processor.taken).toHaveLength(1);
    const paid = await state();
    expect(paid).toMatchObject({ kind: 'succeeded', attempt: 2 });
    expect(await collect()).toEqual(nothing);
  });

  test('is tried as often as the schedule says, later and later, and then no more', async () => {
    const { world, payment, collect, state, queuedAbout } = await givenFailed(
      'insufficient-funds',
      'card-declined',
      'processing-error',
    );
    world.pass(dayMs);
    expect(await collect()).toEqual({ ...nothing, failed: 1 });
    world.pass(3 * dayMs - 1);
    expect(await collect()).toEqual(nothing);
    world.pass(1);
    expect(await collect()).toEqual({ ...nothing, failed: 1 });
    world.pass(90 * dayMs);
    expect(await collect()).toEqual(nothing);
    expect(world.processor.asked).toEqual([1, 2, 3].map((attempt) => `${payment}:${attempt}`));
    expect(await state()).toMatchObject({ kind: 'failed', attempt: 3, reason: 'processing-error' });
    expect(queuedAbout()).toEqual(['payment-failed', 'payment-failed', 'payment-failed']);
  });

  test.each(declineReasons.filter((reason) => declines[reason].hard))(
    'by %s is never tried again by itself',
    async (reason) => {
      const { world, collect } = await givenFailed(reason);
      world.pass(90 * dayMs);
      expect(await collect()).toEqual(nothing);
      expect(world.processor.asked).toHaveLength(1);
    },
  );

  test('is not tried again before its time because somebody asks for the charge once more', async () => {
    const { world, payment, state } = await givenFailed('insufficient-funds');
    world.pass(dayMs - 1);
    expect(value(await charge(world.ports)({ payment }))).toMatchObject({ kind: 'failed', attempt: 1 });
    expect(world.processor.asked).toHaveLength(1);
    world.pass(1);
    expect(value(await charge(world.ports)({ payment }))).toMatchObject({ kind: 'succeeded', attempt: 2 });
    expect(await state()).toMatchObject({ kind: 'succeeded', attempt: 2 });
  });

  test('where the host has no schedule waits for the person', async () => {
    const world = openRentalWorld();
    const { payment } = await rentAndReturn(world, await givenRider(world));
    world.processor.bank.push('insufficient-funds');
    value(await charge(world.ports)({ payment }));
    world.pass(90 * dayMs);
    expect(value(await collectDuePayments(world.ports)({ limit: 10 }))).toEqual(nothing);
  });

  test('that the person paid meanwhile is not tried again', async () => {
    const { world, session, payment, collect } = await givenFailed('insufficient-funds');
    expect(value(await retryPayment(world.ports)({ session, payment })).kind).toBe('succeeded');
    world.pass(90 * dayMs);
    expect(await collect()).toEqual(nothing);
    expect(world.processor.taken).toHaveLength(1);
  });

  test('that the person tried meanwhile, in vain, goes on from there, with the card of that try', async () => {
    const { world, person, session, payment, collect, state } = await givenFailed('card-expired', 'insufficient-funds');
    const card = await giveCard(world, person, 1);
    value(await retryPayment(world.ports)({ session, payment, card }));
    // Of the second failure: the wait is the second one, and the bank may take this card another time.
    world.pass(3 * dayMs - 1);
    expect(await collect()).toEqual(nothing);
    world.pass(1);
    expect(await collect()).toEqual({ ...nothing, succeeded: 1 });
    expect(await state()).toMatchObject({ kind: 'succeeded', attempt: 3, card });
  });

  test('by two workers at once is tried again once', async () => {
    const { world, payment, collect } = await givenFailed('insufficient-funds');
    world.pass(dayMs);
    await Promise.all([collect(), collect(), charge(world.ports)({ payment })]);
    expect(world.processor.asked).toEqual([`${payment}:1`, `${payment}:2`]);
    expect(world.processor.taken).toHaveLength(1);
  });

  test('whose next try gets no answer is asked for under the same key, and begins no third one', async () => {
    const { world, payment, collect, state } = await givenFailed('insufficient-funds');
    world.pass(dayMs);
    world.processor.weather.push('ok', 'answer-lost', 'request-lost');
    expect(await collect()).toEqual({ ...nothing, unclear: 1 });
    expect(await state()).toMatchObject({ kind: 'pending', attempt: 2 });
    world.pass(hourMs);
    expect(await collect()).toEqual({ ...nothing, succeeded: 1 });
    expect(world.processor.asked).toEqual([`${payment}:1`, `${payment}:2`]);
    expect(world.processor.taken).toHaveLength(1);
  });

  test('whose next try is under way is left to the worker, however late the first failure is told once more', async () => {
    const { world, payment, collect } = await givenFailed('insufficient-funds');
    world.pass(dayMs);
    world.processor.weather.push('ok', 'answer-lost', 'request-lost');
    await collect();
    const before = world.everything();
    const answer = { kind: 'declined', reason: 'insufficient-funds' } as const;
    expect(value(await settleAnswer(world.ports)({ payment, attempt: 1, answer })).kind).toBe('pending');
    expect(world.everything()).toEqual(before);
    world.pass(hourMs);
    expect(await collect()).toEqual({ ...nothing, succeeded: 1 });
  });

  test('of somebody who left goes on, and nobody is told', async () => {
    const { world, person, collect, queuedAbout } = await givenFailed('insufficient-funds', 'insufficient-funds');
    await leave(world, person);
    world.pass(dayMs);
    expect(await collect()).toEqual({ ...nothing, failed: 1 });
    world.pass(3 * dayMs);
    expect(await collect()).toEqual({ ...nothing, succeeded: 1 });
    expect(queuedAbout()).toEqual([]);
  });
});

describe('what the person hears', () => {
  const told = (rendered: Awaited<ReturnType<typeof givenFailed>>['rendered']) =>
    rendered.flatMap(({ content }) => (content.kind.startsWith('payment-') ? [content] : []));
  const deliver = async (world: Parameters<typeof deliverDue>[0]) => value(await deliverDue(world)({ limit: 20 }));

  test('of a failure is why, with which card, and when we try again', async () => {
    const { world, rendered, payment } = await givenFailed('insufficient-funds');
    await deliver(world.ports);
    expect(told(rendered)).toEqual([
      {
        kind: 'payment-failed',
        order: value(await world.ports.store.reads.payment(payment, 'payment'))?.payment.order,
        amount: { amountMinor: 200, currency: 'EUR' },
        card: { last4: '4242', network: 'visa' },
        reason: 'insufficient-funds',
        nextTryOn: '2026-11-24',
      },
    ]);
  });

  test('of the next try is the day that it is where the business is, and not in Greenwich', async () => {
    const { world, rendered, person } = await givenFailed('insufficient-funds');
    // The next failure is at 00:30 in Berlin, which is the day before in Greenwich.
    world.pass(12 * hourMs + 30 * minuteMs);
    const { payment } = await rentAndReturn(world, person);
    world.processor.bank.push('insufficient-funds');
    expect(Instant.toISOString(world.ports.clock.now())).toBe('2026-11-23T23:30:00.000Z');
    value(await charge(world.ports)({ payment }));
    await deliver(world.ports);
    const { order } = value(await world.ports.store.reads.payment(payment, 'payment'))?.payment ?? {};
    expect(told(rendered).find((content) => 'order' in content && content.order === order)).toMatchObject({
      nextTryOn: '2026-11-25',
    });
  });

  test.each([
    ['a hard decline', ['lost-or-stolen'], 0],
    ['the last try', ['insufficient-funds', 'insufficient-funds', 'insufficient-funds'], 2],
  ] as const)('of %s is that we do not try again', async (_, reasons, tries) => {
    const { world, rendered, collect } = await givenFailed(...reasons);
    for (let count = 0; count < tries; count += 1) {
      world.pass(3 * dayMs);
      await collect();
    }
    await deliver(world.ports);
    expect(told(rendered).at(-1)).toMatchObject({ kind: 'payment-failed', nextTryOn: null });
  });

  test('is that it is paid, once, whoever paid it and however often that is heard', async () => {
    const { world, rendered, payment, collect } = await givenFailed('insufficient-funds');
    await deliver(world.ports);
    world.pass(dayMs);
    await collect();
    const { payment: paid } = value(await world.ports.store.reads.payment(payment, 'payment'))!;
    const reference = 'reference' in paid ? paid.reference : '';
    for (let times = 0; times < 5; times += 1) {
      value(await settleAnswer(world.ports)({ payment, attempt: 2, answer: { kind: 'succeeded', reference } }));
    }
    await deliver(world.ports);
    expect(told(rendered).map(({ kind }) => kind)).toEqual(['payment-failed', 'payment-settled']);
    expect(told(rendered).at(-1)).toMatchObject({ amount: { amountMinor: 200 }, card: { last4: '4242' } });
  });

  test('is nothing where no failure was told', async () => {
    const { world, queuedAbout } = await givenFailed();
    expect(await deliver(world.ports)).toMatchObject({ skipped: 0 });
    expect(queuedAbout()).toEqual([]);
  });

  test('is nothing where the answer was only late', async () => {
    const world = openRentalWorld({ paymentRetries: schedule });
    const person = await givenRider(world);
    const { payment } = await rentAndReturn(world, person);
    world.processor.weather.push('answer-lost', 'answer-lost');
    expect(refusal(await charge(world.ports)({ payment })).kind).toBe('PortFailure');
    world.pass(minuteMs);
    expect(value(await workerPass(world.ports)({ limit: 20 })).payments).toEqual({ ...nothing, succeeded: 1 });
    expect(world.texts.map(({ about }) => about)).not.toContain('payment-settled');
  });
});
