import type { CardNumber } from '../../domain/card/card-number.ts';
import { type InvalidCardNumber, maskCard } from '../../domain/card/mask-card.ts';
import type { Card } from '../../domain/card/masked-card.ts';
import {
  type InvalidPaymentMethodReference,
  PaymentMethodReference,
} from '../../domain/card/payment-method-reference.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { newCardId } from '../new-ids.ts';
import type { CardTakenIn } from '../ports/card-processor.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { type CardView, viewOf } from './list-cards.ts';

/** A card that the processor's form in the app took in: its number is masked before anything else happens to it. */
export interface AddCardInput {
  readonly session: SessionToken;
  readonly number: CardNumber;
  /** The processor's own name for the card, such as `pm_1N3TqL2eZvKYlo2C`. */
  readonly paymentMethod: string;
}

/** Why the card is not added; a number that is no card number is never repeated in the answer (POLICY.md C14). */
export type AddCardRefusal =
  | InvalidCardNumber
  | InvalidPaymentMethodReference
  | NotLoggedIn
  | CardAlreadyAdded
  | PortFailure;

/** The person has this very card already. */
export interface CardAlreadyAdded {
  readonly kind: 'CardAlreadyAdded';
}

/** Answers the card as it is kept: the last 4 digits and the network (POLICY.md C13, C14). */
export type AddCard = (input: AddCardInput) => ResultAsync<CardView, AddCardRefusal>;

/** Makes the use case. */
export function addCard(ports: Pick<Ports, 'store' | 'hashing' | 'clock' | 'ids'>): AddCard {
  return (input) =>
    safeTry(async function* () {
      const masked = yield* maskCard(input.number);
      const paymentMethod = yield* PaymentMethodReference.parse(input.paymentMethod);
      return keepCard(ports, input.session, { ...masked, paymentMethod });
    });
}

/** Keeps a card of the person whose session it is, once. */
export function keepCard(
  ports: Pick<Ports, 'store' | 'hashing' | 'clock' | 'ids'>,
  session: SessionToken,
  { last4, network, paymentMethod }: CardTakenIn,
): ResultAsync<CardView, NotLoggedIn | CardAlreadyAdded | PortFailure> {
  const token = ports.hashing.sessionToken(session);
  const addedAt = ports.clock.now();
  const id = newCardId(ports.ids);
  return ports.store
    .transact((tx) =>
      safeTry(async function* () {
        // Alone, so that a request that comes twice at once adds one card.
        const { proof } = yield* tx.doors.bySessionAlone(token, addedAt, 'payment');
        const cards = yield* tx.cards.of(proof, 'payment');
        if (cards.some((card) => card.paymentMethod === paymentMethod)) {
          return err({ kind: 'CardAlreadyAdded' as const });
        }
        const { subject } = proof;
        const card: Card = { card: id, subject, last4, network, paymentMethod, addedAt, removedAt: null };
        yield* tx.cards.add(proof, card);
        return ok(card);
      }),
    )
    .map(viewOf);
}
