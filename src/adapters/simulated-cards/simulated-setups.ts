import type { CardProcessor, CardSetup, CardTakenIn } from '../../application/ports/card-processor.ts';
import { portFailure } from '../../application/ports/port-failure.ts';
import type { MaskedCard } from '../../domain/card/masked-card.ts';
import type { PaymentMethodReference } from '../../domain/card/payment-method-reference.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { errAsync, okAsync } from '../../domain/result.ts';

/** The part of the simulated processor that takes cards in. */
export interface SimulatedSetups extends Pick<CardProcessor, 'beginSetup' | 'cardTakenIn' | 'forgetOthers'> {
  /**
   * Plays the form in the app: the card is taken in. A payment method of its own is made for it, unless one of the test
   * cards is asked for. Null if there is no such setup, or no more.
   */
  fillIn(setup: string, card: MaskedCard, paymentMethod?: PaymentMethodReference): CardTakenIn | null;
}

interface Begun {
  readonly owner: SubjectId;
  readonly begun: CardSetup;
  card: CardTakenIn | null;
  isOpen: boolean;
}

/** Setups that live as long as the process. A card that was forgotten is not taken in any more. */
export function simulatedSetups(forgotten: Set<PaymentMethodReference>): SimulatedSetups {
  const byKey = new Map<string, Begun>();
  const bySetup = new Map<string, Begun>();
  return {
    beginSetup: (owner, idempotencyKey) => {
      const known = byKey.get(idempotencyKey);
      if (known !== undefined) {
        return known.owner === owner ? okAsync(known.begun) : errAsync(portFailure('CardProcessor', false));
      }
      const setup = `seti_sim_${byKey.size + 1}`;
      const one: Begun = { owner, begun: { setup, clientSecret: `${setup}_secret` }, card: null, isOpen: true };
      byKey.set(idempotencyKey, one);
      bySetup.set(setup, one);
      return okAsync(one.begun);
    },

    cardTakenIn: (owner, setup) => {
      const found = bySetup.get(setup);
      const card = found?.owner === owner ? found.card : null;
      return okAsync(card === null || forgotten.has(card.paymentMethod) ? null : card);
    },

    fillIn: (setup, { last4, network }, paymentMethod) => {
      const found = bySetup.get(setup);
      if (found?.isOpen !== true) return null;
      found.card = { paymentMethod: paymentMethod ?? paymentMethodOf(setup), last4, network };
      return found.card;
    },

    forgetOthers: (owner, kept) => {
      for (const one of bySetup.values()) {
        if (one.owner !== owner) continue;
        if (one.card === null) one.isOpen = false;
        else if (!kept.includes(one.card.paymentMethod)) forgotten.add(one.card.paymentMethod);
      }
      return okAsync(undefined);
    },
  };
}

function paymentMethodOf(setup: string): PaymentMethodReference {
  return `pm_of_${setup}` as PaymentMethodReference; // sound: the shape that PaymentMethodReference.parse asks for
}
