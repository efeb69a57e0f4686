import { describe } from 'vitest';
import { simulatedCards } from '../../src/adapters/simulated-cards/index.ts';
import { Last4 } from '../../src/domain/card/masked-card.ts';
import { cardProcessorContract } from '../../src/testing/contracts/card-processor.ts';
import { must } from '../../src/testing/contracts/contract.ts';
import { fillIn, openedStripe } from '../adapters/stripe/opened-stripe.ts';
import { holds } from './holds.ts';

describe('the simulated card processor', () => {
  holds(cardProcessorContract, async () => {
    const processor = simulatedCards();
    const card = { last4: await must(Last4.parse('4242')), network: 'visa' as const };
    return {
      processor,
      testCards: {
        succeeds: 'pm_sim_ok',
        insufficientFunds: 'pm_sim_insufficient_funds',
        answerLost: 'pm_sim_answer_lost',
        notReached: 'pm_sim_unavailable',
      },
      fillIn: async (setup) => processor.fillIn(setup, card) ?? card,
      moved: async (idempotencyKey) => {
        const charge = processor.charges().find((one) => one.idempotencyKey === idempotencyKey);
        return charge === undefined ? 0 : charge.amountMinor - charge.refundedMinor;
      },
      close: async () => {},
    };
  });
});

describe('Stripe', () => {
  holds(cardProcessorContract, async () => {
    const { stripe, cards, close } = await openedStripe();
    const { books } = stripe;
    const answerLost = books.card({ kind: 'succeeds' });
    const notReached = books.card({ kind: 'succeeds' });
    return {
      processor: {
        ...cards,
        // Stripe's trouble befalls requests, not cards: it is planned when the card is charged first.
        charge: (request) => {
          const first = stripe.count('POST /v1/payment_intents') === 0;
          if (first && request.paymentMethod === answerLost) stripe.plan('POST /v1/payment_intents', 'answer-lost');
          if (first && request.paymentMethod === notReached)
            stripe.plan('POST /v1/payment_intents', 'too-many-requests');
          return cards.charge(request);
        },
      },
      testCards: {
        succeeds: books.card({ kind: 'succeeds' }),
        insufficientFunds: books.card({ kind: 'declines', code: 'card_declined', declineCode: 'insufficient_funds' }),
        answerLost,
        notReached,
      },
      fillIn: (setup) => fillIn(stripe, setup),
      moved: async (idempotencyKey) => {
        const [payment = '', attempt] = idempotencyKey.split(':');
        return books.moved(payment, Number(attempt));
      },
      close,
    };
  });
});
