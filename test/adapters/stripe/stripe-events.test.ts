import * as fc from 'fast-check';
import Stripe from 'stripe';
import { afterEach, describe, expect, test } from 'vitest';
import { stripeEvents, stripeEventTypes } from '../../../src/adapters/stripe/index.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { ProviderMessage } from '../../../src/application/ports/provider-events.ts';
import { Instant } from '../../../src/domain/instant.ts';
import { errAsync, okAsync } from '../../../src/domain/result.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { chargeOf, openedStripe, paymentAt, tuesdayMs } from './opened-stripe.ts';
import { cardHolder } from './stripe-books.ts';

const secret = 'whsec_theOneOfToday';
const at = Instant.ofEpochMs(tuesdayMs)._unsafeUnwrap();
const signedAtS = tuesdayMs / 1000;
const payment = paymentAt(tuesdayMs);
const metadata = { payment, attempt: '2' };
const nobody = { paymentOf: () => okAsync(null) };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Signing {
  readonly with?: string;
  readonly timestamp?: number;
  readonly header?: string | null;
}

function message(event: unknown, signing: Signing = {}): ProviderMessage {
  const payload = typeof event === 'string' ? event : JSON.stringify(event);
  const { with: key = secret, timestamp = signedAtS } = signing;
  const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: key, timestamp });
  const shown = signing.header === undefined ? header : signing.header;
  return {
    body: new TextEncoder().encode(payload),
    header: (name) => (name.toLowerCase() === 'stripe-signature' ? shown : null),
  };
}

const ofIntent = (type: string, object: object) => ({ id: 'evt_1', object: 'event', type, data: { object } });
const paid = ofIntent('payment_intent.succeeded', {
  id: 'pi_1',
  object: 'payment_intent',
  metadata,
  last_payment_error: null,
  receipt_email: cardHolder.email,
  shipping: cardHolder,
});
const read = stripeEvents({ webhookSecret: secret, cards: nobody }).read;

describe('an event of Stripe', () => {
  test('of an intent that succeeded says which attempt was paid, by which charge, and nothing of the person', async () => {
    const events = await must(read(message(paid), at));
    expect(events).toEqual([
      { kind: 'answered', payment, attempt: 2, answer: { kind: 'succeeded', reference: 'pi_1' } },
    ]);
  });

  test('of an intent that succeeded says how much was taken, where Stripe says it', async () => {
    const taken = ofIntent('payment_intent.succeeded', {
      id: 'pi_1',
      metadata,
      amount_received: 5000,
      currency: 'eur',
    });
    const answer = { kind: 'succeeded', reference: 'pi_1', amount: { amountMinor: 5000, currency: 'EUR' } };
    expect(await must(read(message(taken), at))).toEqual([{ kind: 'answered', payment, attempt: 2, answer }]);
    const unsaid = ofIntent('payment_intent.succeeded', { id: 'pi_1', metadata, amount_received: 5000 });
    const [event] = await must(read(message(unsaid), at));
    expect(event).toMatchObject({ answer: { kind: 'succeeded', reference: 'pi_1' } });
    expect(event).not.toHaveProperty('answer.amount');
  });

  test.each([
    [{ type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' }, 'insufficient-funds'],
    [{ type: 'card_error', code: 'expired_card' }, 'card-expired'],
    [{ type: 'card_error', code: 'authentication_required', payment_method: cardHolder }, 'authentication-required'],
    [{ type: 'api_error' }, 'processing-error'],
    [null, 'card-declined'],
  ])('of an intent that failed with %o says the reason %s', async (last_payment_error, reason) => {
    const failed = ofIntent('payment_intent.payment_failed', { id: 'pi_1', metadata, last_payment_error });
    const answer = { kind: 'declined', reason };
    expect(await must(read(message(failed), at))).toEqual([{ kind: 'answered', payment, attempt: 2, answer }]);
  });

  test('of a dispute names the payment, which it looks up', async () => {
    const { stripe, cards, close } = await openedStripe();
    closing.push(close);
    const charge = await chargeOf(stripe.books.card({ kind: 'succeeds' }), payment);
    const answer = await must(cards.charge(charge));
    const reference = answer.kind === 'succeeded' ? answer.reference : '';
    const events = stripeEvents({ webhookSecret: secret, cards });
    for (const [type, kind] of [
      ['charge.dispute.created', 'dispute-opened'],
      ['charge.dispute.closed', 'dispute-closed'],
    ] as const) {
      const dispute = ofIntent(type, { id: 'du_1', payment_intent: reference, evidence: cardHolder });
      expect(await must(events.read(message(dispute), at))).toEqual([{ kind, payment, dispute: 'du_1' }]);
    }
    const ofOthers = ofIntent('charge.dispute.created', { id: 'du_2', payment_intent: 'pi_ofAnotherShop' });
    expect(await must(events.read(message(ofOthers), at))).toEqual([]);
  });

  test('of a refund says what went back, by our own name for it or by the name that Stripe has', async () => {
    const { stripe, cards, close } = await openedStripe();
    closing.push(close);
    const charge = await chargeOf(stripe.books.card({ kind: 'succeeds' }), payment);
    const answer = await must(cards.charge(charge));
    const reference = answer.kind === 'succeeded' ? answer.reference : '';
    const events = stripeEvents({ webhookSecret: secret, cards });
    const made = { id: 're_1', payment_intent: reference, amount: 150, currency: 'eur', status: 'succeeded' };
    const amount = { amountMinor: 150, currency: 'EUR' };
    const told = async (type: string, object: object) => must(events.read(message(ofIntent(type, object)), at));
    const ours = { ...made, metadata: { key: 'c0ffee00-0000-4000-8000-000000000001' } };
    expect(await told('refund.created', ours)).toEqual([
      { kind: 'refunded', payment, refund: 'c0ffee00-0000-4000-8000-000000000001', reference, amount },
    ]);
    expect(await told('refund.updated', { ...made, metadata: {}, destination_details: cardHolder })).toEqual([
      { kind: 'refunded', payment, refund: 're_1', reference, amount },
    ]);
    // What is under way, and money of other shops.
    for (const status of ['pending', 'requires_action']) {
      expect(await told('refund.updated', { ...made, status })).toEqual([]);
    }
    expect(await told('refund.failed', { ...made, payment_intent: 'pi_ofAnotherShop', status: 'failed' })).toEqual([]);
    expect(await told('refund.created', { ...made, payment_intent: 'pi_ofAnotherShop' })).toEqual([]);
    expect(await told('refund.created', { ...made, payment_intent: null })).toEqual([]);
  });

  test.each(['refund.failed', 'refund.updated'])(
    'of a refund that never came home says of which payment, by %s',
    async (type) => {
      const cards = { paymentOf: () => okAsync(payment) };
      const events = stripeEvents({ webhookSecret: secret, cards });
      for (const status of ['failed', 'canceled']) {
        const refund = { id: 're_1', payment_intent: 'pi_1', amount: 150, currency: 'eur', status };
        const event = ofIntent(type, { ...refund, destination_details: cardHolder });
        expect(await must(events.read(message(event), at))).toEqual([{ kind: 'refund-failed', payment }]);
      }
    },
  );

  test('of a dispute is a failure while the payment cannot be looked up, so that Stripe sends it again', async () => {
    const cards = { paymentOf: () => errAsync(portFailure('CardProcessor', true, undefined, 'not-reached')) };
    const dispute = ofIntent('charge.dispute.created', { id: 'du_1', payment_intent: 'pi_1' });
    const failure = await refusalOf(stripeEvents({ webhookSecret: secret, cards }).read(message(dispute), at));
    expect(failure).toMatchObject({ kind: 'PortFailure', retryable: true });
  });

  test.each<[string, unknown]>([
    ['a type that we know nothing of', ofIntent('customer.updated', { id: 'cus_1', metadata })],
    ['an intent that is none of ours', ofIntent('payment_intent.succeeded', { id: 'pi_1', metadata: {} })],
    [
      'an attempt that is no number',
      ofIntent('payment_intent.succeeded', { id: 'pi_1', metadata: { payment, attempt: 'x' } }),
    ],
    ['an attempt without a payment', ofIntent('payment_intent.succeeded', { id: 'pi_1', metadata: { attempt: '1' } })],
    [
      'a dispute of a charge without an intent',
      ofIntent('charge.dispute.created', { id: 'du_1', payment_intent: null }),
    ],
    ['another form than expected', { type: 'payment_intent.succeeded' }],
    ['a thin event of the new kind', { object: 'v2.core.event', type: 'v1.billing.meter.error' }],
    ['a list', []],
    ['nothing', null],
  ])('with %s means nothing to us', async (_, event) => {
    expect(await must(read(message(event), at))).toEqual([]);
  });

  test('is read the same however often it comes', async () => {
    const first = await must(read(message(paid), at));
    for (let time = 0; time < 10; time += 1) expect(await must(read(message(paid), at))).toEqual(first);
  });

  test('is of one of the types that Stripe is asked to send', () => {
    expect(stripeEventTypes.toSorted()).toEqual([
      'charge.dispute.closed',
      'charge.dispute.created',
      'payment_intent.payment_failed',
      'payment_intent.succeeded',
      'refund.created',
      'refund.failed',
      'refund.updated',
    ]);
  });
});

describe('the signature of an event', () => {
  const hmac = () => message(paid).header('stripe-signature')?.split('v1=')[1] ?? '';

  test.each<[string, Signing]>([
    ['missing', { header: null }],
    ['empty', { header: '' }],
    ['no signature', { header: 'nonsense' }],
    ['made with another secret', { with: 'whsec_ofSomebodyElse' }],
    ['of another scheme', { header: `t=${signedAtS},v0=${hmac()}` }],
    ['without a time', { header: `v1=${hmac()}` }],
    ['with two times', { header: `t=${signedAtS},t=${signedAtS},v1=${hmac()}` }],
    ['with a time that is no number', { header: `t=${signedAtS}x,v1=${hmac()}` }],
    ['cut short', { header: `t=${signedAtS},v1=${hmac().slice(0, -1)}` }],
    ['301 s old', { timestamp: signedAtS - 301 }],
    ['301 s ahead', { timestamp: signedAtS + 301 }],
  ])('counts for nothing when it is %s', async (_, signing) => {
    expect(await refusalOf(read(message(paid, signing), at))).toEqual({ kind: 'NotGenuine' });
  });

  test.each([300, 299, 0, -299, -300])('counts when it is %d s old, by the moment that is given', async (ageS) => {
    expect(await must(read(message(paid, { timestamp: signedAtS - ageS }), at))).toHaveLength(1);
  });

  test('counts with either secret while one takes over from the other, and among several signatures', async () => {
    const both = stripeEvents({ webhookSecret: ['whsec_new', secret], cards: nobody });
    expect(await must(both.read(message(paid), at))).toHaveLength(1);
    expect(await must(both.read(message(paid, { with: 'whsec_new' }), at))).toHaveLength(1);
    expect(await refusalOf(both.read(message(paid, { with: 'whsec_old' }), at))).toEqual({ kind: 'NotGenuine' });
    const wrong = '0'.repeat(64);
    const header = `t=${signedAtS},v1=${wrong},v1=${hmac()},v0=${wrong}`;
    expect(await must(read(message(paid, { header }), at))).toHaveLength(1);
  });

  test('does not make an event of what is no text or no JSON', async () => {
    expect(await refusalOf(read(message('not JSON'), at))).toEqual({ kind: 'NotGenuine' });
    expect(await refusalOf(read(message(''), at))).toEqual({ kind: 'NotGenuine' });
  });

  test('is not to be had without a secret', () => {
    for (const webhookSecret of ['', ' ', [], [secret, '']]) {
      expect(() => stripeEvents({ webhookSecret, cards: nobody })).toThrow('without a secret');
    }
  });

  test('never covers another body: no changed, missing or added byte passes', async () => {
    const genuine = message(paid);
    const size = genuine.body.length;
    const changed = fc.oneof(
      fc.record({ at: fc.nat(size - 1), xor: fc.integer({ min: 1, max: 255 }) }).map(({ at: place, xor }) => {
        const body = genuine.body.slice();
        body[place] = (body[place] ?? 0) ^ xor;
        return body;
      }),
      fc.nat(size - 1).map((place) => genuine.body.filter((_, index) => index !== place)),
      fc
        .record({ at: fc.nat(size), more: fc.uint8Array({ minLength: 1, maxLength: 4 }) })
        .map(({ at: place, more }) =>
          Uint8Array.from([...genuine.body.slice(0, place), ...more, ...genuine.body.slice(place)]),
        ),
    );
    await fc.assert(
      fc.asyncProperty(changed, async (body) => {
        // Leaving out or doubling one of two equal bytes side by side changes nothing.
        fc.pre(Buffer.compare(body, genuine.body) !== 0);
        expect((await read({ ...genuine, body }, at)).isErr()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('never covers bytes that only look like the text that was signed', async () => {
    const text = JSON.stringify({ ...paid, note: '\uFFFD' });
    const genuine = message(text);
    expect(await must(read(genuine, at))).toHaveLength(1);
    // U+FFFD is what a lenient reader makes of a byte that is no text; a byte order mark it leaves out.
    const place = Buffer.from(genuine.body).indexOf(Buffer.from('\uFFFD'));
    const lookalike = Uint8Array.from([...genuine.body.slice(0, place), 0xff, ...genuine.body.slice(place + 3)]);
    const marked = Uint8Array.from([0xef, 0xbb, 0xbf, ...genuine.body]);
    for (const body of [lookalike, marked]) {
      expect(await refusalOf(read({ ...genuine, body }, at))).toEqual({ kind: 'NotGenuine' });
    }
  });

  test('never covers another time, nor comes from another secret', async () => {
    const times = fc.integer({ min: signedAtS - 300, max: signedAtS + 300 }).filter((time) => time !== signedAtS);
    const secrets = fc.string({ minLength: 1 }).filter((one) => one.trim() !== '' && one !== secret);
    await fc.assert(
      fc.asyncProperty(times, secrets, async (time, other) => {
        const header = `t=${time},v1=${hmac()}`;
        expect(await refusalOf(read(message(paid, { header }), at))).toEqual({ kind: 'NotGenuine' });
        expect(await refusalOf(read(message(paid, { with: other }), at))).toEqual({ kind: 'NotGenuine' });
      }),
    );
  });

  test('counts for 300 s and not a second longer, whatever the clock of the machine says', async () => {
    const moments = fc.integer({ min: 1, max: 4_000_000_000 });
    const ages = fc.oneof(fc.integer({ min: -600, max: 600 }), fc.integer({ min: -1_000_000, max: 1_000_000 }));
    await fc.assert(
      fc.asyncProperty(moments, ages, async (timestamp, ageS) => {
        const then = Instant.ofEpochMs((timestamp + ageS) * 1000)._unsafeUnwrap();
        const answer = await read(message(paid, { timestamp }), then);
        expect(answer.isOk()).toBe(Math.abs(ageS) <= 300);
      }),
    );
  });
});
