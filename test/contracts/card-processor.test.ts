import { describe } from 'vitest';
import { simulatedCards } from '../../src/adapters/simulated-cards/index.ts';
import { cardProcessorContract } from '../../src/testing/contracts/card-processor.ts';
import { holds } from './holds.ts';

describe('the simulated card processor', () => {
  holds(cardProcessorContract, async () => {
    const processor = simulatedCards();
    return {
      processor,
      testCards: {
        succeeds: 'pm_sim_ok',
        insufficientFunds: 'pm_sim_insufficient_funds',
        answerLost: 'pm_sim_answer_lost',
      },
      moved: async (idempotencyKey) => {
        const charge = processor.charges().find((one) => one.idempotencyKey === idempotencyKey);
        return charge === undefined ? 0 : charge.amountMinor - charge.refundedMinor;
      },
      close: async () => {},
    };
  });
});
