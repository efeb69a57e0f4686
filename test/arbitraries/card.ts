import * as fc from 'fast-check';
import { CardNumber } from '../../src/domain/card/card-number.ts';
import { maskCard } from '../../src/domain/card/mask-card.ts';
import type { CardNetwork, MaskedCard } from '../../src/domain/card/masked-card.ts';
import { PaymentMethodReference } from '../../src/domain/card/payment-method-reference.ts';

/** The digits of a card as its network would give it out, and the network. */
export interface GenuineCard {
  readonly digits: string;
  readonly network: CardNetwork;
}

interface Range {
  readonly network: CardNetwork;
  readonly prefixes: readonly string[];
  readonly lengths: readonly number[];
}

const ranges: readonly Range[] = [
  { network: 'visa', prefixes: ['40', '45', '49'], lengths: [16, 18, 19] },
  { network: 'mastercard', prefixes: ['51', '55', '2221', '2720'], lengths: [16] },
  { network: 'american-express', prefixes: ['34', '37'], lengths: [15] },
  { network: 'diners-club', prefixes: ['300', '305', '36'], lengths: [14, 16, 19] },
  { network: 'discover', prefixes: ['6011', '644', '649'], lengths: [16, 19] },
  { network: 'jcb', prefixes: ['3528', '3589'], lengths: [16, 17, 18, 19] },
  { network: 'unionpay', prefixes: ['6240', '6250'], lengths: [16, 17, 18, 19] },
  { network: 'maestro', prefixes: ['5018', '6759'], lengths: [12, 13, 15, 19] },
];

/** Decimal digits, so many. */
export function digitRuns(minLength: number, maxLength: number = minLength): fc.Arbitrary<string> {
  const digit = fc.constantFrom(...'0123456789');
  return fc.array(digit, { minLength, maxLength }).map((digits) => digits.join(''));
}

/** The digit that makes a number pass Luhn's check (ISO/IEC 7812-1, annex B). */
function checkDigit(digits: string): string {
  const sum = Array.from(digits)
    .reverse()
    .map((digit, index) => Number(digit) * (index % 2 === 0 ? 2 : 1))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return String((10 - (sum % 10)) % 10);
}

/** Elo gives out numbers of 16 digits from within Visa's range: one of another length is nobody's card. */
const eloWithinVisa = /^(?:40117[89]|451416|457393|45763[12])/;

/** Cards of every network. */
export const genuineCards: fc.Arbitrary<GenuineCard> = fc
  .constantFrom(...ranges)
  .chain(({ network, prefixes, lengths }) =>
    fc.tuple(fc.constantFrom(...prefixes), fc.constantFrom(...lengths)).chain(([prefix, length]) =>
      digitRuns(length - prefix.length - 1).map((rest) => ({
        network,
        digits: `${prefix}${rest}${checkDigit(prefix + rest)}`,
      })),
    ),
  )
  .filter(({ digits }) => !eloWithinVisa.test(digits));

/** Whatever 12 to 19 digits somebody might take for a card number, with a valid check digit or without. */
export const cardLikeDigits: fc.Arbitrary<string> = fc.oneof(
  genuineCards.map(({ digits }) => digits),
  digitRuns(12, 19),
);

/** The same digits with something of `between` after each of them. */
export function spread(digits: string, between: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .array(between, { minLength: digits.length, maxLength: digits.length })
    .map((gaps) => Array.from(digits, (digit, index) => digit + gaps[index]).join(''));
}

export const maskedCards: fc.Arbitrary<MaskedCard> = genuineCards.map(({ digits }) =>
  maskCard(CardNumber.from(digits))._unsafeUnwrap(),
);

export const paymentMethodReferences: fc.Arbitrary<PaymentMethodReference> = fc
  .stringMatching(/^pm_(?:[0-9]{0,3}[A-Za-z]){3,14}$/)
  .map((text) => PaymentMethodReference.parse(text)._unsafeUnwrap());
