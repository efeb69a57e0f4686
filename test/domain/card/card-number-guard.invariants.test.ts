import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsCardNumber } from '../../../src/domain/card/card-number-guard.ts';
import { PaymentMethodReference } from '../../../src/domain/card/payment-method-reference.ts';
import { cardLikeDigits, digitRuns, paymentMethodReferences, spread } from '../../arbitraries/card.ts';

/** Everything that is neither a letter nor a digit, in any number. */
const separators = fc
  .string({ unit: 'binary', maxLength: 6 })
  .map((text) => text.replaceAll(/[\p{Lu}\p{Ll}\p{Lt}\p{Lo}]/gu, ''));

const zeros = ['0', '٠', '۰', '०', '๐', '０', '𝟎', '𝟘', '🯰', '᠐'];

/** The same digits, each in a script of its own. */
const inAnyScript = (digits: string): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...zeros), { minLength: digits.length, maxLength: digits.length }).map((scripts) =>
    // sound: every list of 10 digits follows its zero
    Array.from(digits, (digit, index) =>
      String.fromCodePoint((scripts[index]!.codePointAt(0) as number) + Number(digit)),
    ).join(''),
  );

describe('the card number guard', () => {
  it('sees a card number through any arrangement of separators, whatever stands around it', () => {
    fc.assert(
      fc.property(
        cardLikeDigits.chain((digits) => spread(digits, separators)),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (hidden, before, after) => {
          expect(holdsCardNumber(before + hidden + after)).toBe(true);
        },
      ),
    );
  });

  it('sees a card number in the digits of any script', () => {
    fc.assert(
      fc.property(cardLikeDigits.chain(inAnyScript), (hidden) => {
        expect(holdsCardNumber(hidden)).toBe(true);
      }),
    );
  });

  it('lets every text with fewer than 12 digits pass', () => {
    const gaps = fc.string({ unit: 'grapheme-ascii' }).map((text) => text.replaceAll(/[0-9]/g, ''));
    fc.assert(
      fc.property(
        digitRuns(0, 11).chain((digits) => spread(digits, gaps)),
        (text) => {
          expect(holdsCardNumber(text)).toBe(false);
        },
      ),
    );
  });
});

describe('a payment method reference', () => {
  it('is read back as it was written, and never holds a card number', () => {
    fc.assert(
      fc.property(paymentMethodReferences, (reference) => {
        expect(PaymentMethodReference.parse(reference)._unsafeUnwrap()).toBe(reference);
        expect(holdsCardNumber(reference)).toBe(false);
      }),
    );
  });
});
