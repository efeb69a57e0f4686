import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';
import { holdsCardNumber } from './card-number-guard.ts';

/** The card processor's own name for a card, made by its form in the app (POLICY.md C13, C15), such as `pm_1N3TqL2eZvKYlo2C`. */
export type PaymentMethodReference = Brand<string, 'PaymentMethodReference'>;

/** The text is no reference; `card-number` where a card number hides in it. */
export interface InvalidPaymentMethodReference {
  readonly kind: 'InvalidPaymentMethodReference';
  readonly reason: 'shape' | 'card-number';
}

/** Smart constructor: takes the processor's `pm_…` form, but none that a card number hides in (POLICY.md C14). */
export const PaymentMethodReference = {
  /** `pm_` and then ASCII letters, digits and underscores, 6 to 64 characters in all. */
  parse(text: string): Result<PaymentMethodReference, InvalidPaymentMethodReference> {
    if (typeof text !== 'string' || !/^pm_[A-Za-z0-9_]{3,61}$/.test(text)) return refuse('shape');
    if (holdsCardNumber(text)) return refuse('card-number');
    return ok(text as PaymentMethodReference); // sound: the shape was just checked
  },
};

function refuse(reason: InvalidPaymentMethodReference['reason']): Result<never, InvalidPaymentMethodReference> {
  return err({ kind: 'InvalidPaymentMethodReference', reason });
}
