import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { isUnclear } from '../../../src/application/ports/port-failure.ts';
import type { CardNetwork } from '../../../src/domain/card/masked-card.ts';
import { PaymentMethodReference } from '../../../src/domain/card/payment-method-reference.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { hourMs, minuteMs } from '../../../src/domain/instant.ts';
import { must, present, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { newSubject } from '../../../src/testing/contracts/samples.ts';
import { chargeOf, fillIn, type OpenedStripe, openedStripe } from './opened-stripe.ts';
import { cardHolder } from './stripe-books.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function opened(): Promise<OpenedStripe> {
  const all = await openedStripe();
  closing.push(all.close);
  return all;
}

describe('taking a card in at Stripe', () => {
  test('makes a customer and a setup that name the pseudonym, and nothing else', async () => {
    const { stripe, cards } = await opened();
    const owner = newSubject();
    const { setup, clientSecret } = await must(cards.beginSetup(owner, 'setup-1'));
    expect(clientSecret).toBe(`${setup}_secret_abc`);
    expect(
      stripe.seen.map(({ route, fields, headers }) => [route, headers['idempotency-key'], Object.fromEntries(fields)]),
    ).toEqual([
      ['POST /v1/customers', 'setup-1:customer', { 'metadata[owner]': owner }],
      [
        'POST /v1/setup_intents',
        'setup-1',
        {
          customer: [...stripe.books.customers.keys()][0],
          usage: 'off_session',
          'allowed_payment_method_types[0]': 'card',
          'metadata[owner]': owner,
        },
      ],
    ]);
  });

  test('begins anew under the same key after an answer was lost, and is the same setup', async () => {
    const { stripe, cards } = await opened();
    const owner = newSubject();
    stripe.plan('POST /v1/customers', 'answer-lost');
    stripe.plan('POST /v1/setup_intents', 'answer-lost');
    expect((await refusalOf(cards.beginSetup(owner, 'setup-1'))).retryable).toBe(true);
    expect((await refusalOf(cards.beginSetup(owner, 'setup-1'))).retryable).toBe(true);
    await must(cards.beginSetup(owner, 'setup-1'));
    expect(stripe.books.setups).toHaveLength(1);
    expect(stripe.books.customers.size).toBe(1);
  });

  test('answers reference, last 4 digits and network, and nothing else of what Stripe knows', async () => {
    const { stripe, cards } = await opened();
    const owner = newSubject();
    const { setup } = await must(cards.beginSetup(owner, 'setup-1'));
    await fillIn(stripe, setup);
    const card = await must(cards.cardTakenIn(owner, setup));
    expect(card).toEqual({
      paymentMethod: [...stripe.books.paymentMethods.keys()][0],
      last4: '4444',
      network: 'mastercard',
    });
    for (const value of Object.values(cardHolder)) expect(inspect(card, { showHidden: true })).not.toContain(value);
  });

  test.each<[string, CardNetwork]>([
    ['visa', 'visa'],
    ['mastercard', 'mastercard'],
    ['amex', 'american-express'],
    ['diners', 'diners-club'],
    ['discover', 'discover'],
    ['jcb', 'jcb'],
    ['unionpay', 'unionpay'],
    ['cartes_bancaires', 'other'],
    ['eftpos_au', 'other'],
    ['unknown', 'other'],
    ['constructor', 'other'],
  ])('knows the brand %s as %s', async (brand, network) => {
    const { stripe, cards } = await opened();
    const owner = newSubject();
    const { setup } = await must(cards.beginSetup(owner, 'setup-1'));
    stripe.books.confirmSetup(setup, brand, '4444');
    expect((await must(cards.cardTakenIn(owner, setup)))?.network).toBe(network);
  });

  test('sends no name of a setup on that is none, a client secret least of all', async () => {
    const { stripe, cards } = await opened();
    const owner = newSubject();
    const { clientSecret } = await must(cards.beginSetup(owner, 'setup-1'));
    const requests = stripe.seen.length;
    expect(await must(cards.cardTakenIn(owner, clientSecret))).toBeNull();
    expect(stripe.seen).toHaveLength(requests);
  });

  test('is a failure and no missing card where Stripe does not answer', async () => {
    const { stripe, cards } = await opened();
    const owner = newSubject();
    const { setup } = await must(cards.beginSetup(owner, 'setup-1'));
    stripe.plan('GET /v1/setup_intents/…', 'bad-gateway', 'wrong-key');
    expect((await refusalOf(cards.cardTakenIn(owner, setup))).retryable).toBe(true);
    expect((await refusalOf(cards.cardTakenIn(owner, setup))).retryable).toBe(false);
  });
});

describe('having Stripe forget a card', () => {
  test.each([true, false])('deletes its customer and detaches it, whoever does what (%s)', async (deletingDetaches) => {
    const { stripe, cards } = await opened();
    stripe.books.deletingDetaches = deletingDetaches;
    const { paymentMethod } = await chargeOf(stripe.books.card({ kind: 'succeeds' }));
    await must(cards.forget(paymentMethod));
    expect([...stripe.books.customers.values()]).toMatchObject([{ deleted: true }]);
    expect(stripe.books.paymentMethods.get(paymentMethod)?.customer).toBeNull();
  });

  test.each([true, false])('does the rest after any loss in between (%s)', async (deletingDetaches) => {
    for (const [route, times] of [
      ['GET /v1/payment_methods/…', 2],
      ['DELETE /v1/customers', 1],
      ['POST /v1/payment_methods/…/detach', 1],
    ] as const) {
      const { stripe, cards } = await opened();
      stripe.books.deletingDetaches = deletingDetaches;
      const { paymentMethod } = await chargeOf(stripe.books.card({ kind: 'succeeds' }));
      for (const fault of ['request-lost', 'answer-lost'] as const) {
        for (let time = 0; time < times; time += 1) stripe.plan(route, fault);
      }
      for (let time = 0; time < 2 * times + 1; time += 1) (await cards.forget(paymentMethod)).unwrapOr(undefined);
      await must(cards.forget(paymentMethod));
      expect([...stripe.books.customers.values()]).toMatchObject([{ deleted: true }]);
      expect(stripe.books.paymentMethods.get(paymentMethod)?.customer).toBeNull();
    }
  });

  test('is not done as long as Stripe has not said so', async () => {
    const { stripe, cards } = await opened();
    const { paymentMethod } = await chargeOf(stripe.books.card({ kind: 'succeeds' }));
    stripe.plan('DELETE /v1/customers', 'request-lost');
    expect(isUnclear(await refusalOf(cards.forget(paymentMethod)))).toBe(true);
    expect([...stripe.books.customers.values()]).toMatchObject([{ deleted: false }]);
  });

  test('is a failure for a card that Stripe does not know: an erasure must not take it for done', async () => {
    const { cards } = await opened();
    const { paymentMethod } = await chargeOf('pm_ofAnotherAccount');
    expect((await refusalOf(cards.forget(paymentMethod))).retryable).toBe(false);
  });
});

describe('having Stripe forget whatever else it took in for somebody', () => {
  const search = 'GET /v1/customers/search';
  const list = 'GET /v1/setup_intents';

  const repeated = (value: boolean, times: number) => Array.from({ length: times }, () => value);

  /** Who is still at Stripe, in the order in which the setups began. */
  const thereOf = ({ books }: OpenedStripe['stripe']) => [...books.customers.values()].map(({ deleted }) => !deleted);

  async function begun({ cards }: OpenedStripe, owner: SubjectId, key: string): Promise<string> {
    return (await must(cards.beginSetup(owner, key))).setup;
  }

  test('finds what is older by the search, page by page, and looks at the setups of others no longer than it has to', async () => {
    const all = await opened();
    const { stripe, cards } = all;
    const owner = newSubject();
    for (const key of ['a', 'b', 'c', 'd', 'e']) await fillIn(stripe, await begun(all, owner, key));
    stripe.books.nowMs += hourMs;
    for (let other = 0; other < 5; other += 1) {
      await begun(all, newSubject(), `other-${other}`);
      stripe.books.nowMs += 4 * minuteMs;
    }
    await must(cards.forgetOthers(owner, []));
    expect(thereOf(stripe)).toEqual([...repeated(false, 5), ...repeated(true, 5)]);
    expect(stripe.count(search)).toBe(3); // two a page
    expect(stripe.count(list)).toBe(2); // the newest, and one that is more than 5 minutes older
  });

  test('finds what the search does not know yet by the newest setups, whatever our clock says', async () => {
    const all = await opened();
    const { stripe, another } = all;
    const owner = newSubject();
    const setup = await begun(all, owner, 'mine');
    await fillIn(stripe, setup);
    stripe.books.nowMs += minuteMs / 2;
    for (let other = 0; other < 5; other += 1) await begun(all, newSubject(), `other-${other}`);
    const cards = another({ now: () => stripe.books.nowMs + hourMs });
    await must(cards.forgetOthers(owner, []));
    expect(thereOf(stripe)).toEqual([false, ...repeated(true, 5)]);
    expect(await must(cards.cardTakenIn(owner, setup))).toBeNull();
  });

  test('leaves the customer of a card that is kept, and is no error where the search still shows who is gone', async () => {
    const all = await opened();
    const { stripe, cards } = all;
    const owner = newSubject();
    const [kept, left] = [await begun(all, owner, 'kept'), await begun(all, owner, 'left')];
    for (const setup of [kept, left]) await fillIn(stripe, setup);
    const { paymentMethod } = present(await must(cards.cardTakenIn(owner, kept)));
    const unknown = await must(PaymentMethodReference.parse('pm_ofAnotherAccount'));
    stripe.books.nowMs += hourMs;
    for (let time = 0; time < 3; time += 1) {
      await must(cards.forgetOthers(owner, [unknown, paymentMethod]));
      expect(thereOf(stripe)).toEqual([true, false]);
    }
    expect(stripe.count('DELETE /v1/customers')).toBe(3); // the search shows it for a minute, and so do the setups
  });

  test('deletes nobody before it is known which customer is kept, and does the rest after any loss in between', async () => {
    for (const fault of ['request-lost', 'answer-lost', 'too-many-requests'] as const) {
      for (const route of ['GET /v1/payment_methods/…', search, list, 'DELETE /v1/customers']) {
        const all = await opened();
        const { stripe, cards } = all;
        const owner = newSubject();
        for (const key of ['kept', 'left', 'open']) {
          const setup = await begun(all, owner, key);
          if (key !== 'open') await fillIn(stripe, setup);
        }
        const { paymentMethod } = present(await must(cards.cardTakenIn(owner, stripe.books.setups.at(-1)?.id ?? '')));
        stripe.plan(route, fault);
        expect((await refusalOf(cards.forgetOthers(owner, [paymentMethod]))).retryable).toBe(true);
        if (route !== 'DELETE /v1/customers') expect(thereOf(stripe)).toEqual([true, true, true]);
        await must(cards.forgetOthers(owner, [paymentMethod]));
        expect(thereOf(stripe)).toEqual([true, false, false]);
      }
    }
  });

  test('is a failure where the key of the account may not search', async () => {
    const { stripe, cards } = await opened();
    stripe.plan(search, 'forbidden');
    expect((await refusalOf(cards.forgetOthers(newSubject(), []))).retryable).toBe(false);
  });
});
