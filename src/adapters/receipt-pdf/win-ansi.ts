/** What WinAnsi (Windows-1252), the encoding of the standard fonts of a PDF, has beyond Latin-1. */
const beyondLatin1: ReadonlySet<string> = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** Letters that Unicode does not take apart into a plain one and a mark. */
const plainLetters: Readonly<Record<string, string>> = { ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ı: 'i', ẞ: 'SS' };

/**
 * The text in characters that every reader can show without a font of its own: an accent that the standard fonts lack is
 * left out, narrow spaces become wide ones, and what has no counterpart becomes `?` rather than some other letter.
 */
export function inWinAnsi(text: string): string {
  return Array.from(text, closest).join('');
}

function closest(character: string): string {
  if (isWinAnsi(character)) return character;
  if (/\p{Zs}/u.test(character)) return '\u00a0';
  if (/\p{Cc}/u.test(character)) return ' ';
  const plain = plainLetters[character] ?? character.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain !== '' && Array.from(plain).every(isWinAnsi) ? plain : '?';
}

function isWinAnsi(character: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]$/.test(character) || beyondLatin1.has(character);
}
