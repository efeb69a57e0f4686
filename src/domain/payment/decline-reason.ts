import { type ClosedList, closedList } from '../closed-list.ts';

/** Why a card was not charged, in our words for what processors say. What none of these fits is `card-declined`. */
export type DeclineReason =
  | 'insufficient-funds'
  | 'card-expired'
  | 'card-declined'
  | 'lost-or-stolen'
  | 'authentication-required'
  | 'incorrect-cvc'
  | 'processing-error'
  | 'fraud-suspected';

/** What the person can do (POLICY.md C12). */
export type Advice = 'update-card' | 'try-again' | 'contact-support' | 'contact-bank';

/** What a decline means: for the person, and for the next attempt. */
export interface Decline {
  readonly advice: Advice;
  /** The bank will never take this card for this: only another card is worth an attempt. */
  readonly hard: boolean;
}

/** Each reason with what it means, as one table, so that a test, a screen and a document can go through it. */
export const declines: Readonly<Record<DeclineReason, Decline>> = {
  'insufficient-funds': { advice: 'update-card', hard: false },
  'card-expired': { advice: 'update-card', hard: true },
  'card-declined': { advice: 'contact-bank', hard: false },
  'lost-or-stolen': { advice: 'update-card', hard: true },
  // The person has to confirm at the bank; then the same card will do.
  'authentication-required': { advice: 'try-again', hard: false },
  // The code is never kept, so the person has to enter the card anew, which makes another card of it.
  'incorrect-cvc': { advice: 'update-card', hard: true },
  'processing-error': { advice: 'try-again', hard: false },
  // Processor or bank held it back and tells the person nothing: support finds out who, and why.
  'fraud-suspected': { advice: 'contact-support', hard: true },
};

/** The reasons, in the order of the table. */
export const declineReasons: readonly DeclineReason[] = Object.keys(declines) as DeclineReason[]; // sound: the table has these keys and no other

/** The text names none of our reasons for a decline; a processor's own code does not count as one. */
export interface InvalidDeclineReason {
  readonly kind: 'InvalidDeclineReason';
}

/** From its name, as a row holds it. */
export const DeclineReason: ClosedList<DeclineReason, InvalidDeclineReason['kind']> = closedList(
  declineReasons,
  'InvalidDeclineReason',
);
