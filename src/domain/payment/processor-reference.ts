import type { Brand } from '../brand.ts';
import { holdsCardNumber } from '../card/card-number-guard.ts';
import { err, ok, type Result } from '../result.ts';

/** The card processor's own name for a charge, such as `pi_3MtwBwLkdIwHu7ix28a3tqPa`: by it the money is found again. */
export type ProcessorReference = Brand<string, 'ProcessorReference'>;

/** The text is no reference; `card-number` where a card number hides in it. */
export interface InvalidProcessorReference {
  readonly kind: 'InvalidProcessorReference';
  readonly reason: 'shape' | 'card-number';
}

/** Smart constructor: takes any processor's id of 4 to 64 characters, but none that a card number hides in. */
export const ProcessorReference = {
  /** A letter and then ASCII letters, digits, underscores and hyphens, 4 to 64 characters in all. */
  parse(text: string): Result<ProcessorReference, InvalidProcessorReference> {
    if (typeof text !== 'string' || !/^[A-Za-z][A-Za-z0-9_-]{3,63}$/.test(text)) return refuse('shape');
    if (holdsCardNumber(text)) return refuse('card-number');
    return ok(text as ProcessorReference); // sound: the shape was just checked
  },
};

function refuse(reason: InvalidProcessorReference['reason']): Result<never, InvalidProcessorReference> {
  return err({ kind: 'InvalidProcessorReference', reason });
}
