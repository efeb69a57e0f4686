import { type Card, type CardNetwork, type Last4, showMasked } from '../../domain/card/masked-card.ts';
import type { CardId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { authenticate } from '../accounts/authenticate.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';

/** The cards that the person can rent with. */
export interface ListCardsInput {
  readonly session: SessionToken;
}

/** A card as its owner sees it (POLICY.md C13). */
export interface CardView {
  readonly card: CardId;
  readonly last4: Last4;
  readonly network: CardNetwork;
  /** `•••• 1234`. */
  readonly shown: string;
  readonly addedAt: Instant;
}

/** Why no list is shown; a person without cards gets an empty one instead. */
export type ListCardsRefusal = NotLoggedIn | PortFailure;

/** Answers the cards that are not removed, oldest first. */
export type ListCards = (input: ListCardsInput) => ResultAsync<readonly CardView[], ListCardsRefusal>;

/** Makes the use case. */
export function listCards(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): ListCards {
  const whoIs = authenticate(ports);
  return (input) =>
    safeTry(async function* () {
      const cards = yield* ports.store.reads.cardsOf((yield* whoIs(input)).subject, 'payment');
      return ok(cards.map(viewOf));
    });
}

/** What of a card its owner is shown; the processor's reference is no use to anyone. */
export function viewOf(card: Card): CardView {
  const { last4, network, addedAt } = card;
  return { card: card.card, last4, network, shown: showMasked(card), addedAt };
}
