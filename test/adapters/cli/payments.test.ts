import { afterEach, describe, expect, test, vi } from 'vitest';
import { type StripeCards, stripeCards } from '../../../src/adapters/stripe/index.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { PaymentMethodReference } from '../../../src/domain/card/payment-method-reference.ts';
import { hourMs, Instant } from '../../../src/domain/instant.ts';
import { orThrow } from '../../../src/index.ts';
import { type LocalStripe, localStripe } from '../stripe/local-stripe.ts';
import {
  exceptionsFor,
  type Installation,
  installation,
  joos,
  kim,
  type SignedUp,
  signUp,
  tariff,
} from './installation.ts';

const anna = ['--case', 'CASE-1042'];
const nobody = '00000000-0000-4000-8000-000000000001';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const close of closing.splice(0)) await close();
});

/** A person with rentals to pay for, at an installation whose processor is a Stripe on this machine. */
interface AtStripe extends SignedUp {
  readonly here: Installation;
  readonly environment: Readonly<Record<string, string>>;
  readonly stripe: LocalStripe;
  readonly cards: StripeCards;
  readonly paymentMethod: string;
}

async function atStripe({ returned = 1 } = {}): Promise<AtStripe> {
  const stripe = await localStripe(Date.now());
  const cards = stripeCards({ secretKey: 'sk_test_ofNobody', endpoint: stripe.url });
  closing.push(async () => {
    cards.close();
    await stripe.close();
    expect(stripe.violations).toEqual([]);
  });
  // The command knows no other Stripe than the one of the internet, which is led here.
  const real = globalThis.fetch;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
    real(url.replace('https://api.stripe.com:443', stripe.url).replace('https://api.stripe.com', stripe.url), init),
  );
  const here = await installation();
  const paymentMethod = stripe.books.card({ kind: 'succeeds' });
  const at = Instant.plusMs(systemClock.now(), -3 * hourMs);
  const signedUp = await signUp(here, { returned, paymentMethod, at });
  const environment = {
    ...here.environment,
    JOOS_CARDS: 'stripe',
    JOOS_REGION_EXCEPTIONS: exceptionsFor({ cards: 'stripe' }),
    JOOS_STRIPE_SECRET_KEY: 'sk_test_ofNobody',
    JOOS_STRIPE_WEBHOOK_SECRET: 'whsec_ofNobody',
    JOOS_SUPPORT_INBOX: 'none',
  };
  return { ...signedUp, here, environment, stripe, cards, paymentMethod };
}

/** What is owed first, paid. */
async function paid(at: AtStripe): Promise<{ readonly order: string; readonly payment: string }> {
  const [owed = { order: '', payment: '' }] = at.owed;
  const { joos: core } = await at.here.open(undefined, { cards: at.cards });
  await orThrow(core.payments.charge({ payment: owed.payment }));
  await core.close();
  return owed;
}

describe('joos payments refund', () => {
  test('gives money back once a number, says the number before, and tells staff what is left', async () => {
    const at = await atStripe();
    const { environment, stripe } = at;
    const { payment } = await paid(at);
    const refund = ['payments', 'refund', payment, '--amount', '0.50', '--currency', 'EUR', ...anna];

    const first = await joos(refund, { environment });
    expect(first.code).toBe(0);
    const [, number = ''] = /^joos: to repeat this if it fails, add --refund ([0-9a-f-]{36})$/.exec(first.err) ?? [];
    expect(first.out).toMatch(
      new RegExp(`^Payment ${payment}: refunded, \\d+\\.\\d\\d EUR, of which 0\\.50 EUR went back$`),
    );
    const again = await joos([...refund, '--refund', number, '--json'], { environment });
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(again.out)).toMatchObject({
      payment,
      state: 'refunded',
      refunded: { amountMinor: 50, currency: 'EUR' },
      refund: number,
    });
    expect(again.out).not.toContain('pi_');
    expect(stripe.books.refunds).toHaveLength(1);
    expect((await joos(refund, { environment })).out).toContain('of which 1.00 EUR went back');
    expect(stripe.books.refunds).toHaveLength(2);
  });

  test('whose answer was lost says so, and that the same number moves nothing twice', async () => {
    const at = await atStripe();
    const { environment, stripe } = at;
    const { payment } = await paid(at);
    const refund = ['payments', 'refund', payment, '--amount', '0.50', '--currency', 'EUR', ...anna];
    stripe.plan('POST /v1/refunds', 'answer-lost');
    const lost = await joos([...refund, '--json'], { environment });
    expect(lost.code).toBe(5);
    const [, number = ''] = /--refund ([0-9a-f-]{36})$/.exec(lost.err) ?? [];
    expect(JSON.parse(lost.out)).toEqual({
      kind: 'PortFailure',
      title: 'The card processor does not answer',
      detail: 'Money may have gone back already: nobody knows yet.',
      advice: `Run the same command again with --refund ${number}: what was done is not done twice.`,
      again: `--refund ${number}`,
    });
    const again = await joos([...refund, '--refund', number], { environment });
    expect(again.code).toBe(0);
    expect(stripe.books.refunds).toHaveLength(1);
  });

  test('refuses what is too much, not there or no amount, in words', async () => {
    const at = await atStripe();
    const { environment } = at;
    const { payment } = await paid(at);
    const refund = (id: string, amount: string, currency = 'EUR') =>
      joos(['payments', 'refund', id, '--amount', amount, '--currency', currency, ...anna], { environment });
    expect(await refund(payment, '1000')).toMatchObject({ code: 4, out: '' });
    expect((await refund(payment, '1000')).err).toContain('joos: That is more than was paid\n');
    expect((await refund(payment, '0.10', 'CHF')).err).toContain('joos: That is another currency\n');
    expect((await refund(nobody, '1.50')).err).toContain('joos: There is no such payment\n');
    for (const amount of ['1.5', '1,50', '-1.50', '1e2', 'NaN', '', '0.005', kim.phone]) {
      const { code, err } = await refund(payment, amount);
      expect({ code, err }).toEqual({ code: 2, err: 'joos: --amount takes an amount such as 1.50' });
    }
    expect(await refund(kim.phone, '1.50')).toMatchObject({
      code: 2,
      err: 'joos: the argument is no number of a payment',
    });
    const wrong = ['payments', 'refund', payment, '--amount', '1', '--currency', 'EUR', ...anna, '--refund', kim.email];
    expect(await joos(wrong, { environment })).toMatchObject({
      code: 2,
      err: 'joos: --refund takes a UUID in lower case',
    });
  });
});

describe('joos payments correct', () => {
  test('gives back what a rental cost too much, once a number, and the receipt stays as it was', async () => {
    const at = await atStripe({ returned: 0 });
    const { here, environment, stripe, cards, session } = at;
    const now = systemClock.now();
    const hoursAgo = (hours: number) => Instant.plusMs(now, -hours * hourMs);
    const then = await here.open(hoursAgo(3), { cards });
    const wanted = { session, station: 'FRA-0042', powerBank: 'PB-000731', tariff };
    const { order } = await orThrow(then.joos.orders.rent(wanted));
    await then.joos.close();
    const later = await here.open(hoursAgo(1), { cards });
    const { payment } = await orThrow(later.joos.orders.returnPowerBank({ order, station: 'FRA-0107' }));
    await orThrow(later.joos.payments.charge({ payment }));
    await later.joos.close();

    const correct = ['payments', 'correct', order, '--station', 'FRA-0042', ...anna];
    expect(await joos([...correct, '--at', 'yesterday'], { environment })).toMatchObject({ code: 4, out: '' });
    const costly = await joos([...correct, '--at', Instant.toISOString(now)], { environment });
    expect(costly.err).toContain('joos: That would cost more\n');
    const earlier = [...correct, '--at', Instant.toISOString(hoursAgo(2))];
    const corrected = await joos(earlier, { environment });
    expect(corrected).toMatchObject({
      code: 0,
      out: `Payment ${payment}: refunded, 3.00 EUR, of which 1.00 EUR went back`,
    });
    const [, number = ''] = /--refund ([0-9a-f-]{36})$/.exec(corrected.err) ?? [];
    const again = await joos([...earlier, '--refund', number, '--json'], { environment });
    expect(JSON.parse(again.out)).toMatchObject({ order, refunded: { amountMinor: 100 }, refund: number });
    expect(stripe.books.refunds.map(({ amount }) => amount)).toEqual([100]);
    const twice = await joos(earlier, { environment });
    expect(twice.err).toContain('joos: This rental was corrected already\n');
    const after = await here.open();
    const { receipt } = await orThrow(after.joos.orders.myReceipt({ session, order }));
    await after.joos.close();
    expect([receipt.gross.amountMinor, ...receipt.corrections.map(({ gross }) => gross.amountMinor)]).toEqual([
      300, -100,
    ]);
  });

  test('refuses what names no rental, without saying it again', async () => {
    const { environment } = await installation();
    const correct = (order: string) => [
      'payments',
      'correct',
      order,
      '--station',
      'FRA-0042',
      '--at',
      '2026-11-23T09:00:00Z',
      ...anna,
    ];
    expect((await joos(correct(nobody), { environment })).err).toContain('joos: There is no such rental\n');
    expect(await joos(correct(kim.phone), { environment })).toMatchObject({
      code: 2,
      err: 'joos: the argument is no number of a rental',
    });
  });
});

describe('joos payments reconcile', () => {
  test('finds money that was taken without our knowing, charges nothing, and says what nobody heard of', async () => {
    const at = await atStripe({ returned: 2 });
    const { environment, stripe, cards, owed } = at;
    const [first] = owed;
    stripe.books.searchLagMs = 0;
    const { joos: core } = await at.here.open();
    const [mine] = await orThrow(core.payments.myPayments({ session: at.session }));
    await core.close();
    // As if the process had died between the charge and the writing down.
    await orThrow(
      cards.charge({
        idempotencyKey: `${first?.payment}:1`,
        paymentMethod: await orThrow(PaymentMethodReference.parse(at.paymentMethod)),
        amount: mine?.amount ?? { amountMinor: 0, currency: 'EUR' },
      }),
    );
    const intents = stripe.books.intents.length;
    const ran = await joos(['payments', 'reconcile'], { environment });
    expect(ran).toMatchObject({ code: 0, err: '', out: 'paid: 1; declined: 0; never heard of: 1; no answer: 0' });
    expect(stripe.books.intents).toHaveLength(intents);
    const again = await joos(['payments', 'reconcile', '--limit', '5', '--json'], { environment });
    expect(JSON.parse(again.out)).toEqual({ succeeded: 0, failed: 0, unknown: 1, unclear: 0 });
  });

  test('ends with 5 while the processor does not answer', async () => {
    const { environment, stripe } = await atStripe();
    stripe.plan('GET /v1/payment_intents/search', 'unavailable', 'unavailable');
    stripe.plan('GET /v1/payment_intents', 'unavailable', 'unavailable');
    stripe.plan('GET /v1/payment_methods/…', 'unavailable', 'unavailable');
    const ran = await joos(['payments', 'reconcile', '--json'], { environment });
    expect(ran.code).toBe(5);
    expect(JSON.parse(ran.out)).toMatchObject({ unclear: 1 });
    expect(ran.err).toContain('run it again');
  });
});
