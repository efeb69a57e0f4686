import { describe, expect, test } from 'vitest';
import { stripeClient } from '../../../src/adapters/stripe/stripe-client.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { newSubject } from '../../../src/testing/contracts/samples.ts';
import { localStripe } from './local-stripe.ts';
import { chargeOf, fillIn, openedStripe, tuesdayMs } from './opened-stripe.ts';
import { cardHolder } from './stripe-books.ts';

/** A look at the watchman: what must never be sent is noticed when it is. */
describe('the local Stripe notices', () => {
  const owner = newSubject();
  test.each<[string, Parameters<ReturnType<ReturnType<typeof stripeClient>['begin']>>[0], string]>([
    ['a name', (api) => api.customers.create({ name: cardHolder.name }), 'POST /v1/customers: unknown field name'],
    [
      'an address',
      (api) => api.customers.create({ email: cardHolder.email }),
      'POST /v1/customers: unknown field email',
    ],
    [
      'a note',
      (api) => api.customers.create({ metadata: { note: 'x' } }),
      'POST /v1/customers: unknown field metadata[note]',
    ],
    [
      'more at a setup than the pseudonym',
      (api) => api.setupIntents.create({ description: owner }),
      'POST /v1/setup_intents: unknown field description',
    ],
    [
      'somebody in place of a pseudonym',
      (api) => api.setupIntents.create({ metadata: { owner: cardHolder.phone } }),
      'POST /v1/setup_intents: metadata[owner]',
    ],
    [
      'an address for a receipt',
      (api) => api.paymentIntents.create({ amount: 1, currency: 'eur', receipt_email: cardHolder.email }),
      'POST /v1/payment_intents: unknown field receipt_email',
    ],
    [
      'an amount that is none',
      (api) => api.paymentIntents.create({ amount: 1.5, currency: 'eur' }),
      'POST /v1/payment_intents: amount',
    ],
    ['a route that is none of ours', (api) => api.charges.list(), 'no route: GET'],
  ])('%s', async (_, request, violation) => {
    const stripe = await localStripe(tuesdayMs);
    const client = stripeClient({ secretKey: 'sk_test_x', endpoint: stripe.url });
    expect((await refusalOf(client.begin()(request))).kind).toBe('StripeProblem');
    expect(stripe.violations).toContain(violation);
    client.close();
    await stripe.close();
  });
});

describe('what goes to Stripe', () => {
  test('is the pseudonym of the owner where the card is taken in and where it is looked for, and nothing else of anybody', async () => {
    const { stripe, cards, close } = await openedStripe();
    const owner = newSubject();
    const { setup } = await must(cards.beginSetup(owner, 'setup-1'));
    await fillIn(stripe, setup);
    const card = await must(cards.cardTakenIn(owner, setup));
    const charge = await chargeOf(card?.paymentMethod ?? '');
    const answer = await must(cards.charge(charge));
    await must(cards.answerTo(charge.idempotencyKey));
    if (answer.kind !== 'succeeded') throw new Error('It succeeds');
    await must(cards.refund({ idempotencyKey: 'r:1', reference: answer.reference, amount: charge.amount }));
    await must(cards.forget(charge.paymentMethod));
    await must(cards.forgetOthers(owner, []));
    await close(); // which throws if any request had another form than agreed

    const sent = stripe.seen.map(({ method, path, fields, body, headers }) =>
      decodeURIComponent(JSON.stringify([method, path, [...fields], body.replaceAll('+', ' '), headers])),
    );
    expect(stripe.seen.filter((_, n) => sent[n]?.includes(owner)).map(({ route }) => route)).toEqual([
      'POST /v1/customers',
      'POST /v1/setup_intents',
      'GET /v1/customers/search',
    ]);
    for (const n of [0, 1]) expect(sent[n]).toContain(`metadata[owner]=${owner}`);
    for (const request of sent) {
      // No card number, and none of the digits and names that Stripe told us.
      for (const known of [...Object.values(cardHolder), '4444', 'mastercard', 'fp_of'])
        expect(request).not.toContain(known);
      expect(request).not.toMatch(/(?<![0-9a-f-])(?:\d[ -]?){13,19}(?![0-9a-f-])/);
    }
  });
});
