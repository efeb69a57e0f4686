import { err, ok, type Result } from '../result.ts';

/**
 * Keeps card numbers out of every text that a person types elsewhere than in the card form (POLICY.md C13, C14).
 */

/** There is something in the text that could be a card number. */
export interface LooksLikeCardNumber {
  readonly kind: 'LooksLikeCardNumber';
}

/** The shortest card number there is (ISO/IEC 7812-1). A longer run is refused as well: a card number may stand inside. */
const fewestDigits = 12;

/** A letter ends a number; one that shows no ink, or only the ink of a stroke, does not. */
const endsNumber = /(?!\p{Default_Ignorable_Code_Point}|[ǀ-ǃ])[\p{Lu}\p{Ll}\p{Lt}\p{Lo}]/u;
const numeral = /\p{N}/gu;

/**
 * Whether 12 or more digits stand in the text with nothing but separators between them, however many and of whatever kind:
 * spaces, dashes, dots, symbols, line ends, accents, invisible and direction marks. Digits of every script count, circled
 * and small ones too. No check digit is asked for: not every network has one, and a typing mistake hides nothing.
 */
export function holdsCardNumber(text: string): boolean {
  let digits = 0;
  for (const character of text) {
    if (endsNumber.test(character)) {
      digits = 0;
      continue;
    }
    // Character by character, since some symbols stand for several digits (`⑫`) or for letters between which digits could hide (`™`).
    digits += character.normalize('NFKC').match(numeral)?.length ?? 0;
    if (digits >= fewestDigits) return true;
  }
  return false;
}

/** The text itself, if it {@link holdsCardNumber holds no card number}. */
export function withoutCardNumber(text: string): Result<string, LooksLikeCardNumber> {
  return holdsCardNumber(text) ? err({ kind: 'LooksLikeCardNumber' }) : ok(text);
}
