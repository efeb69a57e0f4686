import type { SimulatedCardProcessor } from '../../src/adapters/simulated-cards/index.ts';
import type { PaymentMethodReference } from '../../src/domain/card/payment-method-reference.ts';

/** How the bank takes a card of the tests. */
export const behaviours = ['ok', 'insufficient_funds', 'card_expired', 'answer_lost', 'unavailable'] as const;
export type Behaviour = (typeof behaviours)[number];

/** Names a card by what it does and by a name of its own, so that it can be searched for: `pm_ok_…`. */
export function paymentMethodOf(behaviour: Behaviour, name: string): string {
  return `pm_${behaviour}_${name}`;
}

/** The simulated processor, for cards that are named by {@link paymentMethodOf}. */
export function testCards(simulated: SimulatedCardProcessor): SimulatedCardProcessor {
  const simulatedName = (paymentMethod: PaymentMethodReference): PaymentMethodReference => {
    const behaviour = behaviours.find((one) => paymentMethod.startsWith(`pm_${one}_`));
    // sound: the simulated processor names its cards so
    return behaviour === undefined ? paymentMethod : (`pm_sim_${behaviour}` as PaymentMethodReference);
  };
  return {
    ...simulated,
    charge: (request) => simulated.charge({ ...request, paymentMethod: simulatedName(request.paymentMethod) }),
  };
}
