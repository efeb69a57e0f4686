import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdsCardNumber } from '../../../src/domain/card/card-number-guard.ts';
import { ProcessorReference } from '../../../src/domain/payment/processor-reference.ts';
import { cardLikeDigits } from '../../arbitraries/card.ts';
import { processorReferences } from '../../arbitraries/payment.ts';

/** What a caller without types may pass: right as soon as it is made a text. */
const noText = ['ch_1'] as unknown as string;

describe('the name of a charge at the processor', () => {
  test.each(['pi_3MtwBwLkdIwHu7ix28a3tqPa', 'ch-1', 'abcd', `c${'x'.repeat(63)}`, 'c12345678901'])('is %s', (text) => {
    expect(ProcessorReference.parse(text)._unsafeUnwrap()).toBe(text);
  });

  test.each(['', 'ch_', '1ch_1', '_ch_1', 'ch 12', 'ch_1\n', 'ch_ü', ' ch_1', `c${'x'.repeat(64)}`, noText])(
    'is not %j',
    (text) => {
      const refused = ProcessorReference.parse(text)._unsafeUnwrapErr();
      expect(refused).toStrictEqual({ kind: 'InvalidProcessorReference', reason: 'shape' });
    },
  );

  test('never holds a card number, however spaced', () => {
    const refused = { kind: 'InvalidProcessorReference', reason: 'card-number' };
    fc.assert(
      fc.property(cardLikeDigits, fc.constantFrom('', '-', '_'), (digits, gap) => {
        const text = `ch_${Array.from(digits).join(gap)}`;
        expect(ProcessorReference.parse(text)._unsafeUnwrapErr()).toStrictEqual(refused);
      }),
    );
    fc.assert(fc.property(processorReferences, (reference) => !holdsCardNumber(reference)));
  });
});
