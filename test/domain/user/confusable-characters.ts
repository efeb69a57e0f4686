import { createRequire } from 'node:module';

const allCharacters: readonly string[] = Array.from({ length: 0x11_0000 }, (_, code) => String.fromCodePoint(code));

/** Ideographs and syllables of which the next one is no different: 130 000 of the 160 000 characters that there are. */
const oneOfMany =
  /[\p{Unified_Ideograph}가-힣]|(?=\p{Lo})[\p{Script=Tangut}\p{Script=Yi}\p{Script=Egyptian_Hieroglyphs}]/u;

/**
 * Every character that Unicode knows: what a table test goes through instead of a sample. Not those of private use, and of the
 * ideographs and syllables with nothing to normalise one in 64.
 */
export const everyCharacter: readonly string[] = allCharacters.filter(
  (character, code) =>
    !/[\p{Co}\p{Cn}\p{Cs}]/u.test(character) &&
    (code % 64 === 0 || !oneOfMany.test(character) || character.normalize('NFKC') !== character),
);

/** Those that leave no ink, some not yet assigned, but for plain spaces; and the halves of a character. */
export const invisibleCharacters: readonly string[] = allCharacters.filter((character) =>
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(character),
);

/** The characters that NFKC turns into something else, and what. */
export const compatibilityForms: readonly (readonly [character: string, form: string])[] = everyCharacter
  .map((character) => [character, character.normalize('NFKC')] as const)
  .filter(([character, form]) => character.normalize('NFC') !== form);

/** The table of Unicode Technical Standard 39, character by character, as of Unicode 13. */
// sound: the file is one flat object of texts
const lookAlikes = createRequire(import.meta.url)('unhomoglyph/data.json') as Readonly<Record<string, string>>;

/** A character and one that looks like it; all that can come to be looked up, that is in small letters and taken apart. */
export const twins: readonly (readonly [twin: string, prototype: string])[] = Object.entries(lookAlikes)
  .filter(([twin]) => twin.normalize('NFD').toLowerCase() === twin)
  // Since Unicode 14 it looks like a small l.
  .map(([twin, prototype]) => [twin, twin === 'ӏ' ? 'l' : prototype] as const);

/** What looks like a small letter or digit, itself included. */
export function twinsOf(plain: string): readonly string[] {
  return [plain, ...twins.filter(([, prototype]) => prototype.toLowerCase() === plain).map(([twin]) => twin)];
}
