import assert from 'node:assert/strict';
import type { CardProcessor, ChargeRequest } from '../../application/ports/card-processor.ts';
import { PaymentMethodReference } from '../../domain/card/payment-method-reference.ts';
import { type Closable, type Contract, checkThat, must, refusalOf } from './contract.ts';

/** A card processor with test cards, and a look into its books. */
export interface OpenedCardProcessor extends Closable {
  readonly processor: CardProcessor;
  /** Payment methods that behave as named. */
  readonly testCards: {
    readonly succeeds: string;
    readonly insufficientFunds: string;
    readonly answerLost: string;
  };
  /** How many minor units moved under this key, refunds taken off. */
  readonly moved: (idempotencyKey: string) => Promise<number>;
}

function request(paymentMethod: string, idempotencyKey: string): Promise<ChargeRequest> {
  return must(
    PaymentMethodReference.parse(paymentMethod).map((reference) => ({
      idempotencyKey,
      paymentMethod: reference,
      amount: { amountMinor: 450, currency: 'EUR' as const },
    })),
  );
}

/** What every {@link CardProcessor} does. */
export const cardProcessorContract: Contract<OpenedCardProcessor> = [
  checkThat('a charge moves the money once, however often it is asked for', async ({ processor, testCards, moved }) => {
    const charge = await request(testCards.succeeds, 'payment:1');
    const answers = await Promise.all([1, 2, 3].map(() => must(processor.charge(charge))));
    assert.ok(answers.every((answer) => answer.kind === 'succeeded'));
    assert.deepEqual(answers[1], answers[0]);
    assert.equal(await moved('payment:1'), 450);
    assert.deepEqual(await must(processor.answerTo('payment:1')), answers[0]);
  }),

  checkThat('a decline says why and moves nothing', async ({ processor, testCards, moved }) => {
    const answer = await must(processor.charge(await request(testCards.insufficientFunds, 'payment:1')));
    assert.deepEqual(answer, { kind: 'declined', reason: 'insufficient-funds' });
    assert.deepEqual(await must(processor.answerTo('payment:1')), answer);
    assert.equal(await moved('payment:1'), 0);
  }),

  checkThat(
    'a lost answer is retryable, and asking tells what became of it',
    async ({ processor, testCards, moved }) => {
      const charge = await request(testCards.answerLost, 'payment:1');
      const lost = await refusalOf(processor.charge(charge));
      assert.equal(lost.retryable, true);
      assert.equal((await must(processor.answerTo('payment:1')))?.kind, 'succeeded');
      await must(processor.charge(charge));
      assert.equal(await moved('payment:1'), 450);
    },
  ),

  checkThat('a charge that nobody asked for has no answer', async ({ processor }) => {
    assert.equal(await must(processor.answerTo('payment:404')), null);
  }),

  checkThat(
    'a refund gives back once a key, and never more than was charged',
    async ({ processor, testCards, moved }) => {
      const answer = await must(processor.charge(await request(testCards.succeeds, 'payment:1')));
      assert.ok(answer.kind === 'succeeded');
      const refund = {
        idempotencyKey: 'refund:1',
        reference: answer.reference,
        amount: { amountMinor: 200, currency: 'EUR' as const },
      };
      await must(processor.refund(refund));
      await must(processor.refund(refund));
      assert.equal(await moved('payment:1'), 250);
      const tooMuch = await refusalOf(
        processor.refund({ ...refund, idempotencyKey: 'refund:2', amount: { amountMinor: 251, currency: 'EUR' } }),
      );
      assert.equal(tooMuch.retryable, false);
      assert.equal(await moved('payment:1'), 250);
    },
  ),

  checkThat(
    'a forgotten card is never charged again, and forgetting twice is no error',
    async ({ processor, testCards, moved }) => {
      const charge = await request(testCards.succeeds, 'payment:1');
      await must(processor.forget(charge.paymentMethod));
      await must(processor.forget(charge.paymentMethod));
      const answer = await must(processor.charge(charge));
      assert.equal(answer.kind, 'declined');
      assert.equal(await moved('payment:1'), 0);
    },
  ),
];
