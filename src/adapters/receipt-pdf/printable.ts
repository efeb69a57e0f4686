/** Shown where a font has no letter: a file that is to last must not point at a letter that is not there (ISO 19005-2). */
const replacement = '\ufffd';

/**
 * The text in letters that the font has. What turns directions or joins letters is left out, since a page is set from left
 * to right; what would break a line is a space; and a letter that the font lacks becomes `�` rather than another letter.
 */
export function printable(text: string, hasLetter: (codePoint: number) => boolean): string {
  return Array.from(text.normalize('NFC'), (character) => {
    if (/[\p{Cc}\u2028\u2029]/u.test(character)) return ' ';
    if (/\p{Cf}/u.test(character)) return '';
    return hasLetter(character.codePointAt(0) ?? 0) ? character : /\p{Zs}/u.test(character) ? '\u00a0' : replacement;
  }).join('');
}
