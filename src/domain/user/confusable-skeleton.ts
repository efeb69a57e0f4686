import { createRequire } from 'node:module';

/**
 * What is left of a text when everything that looks alike is made equal: two texts that a person could take for one
 * another have the same skeleton (Unicode Technical Standard 39, section 4; table of Unicode 13). Small and capital letters
 * are alike too, since `0` is drawn like `O`.
 *
 * For comparison alone: it is no text to show anybody.
 */
export function confusableSkeleton(text: string): string {
  // Twice, since a capital that the table gives may, made small, be in the table itself.
  return prototypesOf(prototypesOf(text));
}

function prototypesOf(text: string): string {
  // The final sigma is drawn like the other one, which is in the table; it is a matter of its place in the word.
  const small = text.normalize('NFD').toLowerCase().replaceAll('ς', 'σ');
  const table = prototypes();
  const alike = Array.from(small, (character) => table[character] ?? character).join('');
  return alike.normalize('NFD').toLowerCase();
}

// Called `require`, so that the tools which watch over dependencies see it.
const require = createRequire(import.meta.url);

/** Character by character, what it looks like. 100 kB, so it is loaded with the first name and not with the domain. */
function prototypes(): Readonly<Record<string, string>> {
  // sound: the file is one flat object of texts
  return require('unhomoglyph/data.json') as Readonly<Record<string, string>>;
}
