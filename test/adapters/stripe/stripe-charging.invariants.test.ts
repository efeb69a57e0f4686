import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StripeCards } from '../../../src/adapters/stripe/index.ts';
import type { ChargeRequest } from '../../../src/application/ports/card-processor.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/domain/instant.ts';
import type { ProcessorAnswer } from '../../../src/domain/payment/payment.ts';
import type { Fault } from './local-stripe.ts';
import { chargeOf, type OpenedStripe, openedStripe, paymentAt, tuesdayMs } from './opened-stripe.ts';
import type { BankBehaviour } from './stripe-books.ts';

/** What happens to a payment, to the processes that collect it, and to Stripe. */
type Step =
  | {
      readonly kind: 'collect';
      readonly process: number;
      readonly askFirst: boolean;
      readonly faults: readonly Fault[];
    }
  | { readonly kind: 'collect-at-once'; readonly faults: readonly Fault[] }
  | { readonly kind: 'ask'; readonly process: number; readonly faults: readonly Fault[] }
  | { readonly kind: 'restart'; readonly process: number }
  | { readonly kind: 'time-passes'; readonly ms: number }
  | { readonly kind: 'bank-answers'; readonly with: 'succeeded' | 'declined' }
  | { readonly kind: 'person-confirms' }
  | { readonly kind: 'forget'; readonly faults: readonly Fault[] };

/** Whatever leaves no request waiting for longer than a test may take. */
const faults = fc.array(
  fc.constantFrom<Fault>(
    'answer-lost',
    'request-lost',
    'too-many-requests',
    'object-locked',
    'unavailable',
    'bad-gateway',
    'server-error',
    'dies-inside',
  ),
  { maxLength: 2 },
);
const process = fc.nat(1);

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('collect' as const), process, askFirst: fc.boolean(), faults }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('collect-at-once' as const), faults }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('ask' as const), process, faults }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const), process }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('time-passes' as const),
      ms: fc.constantFrom(minuteMs, 30 * minuteMs, 2 * hourMs, 12 * hourMs, 25 * hourMs, 3 * dayMs),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('bank-answers' as const),
      with: fc.constantFrom('succeeded' as const, 'declined' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'person-confirms' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), faults }) },
);

const banks: fc.Arbitrary<BankBehaviour> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'succeeds' as const }) },
  {
    weight: 2,
    arbitrary: fc.constant({ kind: 'declines' as const, code: 'card_declined', declineCode: 'do_not_honor' }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'declines' as const, code: 'authentication_required' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'wants-confirmation' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'is-slow' as const }) },
);

/** As `collectPayment` does: asks first where a charge may have been made, charges, and asks where the answer is lost. */
async function collected(
  cards: StripeCards,
  request: ChargeRequest,
  askFirst: boolean,
): Promise<ProcessorAnswer | null> {
  if (askFirst) {
    const known = await cards.answerTo(request.idempotencyKey);
    if (known.isErr()) return null;
    if (known.value !== null) return known.value;
  }
  const answer = await cards.charge(request);
  if (answer.isOk()) return answer.value;
  return answer.error.retryable ? (await cards.answerTo(request.idempotencyKey)).unwrapOr(null) : null;
}

/** One payment, attempt after attempt: a new one begins after a decline, with another card of the person. */
class Collecting {
  readonly #opened: OpenedStripe;
  readonly #processes: [StripeCards, StripeCards];
  readonly #cards: readonly string[];
  readonly #payment = paymentAt(tuesdayMs);
  readonly answers: { readonly attempt: number; readonly answer: ProcessorAnswer }[] = [];
  attempt = 1;

  constructor(opened: OpenedStripe, cards: readonly string[]) {
    this.#opened = opened;
    this.#processes = [opened.another(), opened.another()];
    this.#cards = cards;
  }

  moved(attempt: number): number {
    return this.#opened.stripe.books.moved(this.#payment, attempt);
  }

  async take(step: Step): Promise<void> {
    const { stripe } = this.#opened;
    const { books } = stripe;
    for (const fault of 'faults' in step ? step.faults : []) stripe.plan('POST /v1/payment_intents', fault);
    switch (step.kind) {
      case 'collect':
        return void this.#note(await collected(this.#process(step.process), await this.#request(), step.askFirst));
      case 'collect-at-once': {
        const request = await this.#request();
        const both = await Promise.all(this.#processes.map((cards) => collected(cards, request, true)));
        const { attempt } = this;
        for (const answer of both)
          if (this.attempt === attempt || answer?.kind === 'succeeded') this.#note(answer, attempt);
        return;
      }
      case 'ask': {
        const { idempotencyKey } = await this.#request();
        return void this.#note((await this.#process(step.process).answerTo(idempotencyKey)).unwrapOr(null));
      }
      case 'restart':
        this.#processes[step.process] = this.#opened.another();
        return;
      case 'time-passes':
        books.nowMs += step.ms;
        return;
      case 'bank-answers':
        for (const { id, status } of books.intents) if (status === 'processing') books.finish(id, step.with);
        return;
      case 'person-confirms':
        for (const { id, status } of books.intents) if (status === 'requires_action') books.finish(id, 'succeeded');
        return;
      case 'forget': {
        const { paymentMethod } = await this.#request();
        (await this.#process(0).forget(paymentMethod)).unwrapOr(undefined);
      }
    }
  }

  #process(process: number): StripeCards {
    return this.#processes[process === 0 ? 0 : 1];
  }

  async #request(): Promise<ChargeRequest> {
    const card = this.#cards[(this.attempt - 1) % this.#cards.length] ?? '';
    return { ...(await chargeOf(card, this.#payment)), idempotencyKey: `${this.#payment}:${this.attempt}` };
  }

  #note(answer: ProcessorAnswer | null, attempt = this.attempt): void {
    if (answer === null) return;
    this.answers.push({ attempt, answer });
    if (answer.kind === 'declined' && attempt === this.attempt) this.attempt += 1;
  }
}

const histories = fc.record({
  banks: fc.array(banks, { minLength: 1, maxLength: 3 }),
  steps: fc.array(steps, { minLength: 1, maxLength: 14 }),
  searchLagMs: fc.constantFrom(0, minuteMs, hourMs),
  deletingDetaches: fc.boolean(),
});

describe('whatever is lost, refused, repeated, restarted and late, and however long it takes', () => {
  test('a payment is paid once, over all its attempts, and what was answered stays true', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ({ banks, steps, searchLagMs, deletingDetaches }) => {
        const opened = await openedStripe();
        try {
          Object.assign(opened.stripe.books, { searchLagMs, deletingDetaches });
          const collecting = new Collecting(
            opened,
            banks.map((bank) => opened.stripe.books.card(bank)),
          );
          for (const step of steps) await collecting.take(step);
          const attempts = Array.from({ length: collecting.attempt }, (_, index) => index + 1);
          const moved = attempts.map((attempt) => collecting.moved(attempt));
          expect(moved.reduce((total, one) => total + one, 0)).toBeLessThanOrEqual(450);
          for (const { attempt, answer } of collecting.answers) {
            expect(collecting.moved(attempt)).toBe(answer.kind === 'succeeded' ? 450 : 0);
          }
          const references = collecting.answers.flatMap(({ answer }) =>
            'reference' in answer ? answer.reference : [],
          );
          expect(new Set(references).size).toBeLessThanOrEqual(1);
        } finally {
          await opened.close();
        }
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  test('it is paid in the end, once the troubles are over', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 8 }), async (steps) => {
        const opened = await openedStripe();
        try {
          const collecting = new Collecting(opened, [opened.stripe.books.card({ kind: 'succeeds' })]);
          for (const step of steps) if (step.kind !== 'forget') await collecting.take(step);
          opened.stripe.calm();
          // A server error that Stripe remembers is its answer for a day; what it left behind is cancelled by then.
          await collecting.take({ kind: 'time-passes', ms: 25 * hourMs });
          for (const _ of [1, 2]) await collecting.take({ kind: 'collect', process: 0, askFirst: true, faults: [] });
          expect(collecting.answers.at(-1)?.answer.kind).toBe('succeeded');
          expect(collecting.moved(collecting.attempt)).toBe(450);
        } finally {
          await opened.close();
        }
      }),
      { numRuns: 50 },
    );
  }, 120_000);
});
