import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { isUnclear } from '../../../src/application/ports/port-failure.ts';
import { hourMs } from '../../../src/domain/instant.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import type { Fault } from './local-stripe.ts';
import { chargeOf, openedStripe } from './opened-stripe.ts';

const createRefund = 'POST /v1/refunds';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function paid() {
  const opened = await openedStripe();
  const charge = await chargeOf(opened.stripe.books.card({ kind: 'succeeds' }));
  const answer = await must(opened.cards.charge(charge));
  if (answer.kind !== 'succeeded') throw new Error('It succeeds');
  const payment = charge.idempotencyKey.slice(0, -2);
  const refund = {
    idempotencyKey: `${payment}:refund:0`,
    reference: answer.reference,
    amount: { amountMinor: 200, currency: 'EUR' as const },
  };
  return { ...opened, refund, moved: () => opened.stripe.books.moved(payment, 1) };
}

async function opened() {
  const all = await paid();
  closing.push(all.close);
  return all;
}

describe('a refund at Stripe', () => {
  test('is two requests, and names the intent, the amount and our key', async () => {
    const { stripe, cards, refund } = await opened();
    await must(cards.refund(refund));
    const [looked, made] = stripe.seen.slice(2);
    expect([looked?.route, made?.route]).toEqual(['GET /v1/refunds', createRefund]);
    expect(made?.headers['idempotency-key']).toBe(refund.idempotencyKey);
    expect(Object.fromEntries(made?.fields ?? [])).toEqual({
      payment_intent: refund.reference,
      amount: '200',
      'metadata[key]': refund.idempotencyKey,
    });
  });

  test('whose answer was lost is unclear, and moves nothing twice, not even when Stripe has forgotten the key', async () => {
    const { stripe, cards, another, refund, moved } = await opened();
    stripe.plan(createRefund, 'answer-lost');
    expect(isUnclear(await refusalOf(cards.refund(refund)))).toBe(true);
    stripe.books.nowMs += 30 * hourMs;
    await must(another().refund(refund));
    expect(moved()).toBe(250);
    expect(stripe.count(createRefund)).toBe(1);
  });

  test('that Stripe could not bring home is none, and its key is used up', async () => {
    const { stripe, cards, refund, moved } = await opened();
    await must(cards.refund(refund));
    for (const one of stripe.books.refunds) one.status = 'failed';
    expect((await refusalOf(cards.refund(refund))).retryable).toBe(false);
    expect(moved()).toBe(450);
    await must(cards.refund({ ...refund, idempotencyKey: `${refund.idempotencyKey}:again` }));
    expect(moved()).toBe(250);
  });

  test('is found among many', async () => {
    const { stripe, cards, refund, moved } = await opened();
    const keys = ['a', 'b', 'c', 'd', 'e'];
    const small = { amountMinor: 10, currency: 'EUR' as const };
    for (const key of keys) await must(cards.refund({ ...refund, idempotencyKey: key, amount: small }));
    stripe.books.nowMs += 30 * hourMs;
    for (const key of keys) await must(cards.refund({ ...refund, idempotencyKey: key, amount: small }));
    expect(moved()).toBe(400);
  });

  test('that was only looked for was not made', async () => {
    const { stripe, cards, refund, moved } = await opened();
    stripe.plan('GET /v1/refunds', 'request-lost');
    expect(await refusalOf(cards.refund(refund))).toMatchObject({ retryable: true, reason: 'not-reached' });
    expect(moved()).toBe(450);
  });

  test('gives back once a key, whatever happens', async () => {
    const faults = fc.constantFrom<Fault>(
      'answer-lost',
      'request-lost',
      'too-many-requests',
      'unavailable',
      'server-error',
    );
    const tries = fc.array(
      fc.record({ key: fc.nat(2), fault: fc.option(faults), laterMs: fc.constantFrom(0, 30 * hourMs) }),
    );
    await fc.assert(
      fc.asyncProperty(tries, async (all) => {
        const { stripe, another, refund, moved, close } = await paid();
        const amount = { amountMinor: 70, currency: 'EUR' as const };
        for (const { key, fault, laterMs } of all) {
          if (fault !== null) stripe.plan(createRefund, fault);
          (await another().refund({ ...refund, idempotencyKey: `key-${key}`, amount })).unwrapOr(undefined);
          stripe.books.nowMs += laterMs;
        }
        const keys = new Set(all.map(({ key }) => key)).size;
        expect(moved()).toBeGreaterThanOrEqual(450 - 70 * keys);
        await close();
      }),
      { numRuns: 60 },
    );
  });
});
