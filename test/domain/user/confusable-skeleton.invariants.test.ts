import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confusableSkeleton } from '../../../src/domain/user/confusable-skeleton.ts';
import { Username } from '../../../src/domain/user/username.ts';
import { usernames } from '../../arbitraries/user.ts';
import { everyCharacter, twins } from './confusable-characters.ts';

/** What looks like a small Latin letter, script by script, as far as a name may be written in it. */
const latinIn: readonly (readonly [script: string, alike: Readonly<Record<string, string>>])[] = [
  [
    'Cyrillic',
    { a: 'а', c: 'с', d: 'ԁ', e: 'е', h: 'һ', i: 'і', j: 'ј', l: 'ӏ', o: 'о', p: 'р', q: 'ԛ', r: 'г', s: 'ѕ' },
  ],
  ['Cyrillic', { v: 'ѵ', w: 'ш', x: 'х', y: 'у', ae: 'ӕ', oo: 'ꚙ', 6: 'б' }],
  ['Greek', { a: 'α', i: 'ι', j: 'ϳ', o: 'ο', p: 'ρ', r: 'ᴦ', u: 'υ', v: 'ν', y: 'γ' }],
  ['Greek, with the sigma that is like an o', { o: 'σ', p: 'ϸ', i: 'ι' }],
  ['Armenian', { f: 'ք', g: 'ց', h: 'հ', i: 'ւ', n: 'ո', o: 'օ', q: 'զ', u: 'ս', w: 'ա' }],
  ['Georgian', { o: 'ჿ', y: 'ყ' }],
  ['Latin, but not ASCII', { a: 'ɑ', c: 'ᴄ', e: 'ꬲ', f: 'ƒ', g: 'ɡ', i: 'ı', l: 'ǀ', o: 'ᴏ', p: 'ƿ', r: 'ꭇ', s: 'ꜱ' }],
  ['Latin, but not ASCII', { u: 'ᴜ', v: 'ᴠ', w: 'ᴡ', y: 'ɣ', z: 'ᴢ', ae: 'æ', oe: 'œ', dz: 'ʣ', aa: 'ꜳ' }],
];
const latinFromTheRight: readonly (readonly [script: string, alike: Readonly<Record<string, string>>])[] = [
  ['Hebrew', { l: 'ו', o: 'ס', v: 'ט' }],
  ['Hebrew', { l: 'ן', ll: 'װ' }],
  ['Arabic', { l: 'ا', o: 'ه' }],
];
const wordsOf = (alike: Readonly<Record<string, string>>): fc.Arbitrary<readonly string[]> =>
  fc.array(fc.constantFrom(...Object.keys(alike)), { minLength: 3, maxLength: 12 });

describe('the skeleton of a username', () => {
  it('is that of every name with a look-alike in it, by the whole table of Unicode', () => {
    let found = 0;
    for (const pair of twins) {
      // Three of one letter look the same from both sides; digits go with every script.
      const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(pair.join(''));
      const [one, other] = pair.map((part) => Username.parse(rightToLeft ? part.repeat(3) : `${part}22`));
      if (!one?.isOk() || !other?.isOk() || one.value === other.value) continue;
      expect(Username.skeleton(one.value)).toBe(Username.skeleton(other.value));
      found += 1;
    }
    expect(found).toBeGreaterThan(300);
  });

  // What versions 14 to 17 of the table added or changed.
  it.each([
    ['ƒ', 'f'],
    ['ƿ', 'p'],
    ['þ', 'p'],
    ['ϸ', 'p'],
    ['ϸ', 'ρ'],
    ['ϸ', 'р'],
    ['ŋ', 'ƞ'],
    ['η', 'ղ'],
    ['ӏ', 'l'],
    ['ӏ', '1'],
    ['ш', 'w'],
    ['ш', 'ѡ'],
    ['ш', 'ա'],
    ['ւ', 'i'],
    ['ւ', 'ι'],
    ['ʕ', '\ua7cf'],
    ['\u067a', '\u062a'],
    ['\u068e', '\u068f'],
    ['\u0752', '\u067e'],
    ['于', '𛄢'],
    ['今', '슥'],
    ['䚕', '𧢮'],
    ['丕', '조'],
    ['丛', '쓰'],
    ['卟', '마'],
    ['合', '슴'],
    ['爿', '뉘'],
    ['長', '튽'],
    ['𠙴', '凵'],
    ['𭅡', '卑'],
    ['𡔳', '壷'],
    ['𡖇', '多'],
    ['𫜺', '峀'],
    ['𢔅', '徚'],
    ['愸', '𫜿'],
    ['𣵀', '涅'],
    ['𤣽', '玥'],
    ['𥫔', '贛'],
    ['𡚧', '𡚨'],
    ['𫜾', '𣍟'],
    ['𪻅', '𤠔'],
    ['𥄚', '𥄙'],
    ['𦖝', '𦖨'],
    ['𦴆', '𦰶'],
    ['𖿲', '儿'],
    ['兒', '𖿳'],
    ['λ', '\ua7db'],
    ['\u{10ec6}', '\u0646'],
    ['\u{10ec7}', '\u0680'],
    ['ж\u0945', 'ж\ua67c'],
  ])('knows the newer table too: %s is %s', (one, other) => {
    expect(confusableSkeleton(one)).toBe(confusableSkeleton(other));
  });

  it.each(latinIn)('is that of a Latin name, where every letter is %s', (_script, alike) => {
    fc.assert(
      fc.property(wordsOf(alike), (word) => {
        const [latin, twin] = [word.join(''), word.map((letter) => alike[letter]).join('')];
        expect(confusableSkeleton(twin)).toBe(confusableSkeleton(latin));
        const [one, other] = [Username.parse(latin), Username.parse(twin)];
        // Reserved, or digits alone.
        if (one.isErr() || other.isErr()) return;
        expect(one.value).not.toBe(other.value);
        expect(Username.skeleton(one.value)).toBe(Username.skeleton(other.value));
      }),
    );
  });

  it.each(latinFromTheRight)('is that of a Latin name that %s shows from the other end', (_script, alike) => {
    const numbers = fc.constantFrom('', '', '7', '23', '2.3', '2-3');
    fc.assert(
      fc.property(wordsOf(alike), numbers, (word, number) => {
        const latin = Username.parse(`${number}${word.join('')}`)._unsafeUnwrap();
        const typed = word.map((letter) => alike[letter]).reverse();
        const twin = Username.parse(`${typed.join('')}${number}`)._unsafeUnwrap();
        expect(Username.skeleton(twin)).toBe(Username.skeleton(latin));
      }),
    );
  });

  it('leaves a point on its letter, seen from either end', () => {
    expect(confusableSkeleton('ס\u05b4ו')).toBe(confusableSkeleton('lọ'));
  });

  it('leaves a name as it is that holds a letter like no Latin one', () => {
    expect(confusableSkeleton('סוא')).toBe('olא');
  });

  it('takes 0 for o, 1 for l, rn for m and vv for w, anywhere in a name', () => {
    const alike = { o: '0', l: '1', m: 'rn', w: 'vv' };
    const piece = fc.tuple(fc.constantFrom(...'olmwabekt'), fc.boolean());
    fc.assert(
      fc.property(fc.array(piece, { minLength: 3, maxLength: 10 }), (word) => {
        const plain = word.map(([letter]) => letter).join('');
        const twin = word.map(
          ([letter, exchanged]) => (exchanged ? new Map(Object.entries(alike)).get(letter) : null) ?? letter,
        );
        expect(confusableSkeleton(twin.join(''))).toBe(confusableSkeleton(plain));
      }),
    );
  });

  it('is another for every two names without look-alikes in them', () => {
    // One of each kind: no letter here looks like another, nor like two others.
    const name = fc.string({
      unit: fc.constantFrom(...'abdefghijkloqstuxyz2345789äéжйבשδ가中か.-_'),
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(confusableSkeleton(one) === confusableSkeleton(other)).toBe(one === other);
      }),
      { numRuns: 2000 },
    );
  });

  it('is its own skeleton, and that of the capitals and of the letters taken apart', () => {
    const alone = everyCharacter.filter((character) => Username.parse(character.repeat(3)).isOk());
    expect(alone.length).toBeGreaterThan(3000);
    for (const letter of alone) {
      const skeleton = confusableSkeleton(letter);
      expect(confusableSkeleton(skeleton)).toBe(skeleton);
      expect(confusableSkeleton(letter.normalize('NFD'))).toBe(skeleton);
    }
    fc.assert(
      fc.property(usernames, (username) => {
        const skeleton = Username.skeleton(username);
        expect(confusableSkeleton(skeleton)).toBe(skeleton);
        expect(confusableSkeleton(username.normalize('NFD'))).toBe(skeleton);
        if (!username.includes('ß')) expect(confusableSkeleton(username.toUpperCase())).toBe(skeleton);
      }),
    );
  });

  it.each([
    ['ş', 'ș', 'Turkish and Romanian'],
    ['ě', 'ĕ', 'a caron and a breve'],
    ['ヘ', 'へ', 'Katakana and Hiragana'],
    ['ロ', '口', 'Katakana and Han'],
    ['カ', '力', 'Katakana and Han'],
    ['แ', 'เเ', 'one Thai letter and two'],
    ['आ', 'अा', 'one Devanagari letter and a vowel sign'],
    ['ك', 'ک', 'Arabic and Persian'],
    ['ς', 'σ', 'at the end of a word and inside'],
    ['ß', 'β', 'German and Greek'],
  ])('is the same for %s and %s: %s', (one, other) => {
    expect(confusableSkeleton(one)).toBe(confusableSkeleton(other));
  });
});
