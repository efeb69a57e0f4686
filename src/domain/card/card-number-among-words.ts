import { CardNumber } from './card-number.ts';
import { maskCard } from './mask-card.ts';

/** Within how many characters the digits of one number stand: read out, it is broken by a few short words. */
const windowCharacters = 60;
const fewestDigits = 13;
const mostDigits = 19;

/**
 * Whether a card number is dictated among words, such as `4242 and 4242, then 4242 4242`: digits that stand within
 * 60 characters make up a whole number of a known network with its check digit. Unlike `holdsCardNumber` it asks
 * for both, since a case number, a date and an amount in one sentence have as many digits; so a typing mistake hides a number
 * here, and there it does not.
 */
export function dictatesCardNumber(text: string): boolean {
  const groups = [...text.normalize('NFKC').matchAll(/\d+/g)];
  return groups.some(({ index: start }, first) => {
    let digits = '';
    for (const { 0: group, index } of groups.slice(first, first + mostDigits)) {
      digits += group;
      if (index + group.length - start > windowCharacters || digits.length > mostDigits) return false;
      if (digits.length >= fewestDigits && maskCard(CardNumber.from(digits)).isOk()) return true;
    }
    return false;
  });
}
