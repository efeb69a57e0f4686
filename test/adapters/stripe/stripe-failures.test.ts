import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { type StripeOptions, stripeCards } from '../../../src/adapters/stripe/index.ts';
import type { PortFailure, PortFailureReason } from '../../../src/application/ports/port-failure.ts';
import { longestCallMs } from '../../../src/domain/notice/notice.ts';
import type { ResultAsync } from '../../../src/domain/result.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import type { Fault } from './local-stripe.ts';
import { chargeOf, openedStripe } from './opened-stripe.ts';
import { cardHolder } from './stripe-books.ts';

const createIntent = 'POST /v1/payment_intents';
const readCard = 'GET /v1/payment_methods/…';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function opened(options: Partial<StripeOptions> = {}) {
  const { stripe, cards, another, close } = await openedStripe(options);
  closing.push(close);
  const charge = await chargeOf(stripe.books.card({ kind: 'succeeds' }));
  const moved = () => stripe.books.moved(charge.idempotencyKey.slice(0, -2), 1);
  return { stripe, cards, another, charge, moved };
}

type Class = PortFailureReason | 'refused';

async function classOf<Value>(failing: ResultAsync<Value, PortFailure>): Promise<Class> {
  const failure = await refusalOf(failing);
  expect(failure).toMatchObject({ kind: 'PortFailure', port: 'CardProcessor' });
  return failure.retryable ? (failure.reason ?? 'unclear') : 'refused';
}

describe('a charge that Stripe does not answer', () => {
  test.each<[Fault, Class, 'moves' | 'stays']>([
    ['request-lost', 'unclear', 'stays'],
    ['answer-lost', 'unclear', 'moves'],
    ['never-answers', 'unclear', 'moves'],
    ['half-an-answer', 'unclear', 'moves'],
    ['server-error', 'unclear', 'moves'],
    ['unavailable', 'unclear', 'stays'],
    ['bad-gateway', 'unclear', 'stays'],
    ['too-many-requests', 'throttled', 'stays'],
    ['object-locked', 'throttled', 'stays'],
    ['wrong-key', 'refused', 'stays'],
    ['forbidden', 'refused', 'stays'],
  ])('with %s is %s, and the money %s', async (fault, expected, money) => {
    const { stripe, cards, charge, moved } = await opened({ timeoutMs: fault === 'never-answers' ? 1_500 : 10_000 });
    stripe.plan(createIntent, fault);
    expect(await classOf(cards.charge(charge))).toBe(expected);
    expect(moved()).toBe(money === 'moves' ? 450 : 0);
    expect(stripe.count(createIntent)).toBe(1);
  });

  test.each<[Fault, Class]>([
    ['request-lost', 'not-reached'],
    ['answer-lost', 'not-reached'],
    ['never-answers', 'not-reached'],
    ['unavailable', 'not-reached'],
    ['too-many-requests', 'throttled'],
    ['wrong-key', 'refused'],
  ])('while it only looks whose card it is, with %s, is %s: nothing was charged', async (fault, expected) => {
    const { stripe, cards, charge, moved } = await opened({ timeoutMs: fault === 'never-answers' ? 1_500 : 10_000 });
    stripe.plan(readCard, fault);
    expect(await classOf(cards.charge(charge))).toBe(expected);
    expect(stripe.count(readCard)).toBe(1);
    expect(moved()).toBe(0);
  });

  test('was not reached where the connection is refused or the name leads nowhere', async () => {
    const { stripe, another, charge } = await opened();
    await stripe.close();
    expect(await classOf(another().charge(charge))).toBe('not-reached');
    expect(await classOf(another({ endpoint: 'http://stripe.invalid' }).charge(charge))).toBe('not-reached');
    expect(await classOf(another().answerTo(charge.idempotencyKey))).toBe('not-reached');
  });

  test('was not reached where the other side is not who it should be', async () => {
    const { stripe, another, charge } = await opened();
    // Plain HTTP on the port: the TLS handshake fails before anything of the request goes out.
    const failure = await classOf(another({ endpoint: stripe.url.replace('http:', 'https:') }).charge(charge));
    expect(failure).toBe('not-reached');
    expect(stripe.seen).toEqual([]);
  });

  test('follows nobody who sends it elsewhere with the secret key', async () => {
    const { another, charge } = await opened();
    const asked: (string | undefined)[] = [];
    const fetch: typeof globalThis.fetch = async (_, init) => {
      asked.push(init?.redirect);
      throw new TypeError('unexpected redirect');
    };
    expect(await classOf(another({ fetch }).charge(charge))).toBe('not-reached'); // the card was looked at, no more
    expect(asked).toEqual(['error']);
  });

  test('is asked for once, even where a fetch says in its own name that the connection was closed', async () => {
    const { another, charge } = await opened();
    let asked = 0;
    const fetch: typeof globalThis.fetch = async () => {
      asked += 1;
      throw Object.assign(new Error('closed'), { code: 'ECONNRESET' });
    };
    await refusalOf(another({ fetch }).charge(charge));
    expect(asked).toBe(1);
  });
});

describe('a call of the port', () => {
  test('ends in time, all its requests together', async () => {
    const { stripe, cards, charge } = await opened({ timeoutMs: 1_500 });
    const slow = stripe.hold(readCard);
    const before = performance.now();
    const answer = cards.charge(charge);
    await slow.begun;
    setTimeout(slow.release, 1_200);
    stripe.plan(createIntent, 'never-answers');
    expect(await classOf(answer)).toBe('unclear');
    expect(performance.now() - before).toBeLessThan(2_500);
  });

  test('is never given more time than a provider may take', async () => {
    const { another, charge } = await opened();
    const given: number[] = [];
    const real = globalThis.setTimeout;
    const spied = ((run: () => void, ms?: number) => {
      if (ms !== undefined) given.push(ms);
      return real(run, ms);
    }) as typeof globalThis.setTimeout; // the rest of it nobody uses here
    globalThis.setTimeout = spied;
    try {
      await must(another({ timeoutMs: 10 * longestCallMs }).charge(charge));
    } finally {
      globalThis.setTimeout = real;
    }
    expect(Math.max(...given)).toBeLessThanOrEqual(longestCallMs);
    expect(Math.max(...given)).toBeGreaterThan(longestCallMs / 2);
  });

  test('is cut off as unclear when the adapter closes, and none begins afterwards', async () => {
    const { stripe, cards, charge } = await opened();
    const held = stripe.hold(createIntent);
    const answer = cards.charge(charge);
    await held.begun;
    const before = performance.now();
    cards.close();
    expect(await classOf(answer)).toBe('unclear');
    expect(performance.now() - before).toBeLessThan(5_000); // its time-out is 10 s
    held.release();
    const requests = stripe.seen.length;
    expect(await classOf(cards.charge(charge))).toBe('not-reached');
    expect(await classOf(cards.answerTo(charge.idempotencyKey))).toBe('not-reached');
    expect(stripe.seen).toHaveLength(requests);
  });

  test('sends nothing of the machine and nothing of earlier calls', async () => {
    const { stripe, cards, charge } = await opened();
    await must(cards.charge(charge));
    await must(cards.answerTo(charge.idempotencyKey));
    for (const { headers } of stripe.seen) {
      const { platform, telemetry_id } = JSON.parse(String(headers['x-stripe-client-user-agent'])) as Record<
        string,
        unknown
      >; // the client's own JSON
      expect([platform, telemetry_id, headers['x-stripe-client-telemetry']]).toEqual([undefined, undefined, undefined]);
    }
  });
});

describe('a failure of Stripe', () => {
  test('says nothing of person, card or key, wherever somebody prints it', async () => {
    const { stripe, another, charge } = await opened();
    const { books } = stripe;
    const declining = await chargeOf(
      books.card({ kind: 'declines', code: 'card_declined', declineCode: 'do_not_honor' }),
    );
    const secretKey = 'sk_test_verySecretIndeed';
    const cards = another({ secretKey });
    stripe.plan(createIntent, 'wrong-key', 'answer-lost', 'bad-gateway');
    const outcomes = [
      await cards.charge(charge),
      await cards.charge(charge),
      await cards.charge(charge),
      await cards.charge(await chargeOf('pm_unknownToStripe')),
      await cards.charge(declining),
      await cards.refund({ idempotencyKey: 'r:1', reference: 'pi_unknown' as never, amount: charge.amount }), // any name will do
    ];
    const failures = outcomes.flatMap((outcome) => (outcome.isErr() ? [outcome.error] : []));
    expect(failures).toHaveLength(5);
    const shown = outcomes.map((outcome) =>
      outcome.isErr()
        ? [
            inspect(outcome.error, { depth: 9, showHidden: true }),
            JSON.stringify(outcome.error),
            String(outcome.error.cause),
          ]
        : [inspect(outcome.value)],
    );
    const text = shown.flat().join('\n');
    expect(text).toContain('Stripe answered 401 invalid_request_error api_key_expired req_1');
    for (const secret of [
      ...Object.values(cardHolder),
      secretKey,
      '4242',
      'fp_of',
      charge.paymentMethod,
      'pm_unknown',
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  test('comes at once where the endpoint is no address', () => {
    expect(() => stripeCards({ secretKey: 'sk_test_x', endpoint: 'nowhere' })).toThrow(TypeError);
  });
});
