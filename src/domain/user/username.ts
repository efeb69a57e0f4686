import type { Brand } from '../brand.ts';
import { holdsCardNumber } from '../card/card-number-guard.ts';
import { err, ok, type Result } from '../result.ts';
import { confusableSkeleton } from './confusable-skeleton.ts';
import { isReservedUsername } from './reserved-usernames.ts';

/**
 * The name under which a person appears on the platform; it need not be a real one (POLICY.md C05). Lower case, in the form
 * that it is stored and compared in.
 */
export type Username = Brand<string, 'Username'>;

/** The text is no username, and why; never the text. */
export interface InvalidUsername {
  readonly kind: 'InvalidUsername';
  readonly reason: InvalidUsernameReason;
}

/**
 * - `length`: fewer than 3 or more than 30 characters, as people count them;
 * - `character`: something else than letters, digits, dot, underscore and hyphen, or a letter that has a plainer twin;
 * - `separator`: a dot, underscore or hyphen at the start, at the end, or next to another;
 * - `no-letter`: digits alone;
 * - `mixed-scripts`: letters of more than one script, as in look-alikes;
 * - `direction`: in a script that runs right to left, a digit at the start;
 * - `reserved`: a name of the company's, or one that looks like it;
 * - `card-number`: a card number hides in it.
 */
export type InvalidUsernameReason =
  | 'length'
  | 'character'
  | 'separator'
  | 'no-letter'
  | 'mixed-scripts'
  | 'direction'
  | 'reserved'
  | 'card-number';

const fewestCharacters = 3;
const mostCharacters = 30;

/** The scripts that a name may be written in, one at a time; Japanese is written in three together. */
const scripts: readonly (readonly string[])[] = [
  ['Latin'],
  ['Greek'],
  ['Cyrillic'],
  ['Armenian'],
  ['Georgian'],
  ['Hebrew'],
  ['Arabic'],
  ['Devanagari'],
  ['Thai'],
  ['Hangul'],
  ['Han', 'Hiragana', 'Katakana'],
];
const oneScript: readonly RegExp[] = scripts.map(lettersOf);
const anyScript: RegExp = lettersOf(scripts.flat());
const lettersAndMarks = /^[\p{L}\p{Mn}\p{Mc}]*$/u;
/**
 * What else the IdentifierClass leaves out of these scripts: Hangul in pieces, two of which show nothing (RFC 8264, section
 * 9.9), and tone and repetition marks (RFC 5892, section 2.6).
 */
const noIdentifier = /[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\u302e\u302f\u303b]/;
/**
 * Marks belong to a letter, and heaps of them cover the lines around. The same one twice is seen once (Unicode Technical
 * Standard 39, section 5.4), and so are a Thai vowel and a tone in either order: the tone comes second.
 */
const badMarks = /(?<!\p{L}\p{M}?)\p{M}|(\p{M})\1|[\u0e48-\u0e4c]\p{M}|[\u0e31\u0e34-\u0e4e](?![\u0e48-\u0e4c])\p{M}/u;
const halfAndFullWidth = /[\uff00-\uffef]/g;
const notLetters = /[0-9._-]/g;

/** Smart constructor: accepts 3 to 30 characters of one script, and answers them in lower case (RFC 8265). */
export const Username = {
  /**
   * Normalises as the PRECIS profile UsernameCaseMapped does (RFC 8265, section 3.3: width, case, NFC), then checks by its
   * IdentifierClass and stricter: no symbols, ASCII digits alone, one script. Space around it is dropped.
   */
  parse(text: string): Result<Username, InvalidUsername> {
    if (typeof text !== 'string' || text.length > 10 * mostCharacters) return refuse('length');
    const name = text
      .trim()
      .replace(halfAndFullWidth, (character) => character.normalize('NFKC'))
      .toLowerCase()
      .normalize('NFC');

    if (holdsCardNumber(name)) return refuse('card-number');
    const length = Array.from(name).length;
    if (length < fewestCharacters || length > mostCharacters) return refuse('length');

    const letters = name.replace(notLetters, '');
    if (!lettersAndMarks.test(letters) || !anyScript.test(letters)) return refuse('character');
    if (noIdentifier.test(letters)) return refuse('character');
    // A letter with a compatibility form has a plainer twin.
    if (letters.normalize('NFKC') !== letters || badMarks.test(name)) return refuse('character');
    if (/^[._-]|[._-]$|[._-]{2}/.test(name)) return refuse('separator');
    if (letters === '') return refuse('no-letter');
    if (!oneScript.some((script) => script.test(letters))) return refuse('mixed-scripts');
    // RFC 5893, section 2, rule 1: what else it asks for, the rules above see to.
    if (/^[0-9].*[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(name)) return refuse('direction');
    if (isReservedUsername(name)) return refuse('reserved');
    return ok(name as Username); // sound: every rule was just checked
  },

  /**
   * What usernames are unique by: two that a person could take for one another have the same (Unicode Technical Standard
   * 39). It identifies as the name does and is kept as a blind index alone.
   */
  skeleton(username: Username): string {
    return confusableSkeleton(username);
  },
};

function lettersOf(ofScripts: readonly string[]): RegExp {
  return new RegExp(`^[${ofScripts.map((script) => `\\p{Script=${script}}`).join('')}]*$`, 'u');
}

function refuse(reason: InvalidUsernameReason): Result<never, InvalidUsername> {
  return err({ kind: 'InvalidUsername', reason });
}
