import { describe, expect, test } from 'vitest';
import { simulatedCards, simulatedPaymentMethods } from '../../../src/adapters/simulated-cards/index.ts';
import { Last4 } from '../../../src/domain/card/masked-card.ts';
import { PaymentMethodReference } from '../../../src/domain/card/payment-method-reference.ts';
import { declineReasons } from '../../../src/domain/payment/decline-reason.ts';
import { ProcessorReference } from '../../../src/domain/payment/processor-reference.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { newSubject } from '../../../src/testing/contracts/samples.ts';

const amount = { amountMinor: 900, currency: 'EUR' as const };

async function request(paymentMethod: string, idempotencyKey = 'payment:1') {
  return { idempotencyKey, paymentMethod: await must(PaymentMethodReference.parse(paymentMethod)), amount };
}

describe('the simulated card processor', () => {
  test('has a card for every reason of a decline', () => {
    const declines = Object.values(simulatedPaymentMethods).flatMap((one) =>
      one.kind === 'declined' ? [one.reason] : [],
    );
    expect(declines.toSorted()).toEqual([...declineReasons].toSorted());
  });

  test.each(Object.entries(simulatedPaymentMethods))(
    'takes %s as a payment method and behaves as it says',
    async (name, is) => {
      const processor = simulatedCards();
      const charge = await request(name);
      const first = await processor.charge(charge);
      switch (is.kind) {
        case 'succeeds':
          expect((await must(first)).kind).toBe('succeeded');
          break;
        case 'declined':
          expect(await must(first)).toEqual({ kind: 'declined', reason: is.reason });
          break;
        case 'answer-lost':
          expect((await refusalOf(first)).retryable).toBe(true);
          expect(processor.charges()).toHaveLength(1);
          break;
        case 'unavailable':
          expect((await refusalOf(first)).retryable).toBe(true);
          expect(processor.charges()).toHaveLength(0);
          expect(await must(processor.answerTo('payment:1'))).toBeNull();
          break;
      }
      if (is.kind !== 'declined') expect((await must(processor.charge(charge))).kind).toBe('succeeded');
      expect(processor.charges()).toHaveLength(is.kind === 'declined' ? 0 : 1);
    },
  );

  test('says what it took, at once and whenever it is asked, though another amount is owed by then', async () => {
    const processor = simulatedCards();
    const charge = await request('pm_card_of_somebody');
    expect(await must(processor.charge(charge))).toMatchObject({ kind: 'succeeded', amount });
    expect(await must(processor.answerTo(charge.idempotencyKey))).toMatchObject({ kind: 'succeeded', amount });
  });

  test('gives every charge a reference of its own that the core takes', async () => {
    const processor = simulatedCards();
    const references = [];
    for (const key of ['a:1', 'b:1', 'c:1']) {
      const answer = await must(processor.charge(await request('pm_card_of_somebody', key)));
      if (answer.kind === 'succeeded') references.push(await must(ProcessorReference.parse(answer.reference)));
    }
    expect(new Set(references).size).toBe(3);
  });

  test('keeps books that show what moved, what went back and what was forgotten', async () => {
    const processor = simulatedCards();
    const charge = await request('pm_sim_ok');
    const answer = await must(processor.charge(charge));
    if (answer.kind !== 'succeeded') throw new Error('It succeeds');
    await must(
      processor.refund({ idempotencyKey: 'r:1', reference: answer.reference, amount: { ...amount, amountMinor: 100 } }),
    );
    await must(processor.forget(charge.paymentMethod));
    expect(processor.charges()).toEqual([
      { idempotencyKey: 'payment:1', amountMinor: 900, currency: 'EUR', refundedMinor: 100 },
    ]);
    expect(processor.forgotten()).toEqual([charge.paymentMethod]);
    const unknown = await must(ProcessorReference.parse('ch_sim_404'));
    expect((await refusalOf(processor.refund({ idempotencyKey: 'r:2', reference: unknown, amount }))).retryable).toBe(
      false,
    );
  });

  test('takes in cards of its own, or the test card that is asked for', async () => {
    const processor = simulatedCards();
    const owner = newSubject();
    const card = { last4: await must(Last4.parse('4242')), network: 'visa' as const };
    const declining = await must(PaymentMethodReference.parse('pm_sim_card_declined'));
    const entered = [];
    for (const [key, paymentMethod] of [['s:1'], ['s:2'], ['s:3', declining]] as const) {
      const { setup } = await must(processor.beginSetup(owner, key));
      processor.fillIn(setup, card, paymentMethod);
      const taken = await must(processor.cardTakenIn(owner, setup));
      entered.push(await must(PaymentMethodReference.parse(taken?.paymentMethod ?? '')));
    }
    expect(new Set(entered).size).toBe(3);
    expect(entered[2]).toBe(declining);
    expect(processor.fillIn('seti_sim_404', card)).toBeNull();
  });
});
