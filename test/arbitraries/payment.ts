import * as fc from 'fast-check';
import type { CardId } from '../../src/domain/ids.ts';
import { type DeclineReason, declineReasons } from '../../src/domain/payment/decline-reason.ts';
import {
  decidePayment,
  evolvePayment,
  newPayment,
  type Payment,
  type PaymentCommand,
  type PaymentEvent,
  type PendingPayment,
} from '../../src/domain/payment/payment.ts';
import { ProcessorReference } from '../../src/domain/payment/processor-reference.ts';
import { cardIds, orderIds, paymentIds, subjectIds } from './ids.ts';
import { instants } from './instant.ts';
import { amountsIn, knownCurrencies } from './order.ts';

export const someDeclineReasons: fc.Arbitrary<DeclineReason> = fc.constantFrom(...declineReasons);

export const processorReferences: fc.Arbitrary<ProcessorReference> = fc
  .stringMatching(/^(?:ch|pi)_(?:[0-9]{0,3}[A-Za-z]){4,12}$/)
  .map((text) => ProcessorReference.parse(text)._unsafeUnwrap());

/** Payments before the processor said anything. */
const newPayments: fc.Arbitrary<PendingPayment> = fc
  .record({
    payment: paymentIds,
    subject: subjectIds,
    order: orderIds,
    card: cardIds,
    amount: knownCurrencies.chain((currency) => amountsIn(currency, 1, 50_000)),
    createdAt: instants,
  })
  .map(newPayment);

/** What may be said of a payment: few cards, references and attempts, so that sayings meet; sound ones and others. */
interface Sayings {
  readonly commands: fc.Arbitrary<PaymentCommand>;
  readonly events: fc.Arbitrary<PaymentEvent>;
}

function sayingsOf(
  payment: Payment,
  otherCard: CardId,
  references: readonly [ProcessorReference, ...ProcessorReference[]],
): Sayings {
  const card = fc.constantFrom(payment.card, otherCard);
  const reference = fc.constantFrom(...references);
  const part = fc.oneof(
    amountsIn(payment.amount.currency, 0, payment.amount.amountMinor),
    fc.constant(payment.amount),
    knownCurrencies.chain((currency) => amountsIn(currency, -10, 60_000)),
  );
  const answer = fc.oneof(
    fc.record({ kind: fc.constant('succeeded' as const), reference }),
    fc.record({ kind: fc.constant('declined' as const), reason: someDeclineReasons }),
  );
  const attempt = fc.integer({ min: 0, max: 4 });
  return {
    commands: fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('Settle' as const), attempt, answer, at: instants }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('Retry' as const), card }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('Refund' as const), amount: part }) },
      fc.record({ kind: fc.constant('Lower' as const), amount: part }),
    ),
    events: fc.oneof(
      fc.record({ kind: fc.constant('PaymentSucceeded' as const), reference, at: instants }),
      fc.record({ kind: fc.constant('PaymentFailed' as const), reason: someDeclineReasons, at: instants }),
      fc.record({ kind: fc.constant('PaymentRetried' as const), card }),
      fc.record({ kind: fc.constant('PaymentRefunded' as const), amount: part }),
      fc.record({ kind: fc.constant('PaymentLowered' as const), amount: part }),
    ),
  };
}

/** A payment and what is said of it, one after the other. */
export interface PaymentHistory {
  readonly payment: PendingPayment;
  readonly commands: readonly PaymentCommand[];
  readonly events: readonly PaymentEvent[];
}

export const paymentHistories: fc.Arbitrary<PaymentHistory> = fc
  .tuple(newPayments, cardIds, fc.tuple(processorReferences, processorReferences))
  .chain(([payment, otherCard, references]) => {
    const { commands, events } = sayingsOf(payment, otherCard, references);
    return fc.record({
      payment: fc.constant(payment),
      commands: fc.array(commands, { maxLength: 30 }),
      events: fc.array(events, { maxLength: 30 }),
    });
  });

/** Carries a command out: a refused one changes nothing. */
export function obeyPayment(payment: Payment, command: PaymentCommand): Payment {
  return decidePayment(command, payment).match(
    (events) => events.reduce(evolvePayment, payment),
    () => payment,
  );
}
