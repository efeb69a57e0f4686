import { describe, expect, test } from 'vitest';
import { removeCard } from '../../../src/application/cards/remove-card.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { collectDuePayments } from '../../../src/application/payments/collect-due-payments.ts';
import { myPayments } from '../../../src/application/payments/my-payments.ts';
import { retryPayment } from '../../../src/application/payments/retry-payment.ts';
import { settleAnswer } from '../../../src/application/payments/settle-answer.ts';
import { minuteMs } from '../../../src/domain/instant.ts';
import { giveCard, givenRider, openRentalWorld, rentAndReturn } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

async function givenOwed() {
  const world = openRentalWorld();
  const person = await givenRider(world);
  const { payment, order } = await rentAndReturn(world, person);
  return { world, person, payment, order, session: person.session };
}

/** Notices that wait, apart from the receipt. */
async function failuresTold(world: Awaited<ReturnType<typeof givenOwed>>['world']): Promise<number> {
  return value(await world.ports.store.outbox.status(world.ports.clock.now())).queued - 1;
}

describe('collecting', () => {
  test('charges the amount of the receipt, once, however often it is asked for', async () => {
    const { world, payment } = await givenOwed();
    expect(value(await charge(world.ports)({ payment })).kind).toBe('succeeded');
    expect(value(await charge(world.ports)({ payment })).kind).toBe('succeeded');
    expect(world.processor.taken.map(({ amount }) => amount)).toEqual([{ amountMinor: 200, currency: 'EUR' }]);
  });

  test('two workers and the caller at once charge once', async () => {
    const { world, payment } = await givenOwed();
    await Promise.all([
      charge(world.ports)({ payment }),
      collectDuePayments(world.ports)({ limit: 10 }),
      collectDuePayments(world.ports)({ limit: 10 }),
    ]);
    expect(world.processor.taken).toHaveLength(1);
  });

  test('a lost answer is asked for at once', async () => {
    const { world, payment } = await givenOwed();
    world.processor.weather.push('answer-lost');
    expect(value(await charge(world.ports)({ payment })).kind).toBe('succeeded');
    expect(world.processor.taken).toHaveLength(1);
  });

  test('where that is lost too, the payment stays pending, nobody is told it failed, and the worker finds out', async () => {
    const { world, payment } = await givenOwed();
    world.processor.weather.push('answer-lost', 'answer-lost');
    expect(refusal(await charge(world.ports)({ payment }))).toMatchObject({ kind: 'PortFailure', retryable: true });
    expect(await failuresTold(world)).toBe(0);

    expect(value(await collectDuePayments(world.ports)({ limit: 10 }))).toEqual({
      succeeded: 0,
      failed: 0,
      unclear: 0,
    });
    world.pass(minuteMs);
    expect(value(await collectDuePayments(world.ports)({ limit: 10 }))).toEqual({
      succeeded: 1,
      failed: 0,
      unclear: 0,
    });
    expect(world.processor.taken).toHaveLength(1);
    expect(world.logged).toContain('payment-unclear');
  });

  test('a request that never arrived is charged by the worker', async () => {
    const { world, payment } = await givenOwed();
    world.processor.weather.push('request-lost');
    expect(refusal(await charge(world.ports)({ payment })).kind).toBe('PortFailure');
    world.pass(minuteMs);
    expect(value(await collectDuePayments(world.ports)({ limit: 10 })).succeeded).toBe(1);
    expect(world.processor.taken).toHaveLength(1);
  });

  test('after an hour the processor is asked before the key is used again', async () => {
    const { world, payment } = await givenOwed();
    world.processor.weather.push('answer-lost', 'answer-lost');
    void (await charge(world.ports)({ payment }));
    world.pass(61 * minuteMs);
    world.processor.keysExpire();
    expect(value(await charge(world.ports)({ payment })).kind).toBe('succeeded');
    expect(world.processor.taken).toHaveLength(1);
  });

  test('the worker asks the processor first, whatever the age', async () => {
    const { world, payment } = await givenOwed();
    world.processor.weather.push('answer-lost', 'answer-lost');
    void (await charge(world.ports)({ payment }));
    world.pass(minuteMs);
    world.processor.keysExpire();
    expect(value(await collectDuePayments(world.ports)({ limit: 10 })).succeeded).toBe(1);
    expect(world.processor.taken).toHaveLength(1);
  });

  test('an unknown payment is refused', async () => {
    const { world } = await givenOwed();
    const payment = '00000000-0000-4000-8000-000000000000';
    expect(refusal(await charge(world.ports)({ payment }))).toEqual({ kind: 'NoSuchPayment' });
    expect(refusal(await charge(world.ports)({ payment: 'x' })).kind).toBe('InvalidId');
  });
});

describe('a failed payment', () => {
  test('tells the person, once an attempt', async () => {
    const { world, payment, session } = await givenOwed();
    world.processor.bank.push('insufficient-funds', 'insufficient-funds');
    expect(value(await charge(world.ports)({ payment }))).toMatchObject({
      kind: 'failed',
      reason: 'insufficient-funds',
    });
    value(await charge(world.ports)({ payment }));
    const declined = { kind: 'declined', reason: 'insufficient-funds' } as const;
    value(await settleAnswer(world.ports)({ payment, attempt: 1, answer: declined }));
    expect(await failuresTold(world)).toBe(1);
    value(await retryPayment(world.ports)({ session, payment }));
    expect(await failuresTold(world)).toBe(2);
    expect(value(await myPayments(world.ports)({ session }))).toMatchObject([
      { payment, state: 'failed', reason: 'insufficient-funds', card: { last4: '4242' } },
    ]);
  });

  test('is not tried again by the worker', async () => {
    const { world, payment } = await givenOwed();
    world.processor.bank.push('card-declined');
    value(await charge(world.ports)({ payment }));
    world.pass(600 * minuteMs);
    expect(value(await collectDuePayments(world.ports)({ limit: 10 }))).toEqual({
      succeeded: 0,
      failed: 0,
      unclear: 0,
    });
  });

  test('is paid by a retry, with the same card or another', async () => {
    const { world, payment, session } = await givenOwed();
    world.processor.bank.push('processing-error', 'processing-error');
    value(await charge(world.ports)({ payment }));
    expect(value(await retryPayment(world.ports)({ session, payment })).kind).toBe('failed');
    const person = {
      session,
      subject: value(await world.ports.store.reads.payment(payment, 'payment'))!.payment.subject,
      phone: '',
    };
    const card = await giveCard(world, person, 1);
    expect(value(await retryPayment(world.ports)({ session, payment, card }))).toMatchObject({
      kind: 'succeeded',
      card,
      attempt: 3,
    });
    expect(world.processor.taken).toHaveLength(1);
    expect(refusal(await retryPayment(world.ports)({ session, payment }))).toEqual({ kind: 'PaymentNotFailed' });
  });

  test('by a card that is refused for good needs another card, and finds the newest by itself', async () => {
    const { world, person, payment, session } = await givenOwed();
    world.processor.bank.push('card-expired');
    value(await charge(world.ports)({ payment }));
    expect(refusal(await retryPayment(world.ports)({ session, payment }))).toEqual({ kind: 'CardDeclinedForGood' });
    const card = await giveCard(world, person, 1);
    expect(value(await retryPayment(world.ports)({ session, payment }))).toMatchObject({ kind: 'succeeded', card });
  });

  test('is nobody else’s to retry', async () => {
    const { world, payment } = await givenOwed();
    world.processor.bank.push('card-declined');
    value(await charge(world.ports)({ payment }));
    const { session } = await givenRider(world);
    expect(refusal(await retryPayment(world.ports)({ session, payment }))).toEqual({ kind: 'NoSuchPayment' });
  });

  test('whose retry gets no answer is pending, not lost', async () => {
    const { world, payment, session } = await givenOwed();
    world.processor.bank.push('processing-error');
    value(await charge(world.ports)({ payment }));
    world.processor.weather.push('answer-lost', 'answer-lost');
    expect(value(await retryPayment(world.ports)({ session, payment })).kind).toBe('pending');
    world.pass(60 * minuteMs);
    expect(value(await collectDuePayments(world.ports)({ limit: 10 })).succeeded).toBe(1);
    expect(world.processor.taken).toHaveLength(1);
  });
});

describe('a processor’s own message', () => {
  const succeeded = { kind: 'succeeded', reference: 'ch_from_webhook' } as const;
  const declined = { kind: 'declined', reason: 'card-declined' } as const;

  test('settles once, however often and in whatever order it comes', async () => {
    const { world, payment } = await givenOwed();
    const settle = settleAnswer(world.ports);
    for (let times = 0; times < 20; times += 1) value(await settle({ payment, attempt: 1, answer: succeeded }));
    const after = world.everything();
    expect(value(await settle({ payment, attempt: 1, answer: declined })).kind).toBe('succeeded');
    expect(world.everything()).toEqual(after);
    expect(await failuresTold(world)).toBe(0);
  });

  test('is refused for an attempt that never began, and where it is malformed', async () => {
    const { world, payment } = await givenOwed();
    const settle = settleAnswer(world.ports);
    const before = world.everything();
    const kinds = [
      refusal(await settle({ payment, attempt: 2, answer: succeeded })).kind,
      refusal(await settle({ payment, attempt: 0.5, answer: succeeded })).kind,
      refusal(await settle({ payment, attempt: 1, answer: { kind: 'succeeded', reference: '4242424242424242' } })).kind,
      refusal(await settle({ payment, attempt: 1, answer: { kind: 'declined', reason: 'whim' } })).kind,
    ];
    expect(kinds).toEqual(['NoSuchAttempt', 'NoSuchAttempt', 'InvalidProcessorReference', 'InvalidDeclineReason']);
    expect(world.everything()).toEqual(before);
  });

  test('that a declined attempt had taken the money after all gives back what a later one took', async () => {
    const { world, payment, session } = await givenOwed();
    world.processor.bank.push('processing-error');
    value(await charge(world.ports)({ payment }));
    value(await retryPayment(world.ports)({ session, payment }));
    const settle = settleAnswer(world.ports);
    value(await settle({ payment, attempt: 1, answer: succeeded }));
    value(await settle({ payment, attempt: 1, answer: succeeded }));
    expect(world.processor.refunds).toMatchObject([{ reference: 'ch_from_webhook', amount: { amountMinor: 200 } }]);
  });
});

test('a removed card is forgotten at the processor once what it was needed for is paid', async () => {
  const { world, person, payment, session } = await givenOwed();
  const [card] = value(await world.ports.store.reads.cardsOf(person.subject, 'data-subject-rights'));
  expect(value(await removeCard(world.ports)({ session, card: card!.card }))).toBe('kept-until-settled');
  value(await charge(world.ports)({ payment }));
  expect(world.processor.forgotten).toEqual([card!.paymentMethod]);
});
