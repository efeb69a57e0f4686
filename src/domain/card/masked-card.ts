import type { Brand } from '../brand.ts';
import type { CardId, SubjectId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import type { PaymentMethodReference } from './payment-method-reference.ts';

/** Exactly 4 decimal digits: all of a card number that we ever hold (POLICY.md C13, C14). */
export type Last4 = Brand<string, 'Last4'>;

/** The text is not 4 decimal digits. */
export interface InvalidLast4 {
  readonly kind: 'InvalidLast4';
}

/** Smart constructor: 4 ASCII digits, without space or sign, so that a fifth digit never gets in (POLICY.md C13). */
export const Last4 = {
  /** Accepts 4 ASCII digits and nothing else. */
  parse(text: string): Result<Last4, InvalidLast4> {
    return typeof text === 'string' && /^[0-9]{4}$/.test(text)
      ? ok(text as Last4) // sound: the shape was just checked
      : err({ kind: 'InvalidLast4' });
  },
};

/** The card's network, as far as its first digits tell. */
export type CardNetwork =
  | 'visa'
  | 'mastercard'
  | 'american-express'
  | 'diners-club'
  | 'discover'
  | 'jcb'
  | 'unionpay'
  | 'maestro'
  | 'other';
/** The networks that a masked card can show; whatever masking does not find here becomes `other`. */
export const cardNetworks: readonly CardNetwork[] = [
  'visa',
  'mastercard',
  'american-express',
  'diners-club',
  'discover',
  'jcb',
  'unionpay',
  'maestro',
  'other',
];

/** What is left of a card number once it was masked. */
export interface MaskedCard {
  readonly last4: Last4;
  readonly network: CardNetwork;
}

/** A card of a person, kept by the processor and known here by a reference. */
export interface Card extends MaskedCard {
  readonly card: CardId;
  readonly subject: SubjectId;
  /** The processor's own name for the card, made by its form in the app. */
  readonly paymentMethod: PaymentMethodReference;
  readonly addedAt: Instant;
  /** When the person removed it; such a card is kept only while an open rental or an unpaid amount is bound to it. */
  readonly removedAt: Instant | null;
}

/** The card as people see it, on a receipt and in the app: `•••• 1234`. */
export function showMasked(card: MaskedCard): string {
  return `•••• ${card.last4}`;
}
