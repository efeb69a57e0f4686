import { afterEach, describe, expect, test } from 'vitest';
import type { StripeOptions } from '../../../src/adapters/stripe/index.ts';
import { systemIds } from '../../../src/adapters/system/index.ts';
import { newPaymentId } from '../../../src/application/new-ids.ts';
import { isUnclear } from '../../../src/application/ports/port-failure.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/domain/instant.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import type { Fault } from './local-stripe.ts';
import { chargeOf, openedStripe, paymentAt, tuesdayMs } from './opened-stripe.ts';
import type { BankBehaviour } from './stripe-books.ts';

const aReference: unknown = expect.stringMatching(/^pi_/);
const amount = { amountMinor: 450, currency: 'EUR' };
const aCustomer: unknown = expect.stringMatching(/^cus_/);
const createIntent = 'POST /v1/payment_intents';
const authenticationRequired = { kind: 'declined', reason: 'authentication-required' };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Stripe, a card whose bank behaves so, and the charge of it. */
async function withCard(bank: BankBehaviour = { kind: 'succeeds' }, options: Partial<StripeOptions> = {}) {
  const opened = await openedStripe(options);
  closing.push(opened.close);
  const charge = await chargeOf(opened.stripe.books.card(bank));
  const payment = charge.idempotencyKey.slice(0, -2);
  return { ...opened, ...opened.stripe, charge, payment, moved: () => opened.stripe.books.moved(payment, 1) };
}

describe('a charge at Stripe', () => {
  test('is two requests: whose card it is, and one intent that is confirmed at once, off session', async () => {
    const { cards, charge, seen, payment } = await withCard();
    const answer = await must(cards.charge(charge));
    expect(answer).toEqual({ kind: 'succeeded', reference: aReference, amount });
    expect(seen.map(({ route }) => route)).toEqual(['GET /v1/payment_methods/…', createIntent]);
    expect(seen[1]?.headers['idempotency-key']).toBe(charge.idempotencyKey);
    expect(Object.fromEntries(seen[1]?.fields ?? [])).toEqual({
      amount: '450',
      currency: 'eur',
      customer: aCustomer,
      payment_method: charge.paymentMethod,
      'allowed_payment_method_types[0]': 'card',
      confirm: 'true',
      off_session: 'true',
      'metadata[payment]': payment,
      'metadata[attempt]': '1',
    });
  });

  test('of a payment that was made just now, by the id that the core gives it, is two requests too', async () => {
    const { cards, books, charge, seen } = await withCard();
    books.nowMs = Date.now();
    const fresh = await chargeOf(charge.paymentMethod, newPaymentId(systemIds));
    await must(cards.charge(fresh));
    expect(seen.map(({ route }) => route)).toEqual(['GET /v1/payment_methods/…', createIntent]);
  });

  test('says what was taken, however it is asked for: what is owed may be less by then', async () => {
    const { cards, another, books, charge, plan } = await withCard();
    plan(createIntent, 'answer-lost');
    expect(isUnclear(await refusalOf(cards.charge(charge)))).toBe(true);
    const answer = { kind: 'succeeded', reference: books.intents[0]?.id, amount };
    expect(await must(cards.answerTo(charge.idempotencyKey))).toEqual(answer);
    expect(await must(cards.charge(charge))).toEqual(answer);
    books.nowMs += books.searchLagMs;
    expect(await must(another().answerTo(charge.idempotencyKey))).toEqual(answer);
  });

  test('is refused under a key that names no payment and attempt, before anything is sent', async () => {
    const { cards, charge, seen } = await withCard();
    for (const idempotencyKey of ['', 'payment', 'payment:0', 'payment:1.5', "pay'ment:1", 'a:b:1', 'payment:1 ']) {
      expect((await refusalOf(cards.charge({ ...charge, idempotencyKey }))).retryable).toBe(false);
      expect((await refusalOf(cards.answerTo(idempotencyKey))).retryable).toBe(false);
    }
    expect(seen).toEqual([]);
  });

  test('of another amount under a key that was used is refused for good', async () => {
    const { cards, charge, moved } = await withCard();
    await must(cards.charge(charge));
    const other = { ...charge, amount: { amountMinor: 451, currency: 'EUR' as const } };
    expect((await refusalOf(cards.charge(other))).retryable).toBe(false);
    expect(moved()).toBe(450);
  });

  test('is unclear while another one under the same key is under way', async () => {
    const { cards, another, charge, hold, moved } = await withCard();
    const held = hold(createIntent);
    const first = cards.charge(charge);
    await held.begun;
    const second = await refusalOf(another().charge(charge));
    expect(isUnclear(second)).toBe(true);
    held.release();
    expect((await must(first)).kind).toBe('succeeded');
    expect(moved()).toBe(450);
  });
});

describe('a charge that wants the person', () => {
  test.each<[string, BankBehaviour]>([
    ['to confirm it', { kind: 'wants-confirmation' }],
    ['to authenticate', { kind: 'declines', code: 'authentication_required', declineCode: 'authentication_required' }],
  ])('%s is declined, and cancelled so that it never succeeds later', async (_, bank) => {
    const { cards, another, books, charge } = await withCard(bank);
    expect(await must(cards.charge(charge))).toEqual(authenticationRequired);
    expect(books.intents.map(({ status }) => status)).toEqual(['canceled']);
    expect(await must(cards.charge(charge))).toEqual(authenticationRequired);
    books.nowMs += 2 * minuteMs;
    expect(await must(another().answerTo(charge.idempotencyKey))).toEqual(authenticationRequired);
  });

  test('is not called declined as long as it could succeed', async () => {
    const { cards, charge, plan, books, moved } = await withCard({ kind: 'wants-confirmation' });
    plan('POST /v1/payment_intents/…/cancel', 'unavailable', 'forbidden');
    expect(isUnclear(await refusalOf(cards.charge(charge)))).toBe(true);
    expect(isUnclear(await refusalOf(cards.answerTo(charge.idempotencyKey)))).toBe(true);
    books.finish(books.intents[0]?.id ?? '', 'succeeded'); // the person confirmed it after all
    expect((await must(cards.charge(charge))).kind).toBe('succeeded');
    expect((await must(cards.answerTo(charge.idempotencyKey)))?.kind).toBe('succeeded');
    expect(moved()).toBe(450);
  });
});

describe('a charge whose bank is slow', () => {
  test.each([
    ['succeeded', { kind: 'succeeded', reference: aReference, amount }],
    ['declined', { kind: 'declined', reason: 'card-declined' }],
  ] as const)('is unclear until it is %s', async (status, answer) => {
    const { cards, books, charge } = await withCard({ kind: 'is-slow' });
    expect(isUnclear(await refusalOf(cards.charge(charge)))).toBe(true);
    expect(isUnclear(await refusalOf(cards.answerTo(charge.idempotencyKey)))).toBe(true);
    books.finish(books.intents[0]?.id ?? '', status);
    expect(await must(cards.answerTo(charge.idempotencyKey))).toEqual(answer);
  });

  test('is read anew where the search still shows it as it was', async () => {
    const { another, books, charge } = await withCard({ kind: 'is-slow' });
    expect(isUnclear(await refusalOf(another().charge(charge)))).toBe(true);
    books.nowMs += 2 * minuteMs;
    books.finish(books.intents[0]?.id ?? '', 'succeeded');
    expect((await must(another().answerTo(charge.idempotencyKey)))?.kind).toBe('succeeded');
  });
});

describe('a charge that died at Stripe between its making and its confirming', () => {
  test('is unclear for a minute, then cancelled and declined, with nothing moved', async () => {
    const { cards, books, charge, plan, moved } = await withCard();
    plan(createIntent, 'dies-inside');
    expect(isUnclear(await refusalOf(cards.charge(charge)))).toBe(true);
    expect(isUnclear(await refusalOf(cards.answerTo(charge.idempotencyKey)))).toBe(true);
    books.nowMs += minuteMs;
    const answer = await must(cards.answerTo(charge.idempotencyKey));
    expect(answer).toEqual({ kind: 'declined', reason: 'processing-error' });
    expect(books.intents.map(({ status }) => status)).toEqual(['canceled']);
    expect(await must(cards.answerTo(charge.idempotencyKey))).toEqual(answer);
    expect(moved()).toBe(0);
  });
});

describe('a lost answer', () => {
  test('is found at once by who charged, in the list of the card, page after page', async () => {
    const { cards, books, charge, plan, count } = await withCard();
    plan(createIntent, 'answer-lost');
    expect(isUnclear(await refusalOf(cards.charge(charge)))).toBe(true);
    for (const attempt of [2, 3, 4, 5]) {
      await must(cards.charge({ ...charge, idempotencyKey: charge.idempotencyKey.replace(/1$/, String(attempt)) }));
    }
    expect(await must(cards.answerTo(charge.idempotencyKey))).toEqual({
      kind: 'succeeded',
      reference: books.intents.at(-1)?.id,
      amount,
    });
    expect(count('GET /v1/payment_intents')).toBe(3);
    expect(count('GET /v1/payment_intents/search')).toBe(0);
  });

  test('is found by another process once the search has caught up; until then the key answers', async () => {
    const { cards, another, books, charge, plan, moved } = await withCard();
    plan(createIntent, 'answer-lost');
    expect(isUnclear(await refusalOf(cards.charge(charge)))).toBe(true);
    expect(await must(another().answerTo(charge.idempotencyKey))).toBeNull();
    const answer = await must(another().charge(charge));
    expect(answer.kind).toBe('succeeded');
    books.nowMs += books.searchLagMs;
    expect(await must(another().answerTo(charge.idempotencyKey))).toEqual(answer);
    expect(moved()).toBe(450);
  });

  test.each([23.5, 24.5, 24 * 40])('is found after %d hours, when Stripe may have forgotten the key', async (hours) => {
    const { cards, another, books, charge, plan, moved, count } = await withCard();
    books.searchLagMs = Number.POSITIVE_INFINITY;
    plan(createIntent, 'answer-lost');
    expect(isUnclear(await refusalOf(cards.charge(charge)))).toBe(true);
    books.nowMs += hours * hourMs;
    expect((await must(another().charge(charge))).kind).toBe('succeeded');
    expect(moved()).toBe(450);
    expect(count(createIntent)).toBe(1);
  });

  test('is the one that took money, where somebody made two intents for one attempt', async () => {
    const { another, books, charge, seen, cards, moved } = await withCard();
    await must(cards.charge(charge));
    const { path = '', fields = new URLSearchParams() } = seen.find(({ route }) => route === createIntent) ?? {};
    books.perform(createIntent, path, fields, false);
    const [unconfirmed, paid] = books.intents;
    books.perform('POST /v1/payment_intents/…/cancel', `${path}/${unconfirmed?.id}/cancel`, new URLSearchParams());
    const answer = { kind: 'succeeded', reference: paid?.id, amount };
    expect(await must(cards.answerTo(charge.idempotencyKey))).toEqual(answer);
    books.nowMs += books.searchLagMs;
    expect(await must(another().answerTo(charge.idempotencyKey))).toEqual(answer);
    books.intents.reverse();
    expect(await must(cards.answerTo(charge.idempotencyKey))).toEqual(answer);
    expect(moved()).toBe(450);
  });

  test('costs a third request only for payments that are old', async () => {
    const { cards, books, charge, seen } = await withCard();
    books.nowMs += 22 * hourMs;
    await must(cards.charge(charge));
    expect(seen).toHaveLength(2);
    const old = await chargeOf(charge.paymentMethod, paymentAt(tuesdayMs - dayMs));
    await must(cards.charge(old));
    expect(seen.slice(2).map(({ route }) => route)).toEqual([
      'GET /v1/payment_methods/…',
      'GET /v1/payment_intents',
      createIntent,
    ]);
  });
});

describe('a charge of a card that was forgotten', () => {
  test('is not called declined where it was made before, until the search tells', async () => {
    const { cards, another, books, charge, plan, moved } = await withCard();
    plan(createIntent, 'answer-lost');
    expect(isUnclear(await refusalOf(cards.charge(charge)))).toBe(true);
    await must(another().forget(charge.paymentMethod));
    expect(isUnclear(await refusalOf(another().charge(charge)))).toBe(true);
    expect(isUnclear(await refusalOf(cards.charge(charge)))).toBe(true);
    books.nowMs += books.searchLagMs;
    expect((await must(another().charge(charge))).kind).toBe('succeeded');
    expect((await must(cards.answerTo(charge.idempotencyKey)))?.kind).toBe('succeeded');
    expect(moved()).toBe(450);
  });

  test('is declined for good where it was not', async () => {
    const { cards, books, charge, moved } = await withCard();
    await must(cards.forget(charge.paymentMethod));
    const declined = { kind: 'declined', reason: 'card-declined' };
    expect(await must(cards.charge(charge))).toEqual(declined);
    expect(await must(cards.charge(charge))).toEqual(declined);
    books.nowMs += 2 * dayMs;
    expect(await must(cards.charge(charge))).toEqual(declined);
    expect(moved()).toBe(0);
  });

  test.each<[Fault]>([['request-lost'], ['too-many-requests'], ['unavailable'], ['wrong-key']])(
    'is not called declined where Stripe only failed to answer (%s)',
    async (fault) => {
      const { cards, charge, plan } = await withCard();
      await must(cards.forget(charge.paymentMethod));
      plan(createIntent, fault);
      expect((await refusalOf(cards.charge(charge))).kind).toBe('PortFailure');
      expect((await must(cards.charge(charge))).kind).toBe('declined');
    },
  );

  test('that Stripe never knew is a failure, so that a key of another account declines nobody', async () => {
    const { cards } = await withCard();
    const failure = await refusalOf(cards.charge(await chargeOf('pm_ofAnotherAccount')));
    expect(failure).toMatchObject({ kind: 'PortFailure', port: 'CardProcessor', retryable: false });
  });
});
