import type { CardProcessor } from '../../application/ports/card-processor.ts';
import type { CardEvents } from '../../application/ports/provider-events.ts';
import type { CardsLocation } from './card-place.ts';
import type { MayClose } from './open-messages.ts';

/** The card processor, and who tells what happens there by itself. */
export interface OpenedCards {
  readonly cards: CardProcessor & MayClose;
  /** Absent where nobody tells: the simulated processor answers at once. */
  readonly cardEvents?: CardEvents;
  /** Where no form takes numbers in: what is simulated has none. */
  readonly takesCardNumbers: boolean;
}

/** The card processor that the configuration names; only its own package is loaded. */
export async function cardsAt(place: CardsLocation): Promise<OpenedCards> {
  if (place.kind === 'simulated') {
    const { simulatedCards } = await import('../simulated-cards/index.ts');
    return { cards: simulatedCards(), takesCardNumbers: true };
  }
  const { stripeCards, stripeEvents } = await import('../stripe/index.ts');
  const cards = stripeCards({ secretKey: place.secretKey });
  return { cards, takesCardNumbers: false, cardEvents: stripeEvents({ webhookSecret: place.webhookSecrets, cards }) };
}
