import { createRequire } from 'node:module';
import type * as CardNumbers from 'card-validator/dist/card-number.js';
import { err, ok, type Result } from '../result.ts';
import type { CardNumber } from './card-number.ts';
import { type CardNetwork, cardNetworks, type Last4, type MaskedCard } from './masked-card.ts';

/** What was typed is not the number of a payment card. The reason is all there is: the number stays unseen. */
export interface InvalidCardNumber {
  readonly kind: 'InvalidCardNumber';
  readonly reason: InvalidCardNumberReason;
}

/**
 * - `not-digits`: there is something else in it than digits, spaces and hyphens;
 * - `length`: no card has so many digits, or none of this network has;
 * - `network`: no known network begins its numbers so;
 * - `check-digit`: a digit is wrong.
 */
export type InvalidCardNumberReason = 'not-digits' | 'length' | 'network' | 'check-digit';

/**
 * Makes of a card number what we may hold of it: the last 4 digits and the network (POLICY.md C13, C14). This is the only
 * function that ever sees a full number.
 *
 * 12 to 19 digits (ISO/IEC 7812-1), spaces and hyphens apart, with the check digit where the network has one: UnionPay
 * issues cards without.
 */
export function maskCard(number: CardNumber): Result<MaskedCard, InvalidCardNumber> {
  // Only here is a full number in clear. Nothing below may keep it, pass it on but to the check, or put it into an answer.
  const digits = number.reveal().replace(/[\s\p{Dash_Punctuation}]/gu, '');
  if (!/^[0-9]+$/.test(digits)) return refuse('not-digits');
  if (digits.length < 12 || digits.length > 19) return refuse('length');

  const { card, isValid } = cardNumbers().cardNumber(digits);
  if (card === null) return refuse('network');
  if (!card.lengths.includes(digits.length)) return refuse('length');
  if (!isValid) return refuse('check-digit');

  // sound: at least 12 digits and nothing else were just counted
  return ok({ last4: digits.slice(-4) as Last4, network: networkOf(card.type) });
}

function networkOf(type: string): CardNetwork {
  return cardNetworks.find((network) => network === type) ?? 'other';
}

function refuse(reason: InvalidCardNumberReason): Result<never, InvalidCardNumber> {
  return err({ kind: 'InvalidCardNumber', reason });
}

// Called `require`, so that the tools which watch over dependencies see it.
const require = createRequire(import.meta.url);

/**
 * The tables of the networks, loaded with the first card and not with the domain; from their own file, since the front door
 * of the package loads checks of names, dates and postal codes as well.
 */
function cardNumbers(): typeof CardNumbers {
  // sound: the type is the one that the package gives for this very name
  return require('card-validator/dist/card-number.js') as typeof CardNumbers;
}
