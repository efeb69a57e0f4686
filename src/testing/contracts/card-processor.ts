import assert from 'node:assert/strict';
import type {
  CardProcessor,
  CardSetup,
  CardTakenIn,
  ChargeRequest,
  RefundRequest,
} from '../../application/ports/card-processor.ts';
import { isUnclear } from '../../application/ports/port-failure.ts';
import type { MaskedCard } from '../../domain/card/masked-card.ts';
import { PaymentMethodReference } from '../../domain/card/payment-method-reference.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { ProcessorReference } from '../../domain/payment/processor-reference.ts';
import { type Closable, type Contract, checkThat, must, present, refusalOf } from './contract.ts';
import { newSubject } from './samples.ts';

/** A card processor with test cards, and a look into its books. */
export interface OpenedCardProcessor extends Closable {
  readonly processor: CardProcessor;
  /** Payment methods that behave as named. */
  readonly testCards: {
    readonly succeeds: string;
    readonly insufficientFunds: string;
    /** The money moves and the answer is lost, once. */
    readonly answerLost: string;
    /** The processor takes no charge in and says so, once; then it does. */
    readonly notReached: string;
  };
  /**
   * Somebody enters a card in the form of a setup and it is taken in; answers what may be shown of the card. It may reject
   * where the setup is no more.
   */
  readonly fillIn: (setup: string) => Promise<MaskedCard>;
  /** How many minor units moved under this key, refunds taken off. */
  readonly moved: (idempotencyKey: string) => Promise<number>;
}

const key = 'payment:1';

function request(paymentMethod: string, idempotencyKey = key): Promise<ChargeRequest> {
  return must(
    PaymentMethodReference.parse(paymentMethod).map((reference) => ({
      idempotencyKey,
      paymentMethod: reference,
      amount: { amountMinor: 450, currency: 'EUR' as const },
    })),
  );
}

async function charged({ processor, testCards }: OpenedCardProcessor): Promise<ProcessorReference> {
  const answer = await must(processor.charge(await request(testCards.succeeds)));
  assert.ok(answer.kind === 'succeeded');
  return answer.reference;
}

function refundOf(reference: ProcessorReference, amountMinor: number, idempotencyKey: string): RefundRequest {
  return { idempotencyKey, reference, amount: { amountMinor, currency: 'EUR' } };
}

const charges: Contract<OpenedCardProcessor> = [
  checkThat('a charge moves the money once, however often it is asked for', async ({ processor, testCards, moved }) => {
    const charge = await request(testCards.succeeds);
    const first = await must(processor.charge(charge));
    assert.equal(first.kind, 'succeeded');
    assert.deepEqual(await must(processor.charge(charge)), first);
    assert.deepEqual(await must(processor.charge(charge)), first);
    assert.deepEqual(await must(processor.answerTo(key)), first);
    assert.equal(await moved(key), 450);
  }),

  checkThat('charges under one key at the same time move the money once', async ({ processor, testCards, moved }) => {
    const charge = await request(testCards.succeeds);
    const answers = await Promise.all([1, 2, 3].map(() => processor.charge(charge)));
    // A processor may send one away while it works on the other: for a while, and without calling it done or undone.
    assert.ok(answers.every((answer) => answer.isOk() || answer.error.retryable));
    assert.ok(answers.some((answer) => answer.isOk()));
    const settled = await must(processor.charge(charge));
    for (const answer of answers) if (answer.isOk()) assert.deepEqual(answer.value, settled);
    assert.equal(settled.kind, 'succeeded');
    assert.equal(await moved(key), 450);
  }),

  checkThat('another key is another charge', async ({ processor, testCards, moved }) => {
    const first = await must(processor.charge(await request(testCards.succeeds)));
    const second = await must(processor.charge(await request(testCards.succeeds, 'payment:2')));
    assert.ok(first.kind === 'succeeded' && second.kind === 'succeeded');
    assert.notEqual(first.reference, second.reference);
    assert.equal((await moved(key)) + (await moved('payment:2')), 900);
  }),

  checkThat(
    'a decline says why, moves nothing, and stays one under its key',
    async ({ processor, testCards, moved }) => {
      const charge = await request(testCards.insufficientFunds);
      const answer = await must(processor.charge(charge));
      assert.deepEqual(answer, { kind: 'declined', reason: 'insufficient-funds' });
      assert.deepEqual(await must(processor.answerTo(key)), answer);
      assert.deepEqual(await must(processor.charge(charge)), answer);
      assert.equal(await moved(key), 0);
    },
  ),

  checkThat('a lost answer is unclear, and asking tells what became of it', async ({ processor, testCards, moved }) => {
    const charge = await request(testCards.answerLost);
    const lost = await refusalOf(processor.charge(charge));
    assert.ok(isUnclear(lost), 'money moved, so nobody may take it for certain that none did');
    const answer = await must(processor.answerTo(key));
    assert.equal(answer?.kind, 'succeeded');
    assert.deepEqual(await must(processor.charge(charge)), answer);
    assert.equal(await moved(key), 450);
  }),

  checkThat(
    'a charge that was not taken in is retryable, says that nothing was done, and may be asked for again',
    async ({ processor, testCards, moved }) => {
      const charge = await request(testCards.notReached);
      const failure = await refusalOf(processor.charge(charge));
      assert.equal(failure.retryable, true);
      assert.equal(isUnclear(failure), false);
      assert.equal(await must(processor.answerTo(key)), null);
      assert.equal(await moved(key), 0);
      assert.equal((await must(processor.charge(charge))).kind, 'succeeded');
      assert.equal(await moved(key), 450);
    },
  ),

  checkThat('a charge that nobody asked for has no answer', async ({ processor }) => {
    assert.equal(await must(processor.answerTo('payment:404')), null);
  }),
];

const refunds: Contract<OpenedCardProcessor> = [
  checkThat('a refund gives back in part, once a key', async (opened) => {
    const { processor, moved } = opened;
    const reference = await charged(opened);
    await must(processor.refund(refundOf(reference, 200, 'payment:refund:0')));
    await must(processor.refund(refundOf(reference, 200, 'payment:refund:0')));
    assert.equal(await moved(key), 250);
    await must(processor.refund(refundOf(reference, 50, 'payment:refund:200')));
    assert.equal(await moved(key), 200);
  }),

  checkThat('another amount under the key of a refund is refused', async (opened) => {
    const { processor } = opened;
    const reference = await charged(opened);
    await must(processor.refund(refundOf(reference, 200, 'payment:refund:0')));
    const other = await refusalOf(processor.refund(refundOf(reference, 150, 'payment:refund:0')));
    assert.equal(other.retryable, false);
  }),
  checkThat('a refund gives back in full, and then there is nothing left', async (opened) => {
    const { processor, moved } = opened;
    const reference = await charged(opened);
    await must(processor.refund(refundOf(reference, 450, 'payment:refund:0')));
    assert.equal(await moved(key), 0);
    const more = await refusalOf(processor.refund(refundOf(reference, 1, 'payment:refund:450')));
    assert.equal(more.retryable, false);
    await must(processor.refund(refundOf(reference, 450, 'payment:refund:0')));
    assert.equal(await moved(key), 0);
  }),

  checkThat('more than is left is never given back, nor a part of it', async (opened) => {
    const { processor, moved } = opened;
    const reference = await charged(opened);
    await must(processor.refund(refundOf(reference, 200, 'payment:refund:0')));
    const tooMuch = await refusalOf(processor.refund(refundOf(reference, 251, 'payment:refund:200')));
    assert.equal(tooMuch.retryable, false);
    assert.equal(await moved(key), 250);
  }),

  checkThat('a charge that never was gives nothing back', async ({ processor }) => {
    const unknown = await must(ProcessorReference.parse('pi_unknown404'));
    assert.equal((await refusalOf(processor.refund(refundOf(unknown, 1, 'payment:refund:0')))).retryable, false);
  }),
];

const cards: Contract<OpenedCardProcessor> = [
  checkThat(
    'a forgotten card is never charged again, and forgetting twice is no error',
    async ({ processor, testCards, moved }) => {
      const charge = await request(testCards.succeeds);
      await must(processor.forget(charge.paymentMethod));
      await must(processor.forget(charge.paymentMethod));
      assert.deepEqual(await must(processor.charge(charge)), { kind: 'declined', reason: 'card-declined' });
      assert.equal(await moved(key), 0);
    },
  ),

  checkThat('a card is taken in once the form is done, and can be charged', async ({ processor, fillIn, moved }) => {
    const owner = newSubject();
    const { setup, clientSecret } = await must(processor.beginSetup(owner, 'setup-1'));
    assert.notEqual(clientSecret, setup);
    assert.equal(await must(processor.cardTakenIn(owner, setup)), null);
    const entered = await fillIn(setup);
    const { paymentMethod, ...shown } = present(await must(processor.cardTakenIn(owner, setup)));
    assert.deepEqual(shown, { last4: entered.last4, network: entered.network }, 'nothing else of the card comes out');
    assert.equal((await must(processor.charge(await request(paymentMethod)))).kind, 'succeeded');
    assert.equal(await moved(key), 450);
  }),

  checkThat('a card goes to nobody but the owner of its setup', async ({ processor, fillIn }) => {
    const owner = newSubject();
    const { setup } = await must(processor.beginSetup(owner, 'setup-1'));
    await fillIn(setup);
    assert.equal(await must(processor.cardTakenIn(newSubject(), setup)), null);
    assert.notEqual(await must(processor.cardTakenIn(owner, setup)), null);
  }),

  checkThat('the same key is the same setup, of the same owner', async ({ processor }) => {
    const owner = newSubject();
    const first = await must(processor.beginSetup(owner, 'setup-1'));
    assert.deepEqual(await must(processor.beginSetup(owner, 'setup-1')), first);
    assert.notEqual((await must(processor.beginSetup(owner, 'setup-2'))).setup, first.setup);
    const ofAnother = await refusalOf(processor.beginSetup(newSubject(), 'setup-1'));
    assert.equal(ofAnother.retryable, false);
  }),

  checkThat('a setup that never was has no card, whatever its name leads to', async ({ processor }) => {
    const owner = newSubject();
    for (const setup of [
      'seti_404',
      '',
      'seti_',
      '../customers',
      'seti_1/../../customers',
      'seti_1?expand[]=customer',
    ]) {
      assert.equal(await must(processor.cardTakenIn(owner, setup)), null);
    }
  }),

  checkThat('a card that was forgotten is not taken in any more', async ({ processor, fillIn }) => {
    const owner = newSubject();
    const { setup } = await must(processor.beginSetup(owner, 'setup-1'));
    await fillIn(setup);
    const { paymentMethod } = present(await must(processor.cardTakenIn(owner, setup)));
    await must(processor.forget(paymentMethod));
    assert.equal(await must(processor.cardTakenIn(owner, setup)), null);
  }),

  checkThat(
    'a card whose form is done is forgotten though nobody completed it, and twice is no error',
    async (opened) => {
      const { processor, moved } = opened;
      const owner = newSubject();
      const done = await takenIn(opened, owner, 'setup-1');
      await must(processor.forgetOthers(owner, []));
      await must(processor.forgetOthers(owner, []));
      assert.equal(await must(processor.cardTakenIn(owner, done.setup)), null);
      const declined = { kind: 'declined', reason: 'card-declined' };
      assert.deepEqual(await must(processor.charge(await request(done.paymentMethod))), declined);
      assert.equal(await moved(key), 0);
    },
  ),

  checkThat('a form that is still open takes no card in any more once the rest is forgotten', async (opened) => {
    const { processor, fillIn } = opened;
    const owner = newSubject();
    const { setup } = await must(processor.beginSetup(owner, 'setup-1'));
    await must(processor.forgetOthers(owner, []));
    await fillIn(setup).catch(() => null);
    assert.equal(await must(processor.cardTakenIn(owner, setup)), null);
  }),

  checkThat('a card that is kept, and the card of somebody else, can be charged as before', async (opened) => {
    const { processor, moved } = opened;
    const [owner, somebodyElse] = [newSubject(), newSubject()];
    const kept = await takenIn(opened, owner, 'setup-1');
    const left = await takenIn(opened, owner, 'setup-2');
    const another = await takenIn(opened, somebodyElse, 'setup-3');
    await must(processor.forgetOthers(owner, [kept.paymentMethod]));
    for (const [n, { paymentMethod }] of [kept, another, left].entries()) {
      await must(processor.charge(await request(paymentMethod, `payment:${n + 1}`)));
    }
    const amounts = await Promise.all([1, 2, 3].map((attempt) => moved(`payment:${attempt}`)));
    assert.deepEqual(amounts, [450, 450, 0]);
    assert.notEqual(await must(processor.cardTakenIn(somebodyElse, another.setup)), null);
  }),
];

/** A card that somebody's form took in. */
async function takenIn(
  { processor, fillIn }: OpenedCardProcessor,
  owner: SubjectId,
  idempotencyKey: string,
): Promise<CardTakenIn & Pick<CardSetup, 'setup'>> {
  const { setup } = await must(processor.beginSetup(owner, idempotencyKey));
  await fillIn(setup);
  return { setup, ...present(await must(processor.cardTakenIn(owner, setup))) };
}

/** What every {@link CardProcessor} does. */
export const cardProcessorContract: Contract<OpenedCardProcessor> = [...charges, ...refunds, ...cards];
