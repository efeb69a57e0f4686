import type { CardProcessor, ChargeRequest } from '../../application/ports/card-processor.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import type { PaymentMethodReference } from '../../domain/card/payment-method-reference.ts';
import type { DeclineReason } from '../../domain/payment/decline-reason.ts';
import type { ProcessorAnswer } from '../../domain/payment/payment.ts';
import type { ProcessorReference } from '../../domain/payment/processor-reference.ts';
import { onThisMachine } from '../../domain/residency/residency.ts';
import { errAsync, okAsync } from '../../domain/result.ts';
import { type SimulatedSetups, simulatedSetups } from './simulated-setups.ts';

export type { SimulatedSetups } from './simulated-setups.ts';

/** How a simulated card behaves. */
export type SimulatedBehaviour =
  | { readonly kind: 'succeeds' }
  | { readonly kind: 'declined'; readonly reason: DeclineReason }
  /** The money moves and the answer is lost, once a charge. */
  | { readonly kind: 'answer-lost' }
  /** The processor is not reached and charges nothing, once a charge. */
  | { readonly kind: 'unavailable' };

/** The payment methods that the simulated processor knows, as a real one has test cards. Any other one succeeds. */
export const simulatedPaymentMethods: Readonly<Record<string, SimulatedBehaviour>> = {
  pm_sim_ok: { kind: 'succeeds' },
  pm_sim_insufficient_funds: { kind: 'declined', reason: 'insufficient-funds' },
  pm_sim_card_expired: { kind: 'declined', reason: 'card-expired' },
  pm_sim_card_declined: { kind: 'declined', reason: 'card-declined' },
  pm_sim_lost_or_stolen: { kind: 'declined', reason: 'lost-or-stolen' },
  pm_sim_authentication_required: { kind: 'declined', reason: 'authentication-required' },
  pm_sim_incorrect_cvc: { kind: 'declined', reason: 'incorrect-cvc' },
  pm_sim_processing_error: { kind: 'declined', reason: 'processing-error' },
  pm_sim_fraud_suspected: { kind: 'declined', reason: 'fraud-suspected' },
  pm_sim_answer_lost: { kind: 'answer-lost' },
  pm_sim_unavailable: { kind: 'unavailable' },
};

/** Money that moved, as the simulated processor's own books have it. */
export interface SimulatedCharge {
  readonly idempotencyKey: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly refundedMinor: number;
}

/** A processor with books that a test can look into. */
export interface SimulatedCardProcessor extends CardProcessor, SimulatedSetups {
  /** Every charge that went through. */
  charges(): readonly SimulatedCharge[];
  /** Every card that it was told to forget. */
  forgotten(): readonly PaymentMethodReference[];
}

interface Book {
  readonly answer: ProcessorAnswer;
  readonly request: ChargeRequest;
  refundedMinor: number;
}

/**
 * A card processor that moves no money and answers like one that does: one charge a key, declines as the test card says,
 * an answer that is lost after the charge went through. Its books live as long as the process.
 */
export function simulatedCards(): SimulatedCardProcessor {
  const books = new Map<string, Book>();
  const troubled = new Set<string>();
  /** What was given back, in minor units, by its key. */
  const refunds = new Map<string, number>();
  const forgotten = new Set<PaymentMethodReference>();

  /** Trouble comes once a charge: the second time the processor is asked, it answers. */
  function troubledNow(request: ChargeRequest): boolean {
    const first = !troubled.has(request.idempotencyKey);
    troubled.add(request.idempotencyKey);
    return first;
  }

  function enter(request: ChargeRequest, answer: ProcessorAnswer): void {
    books.set(request.idempotencyKey, { answer, request, refundedMinor: 0 });
  }

  return {
    residency: onThisMachine,
    ...simulatedSetups(forgotten),

    charge: (request) => {
      const known = books.get(request.idempotencyKey);
      if (known !== undefined) {
        return okAsync(known.answer);
      }
      const behaviour = forgotten.has(request.paymentMethod)
        ? ({ kind: 'declined', reason: 'card-declined' } as const)
        : (simulatedPaymentMethods[request.paymentMethod] ?? ({ kind: 'succeeds' } as const));
      const { amount } = request;
      const succeeded: ProcessorAnswer = { kind: 'succeeded', reference: referenceOf(books.size + 1), amount };
      switch (behaviour.kind) {
        case 'declined': {
          const declined: ProcessorAnswer = { kind: 'declined', reason: behaviour.reason };
          enter(request, declined);
          return okAsync(declined);
        }
        case 'unavailable':
          if (troubledNow(request)) {
            return errAsync(portFailure('CardProcessor', true, undefined, 'not-reached'));
          }
          break;
        case 'answer-lost':
          if (troubledNow(request)) {
            enter(request, succeeded);
            return errAsync(portFailure('CardProcessor', true, undefined, 'unclear'));
          }
          break;
        case 'succeeds':
          break;
      }
      enter(request, succeeded);
      return okAsync(succeeded);
    },

    answerTo: (idempotencyKey) => okAsync(books.get(idempotencyKey)?.answer ?? null),

    refund: (request) => {
      const earlier = refunds.get(request.idempotencyKey);
      if (earlier !== undefined) {
        return earlier === request.amount.amountMinor
          ? okAsync(undefined)
          : errAsync(portFailure('CardProcessor', false));
      }
      const book = [...books.values()].find(
        ({ answer }) => answer.kind === 'succeeded' && answer.reference === request.reference,
      );
      if (book === undefined || book.refundedMinor + request.amount.amountMinor > book.request.amount.amountMinor) {
        return errAsync(portFailure('CardProcessor', false));
      }
      book.refundedMinor += request.amount.amountMinor;
      refunds.set(request.idempotencyKey, request.amount.amountMinor);
      return okAsync(undefined);
    },

    forget: (paymentMethod) => {
      forgotten.add(paymentMethod);
      return okAsync(undefined);
    },

    charges: () =>
      [...books.values()]
        .filter(({ answer }) => answer.kind === 'succeeded')
        .map(({ request, refundedMinor }) => ({
          idempotencyKey: request.idempotencyKey,
          amountMinor: request.amount.amountMinor,
          currency: request.amount.currency,
          refundedMinor,
        })),

    forgotten: () => [...forgotten],
  };
}

function referenceOf(number: number): ProcessorReference {
  return `ch_sim_${number}` as ProcessorReference; // sound: the shape that ProcessorReference.parse asks for
}
