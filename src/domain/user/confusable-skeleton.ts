import { createRequire } from 'node:module';

/**
 * What is left of a text when everything that looks alike is made equal: two texts that a person could take for one
 * another have the same skeleton (Unicode Technical Standard 39, section 4; table of Unicode 17 for every letter that a
 * username may have). Small and capital letters are alike too, since `0` is drawn like `O`, and so are `w` and `vv`, which
 * the table leaves out.
 *
 * For comparison alone: it is no text to show anybody.
 */
export function confusableSkeleton(text: string): string {
  const skeleton = lookedUp(text);
  // Hebrew that looks like Latin throughout is seen from the other end (the standard's bidiSkeleton).
  return rightToLeft.test(text) && !rightToLeft.test(skeleton) ? lookedUp(seenFromTheLeft(text)) : skeleton;
}

/** Pair by pair, what Unicode 14 to 17 added to the table or changed in it: a letter, and what it looks like. */
const addedToTable: ReadonlyMap<string, string> = new Map(
  [
    'ƒf ƿp ϸp þp ŋn\u0329 ӏl шw ւi ղn\u0329 ʕ\ua7ce \ua7cf\ua7ce \ua7dbλ',
    '\u067a\u062a \u068f\u062f\u06db \u0752\u0649\u06db \u{10ec6}\u0646 \u{10ec7}\u0680 \u0945\u0306',
    '于𛄢 今ᄉーᄀ 䚕𧢮 丕조 丛ᄉᄉー 兒𖿳 𖿲儿 𠙴凵 𭅡卑 卟마 合ᄉーᄆ 𡔳壷 𡖇多 𫜺峀 𢔅徚 愸𫜿 𣵀涅 爿누丨 𤣽玥 𥫔贛 長ᄐーᄂᄌ 𡚧𡚨 𫜾𣍟 𪻅𤠔 𥄚𥄙',
    '𦖝𦖨 𦴆𦰶',
  ]
    .flatMap((pairs) => pairs.split(' '))
    .map((pair) => Array.from(pair))
    .map(([letter = '', ...like]) => [letter, like.join('')]),
);

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;
/** A number runs from left to right within them, and marks stay on their letter. */
const seenTogether = /[0-9]+(?:[.-][0-9]+)*|.\p{M}*/gu;

function seenFromTheLeft(text: string): string {
  return Array.from(text.matchAll(seenTogether), ([seen]) => seen)
    .reverse()
    .join('');
}

function lookedUp(text: string): string {
  // Twice, since a capital that the table gives may, made small, be in the table itself.
  return prototypesOf(prototypesOf(text)).replaceAll('w', 'vv');
}

function prototypesOf(text: string): string {
  // The final sigma is drawn like the other one, which is in the table; it is a matter of its place in the word.
  const small = text.normalize('NFD').toLowerCase().replaceAll('ς', 'σ');
  const table = prototypes();
  const alike = Array.from(small, (character) => addedToTable.get(character) ?? table[character] ?? character).join('');
  return alike.normalize('NFD').toLowerCase();
}

// Called `require`, so that the tools which watch over dependencies see it.
const require = createRequire(import.meta.url);

/** Character by character, what it looks like. 100 kB, so it is loaded with the first name and not with the domain. */
function prototypes(): Readonly<Record<string, string>> {
  // sound: the file is one flat object of texts
  return require('unhomoglyph/data.json') as Readonly<Record<string, string>>;
}
