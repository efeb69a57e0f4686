import type { Brand } from '../brand.ts';
import { dictatesCardNumber } from '../card/card-number-among-words.ts';
import { holdsCardNumber, type LooksLikeCardNumber } from '../card/card-number-guard.ts';
import { err, ok, type Result } from '../result.ts';

/** What staff types in a case: a note, or a message to the person. */
export type CaseText = Brand<string, 'CaseText'>;

/** The text is empty, longer than 2,000 characters, or holds characters that show nothing. */
export interface InvalidCaseText {
  readonly kind: 'InvalidCaseText';
}

/** A message to a person holds the address of a web page: people shall learn that support sends none. */
export interface HoldsWebAddress {
  readonly kind: 'HoldsWebAddress';
}

/** The most characters that a note or a message has, counted by code points. */
export const caseTextCharacters = 2_000;

/** Characters that show nothing, save ends of lines and tabs; not the selector that makes an emoji one. */
const showsNothing = /(?![\n\t])[\p{Other}\u2028\u2029\u2800]|(?!\ufe0f)\p{Default_Ignorable_Code_Point}/u;

/**
 * What a phone may make a link of: a scheme, `www.`, four numbers with dots, or two words with a dot and no space between, of
 * which the last has two letters or more of any script: there are too many endings for a list. So `Thanks.Bye` goes to nobody
 * either, and `e.g.`, `3.50 EUR` and `12.30` do.
 */
const webAddress =
  /:\/\/|\bwww\.|(?<!\d)\d{1,3}(?:[.\u3002]\d{1,3}){3}(?!\d)|[\p{L}\p{M}\p{N}_-][.\u3002][\p{L}\p{M}]{2}/iu;

/** A text as a browser would read an address in it: dots of another width are dots, and what makes an emoji one is nothing. */
function asAddress(text: string): string {
  return text.normalize('NFKC').replaceAll('\ufe0f', '');
}

/** Smart constructors of what staff types. */
export const CaseText = {
  /** A note: 1 to 2,000 characters, ends of lines made `\n`, space around it dropped, and no card number (POLICY.md C13, C14). */
  parse(text: string): Result<CaseText, InvalidCaseText | LooksLikeCardNumber> {
    // Each is measured before it is folded, so that nothing long is gone through.
    const long = typeof text !== 'string' || text.length > 4 * caseTextCharacters;
    const typed = long ? '' : text.normalize('NFC').replace(/\r\n?/g, '\n').trim();
    if (typed === '' || Array.from(typed).length > caseTextCharacters || showsNothing.test(typed)) {
      return err({ kind: 'InvalidCaseText' });
    }
    return holdsCardNumber(typed) || dictatesCardNumber(typed)
      ? err({ kind: 'LooksLikeCardNumber' })
      : ok(typed as CaseText); // sound: every rule was just checked
  },

  /** A message to the person: as a note, and without the address of a web page. */
  parseMessage(text: string): Result<CaseText, InvalidCaseText | LooksLikeCardNumber | HoldsWebAddress> {
    return CaseText.parse(text).andThen((typed) =>
      webAddress.test(asAddress(typed)) ? err<CaseText, HoldsWebAddress>({ kind: 'HoldsWebAddress' }) : ok(typed),
    );
  },
};
