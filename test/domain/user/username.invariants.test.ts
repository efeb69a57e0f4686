import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Username } from '../../../src/domain/user/username.ts';
import { usernames } from '../../arbitraries/user.ts';
import { compatibilityForms, everyCharacter, invisibleCharacters, twins } from './confusable-characters.ts';

/** The username, or why it is none; a refusal says that alone. */
const read = (typed: string): string =>
  Username.parse(typed).match(
    (username) => username,
    (refusal) => (Object.keys(refusal).join() === 'kind,reason' ? `no: ${refusal.reason}` : JSON.stringify(refusal)),
  );
const accepted = (typed: string): boolean => Username.parse(typed).isOk();

/** A name in each script that there may be. */
const names: readonly string[] = [
  'anna',
  'ανδρο',
  'жанна',
  'աննա',
  'ანანო',
  'אנהן',
  'سارة',
  'ननमन',
  'นานา',
  '안나김',
  '山田山',
  'あんな',
  'アンナ',
];
/** Every letter and mark that is taken at the end of a name in some script, and what it is taken for. */
const taken: ReadonlyMap<string, string> = new Map(
  everyCharacter.flatMap((typed) => {
    const ends = names.map((name) => [name, read(`${name}${typed}`)] as const);
    const [name, username] = ends.find(([name, username]) => username !== name && username.startsWith(name)) ?? [
      '',
      '',
    ];
    return username === '' ? [] : [[typed, username.slice(name.length)] as const];
  }),
);
const letters = Array.from(taken.keys());
const marks = letters.filter((character) => /\p{M}/u.test(character));

describe('the characters of a username', () => {
  it('are those of the IdentifierClass, digits from 0 to 9 alone (RFC 8264, section 9)', () => {
    expect(letters.length).toBeGreaterThan(3000);
    const outside = (character: string): boolean =>
      !/^[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}0-9]+$/u.test(character) || // LetterDigits
      character.normalize('NFKC') !== character || // HasCompat
      /\p{Default_Ignorable_Code_Point}/u.test(character) || // PrecisIgnorableProperties
      /[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]/.test(character) || // OldHangulJamo
      /[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b]/.test(character); // Exceptions
    expect(Array.from(taken.values()).filter(outside)).toEqual([]);
  });

  it('are never such as cannot be seen: fillers, joiners, selectors, tags, direction marks, line ends', () => {
    for (const hidden of invisibleCharacters) {
      const inside = names.map((name) => `${name.slice(0, 2)}${hidden}${name.slice(2)}`);
      expect(inside.filter((typed) => read(typed) !== 'no: character')).toEqual([]);
      // At the ends, what counts as a space is dropped with it.
      expect(['anna', 'no: character']).toContain(read(`${hidden}anna`));
      expect(['anna', 'no: character']).toContain(read(`anna${hidden}`));
    }
  });

  it('are never dressed: bold, in a circle, raised, joined, from a presentation form', () => {
    for (const [dressed, form] of compatibilityForms) {
      if (dressed.trim() === '') continue; // a space at the end
      const wide = /[\uff00-\uffef]/.test(dressed);
      for (const name of names) {
        const username = read(`${name}${dressed}`);
        if (wide) expect(username).toBe(read(`${name}${form}`));
        else if (dressed.toLowerCase().normalize('NFC') === dressed) expect(username).toMatch(/^no: /);
        // Some NFC knows for the very same letter, such as the kelvin sign, and a capital theta has a plain small one.
        else expect([read(`${name}${form}`), 'no: character']).toContain(username);
      }
    }
  });

  it('are one script, in look-alikes as well', () => {
    let found = 0;
    for (const [twin, prototype] of twins) {
      if (!/^[a-z]$/i.test(prototype) || !/(?!\p{Script=Latin})\p{L}/u.test(twin) || !letters.includes(twin)) continue;
      found += 1;
      for (const place of [0, 2, 4]) {
        expect(read(`${'anna'.slice(0, place)}${twin}${'anna'.slice(place)}`)).toBe('no: mixed-scripts');
      }
    }
    expect(found).toBeGreaterThan(40);
  });

  it('are one script, whichever two are mixed, but for the three of Japanese', () => {
    const japanese = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/u;
    const name = fc.constantFrom(...names);
    fc.assert(
      fc.property(name, name, fc.constantFrom('', '.', '_', '-', '0'), (one, other, between) => {
        const alike = one === other || (japanese.test(one) && japanese.test(other));
        expect(read(`${one}${between}${other}`)).toBe(alike ? `${one}${between}${other}` : 'no: mixed-scripts');
      }),
      { numRuns: 1000 },
    );
  });

  it('hold no separator but the three, and these in half and full width', () => {
    const dots = everyCharacter.filter((character) => /^an[._-]na$/.test(read(`an${character}na`)));
    expect(dots).toEqual(['-', '.', '_', '－', '．', '＿']);
  });
});

describe('the marks of a username', () => {
  it('are two on a letter at most, and each belongs to one', () => {
    expect(marks.length).toBeGreaterThan(100);
    // Marks of the same script, as others are refused for that.
    const marked = names
      .map((name) => [name, marks.filter((mark) => accepted(`${name}${mark}`))] as const)
      .filter(([, own]) => own.length > 2);
    expect(marked.length).toBeGreaterThan(4);
    const heaps = fc
      .constantFrom(...marked)
      .chain(([name, own]) =>
        fc.tuple(fc.constant(name), fc.array(fc.constantFrom(...own), { minLength: 3, maxLength: 8 })),
      );
    fc.assert(
      fc.property(heaps, ([name, heap]) => {
        const typed = `${name}${heap.join('')}`;
        // One may have become part of the letter.
        fc.pre(/\p{M}{3}/u.test(typed.normalize('NFC')));
        expect(accepted(typed)).toBe(false);
      }),
    );
    for (const mark of marks) {
      expect(accepted(`${mark}น้อย`)).toBe(false);
      for (const name of names) {
        expect(accepted(`${name}.${mark}`)).toBe(false);
        expect(accepted(`${name}7${mark}`)).toBe(false);
      }
    }
  });

  it('are never one twice, which is seen once', () => {
    for (const mark of marks) {
      for (const name of names) expect(accepted(`${name}${mark}${mark}`)).toBe(false);
    }
  });

  it('are a vowel and then a tone in Thai, since both orders show the same', () => {
    const thai = marks.filter((mark) => /\p{Script=Thai}/u.test(mark));
    expect(thai.length).toBeGreaterThan(10);
    for (const one of thai) {
      for (const other of thai) {
        const [there, back] = [read(`นาน${one}${other}`), read(`นาน${other}${one}`)];
        // The two below the letter have an order of their own, which NFC sees to.
        if (there !== back) expect([there, back]).toContain('no: character');
      }
    }
    for (const name of ['แอนนี่', 'ตื่น', 'สิทธิ์']) expect(read(name)).toBe(name);
  });

  it.each(['z\u0335a\u0336l\u0337go', 'a\u20ddnna', 'жанна\u0489', 'жан\ua670на', 'anna\u0301\u0301', 'anna\u20e3'])(
    'cover nothing: %j',
    (typed) => {
      expect(read(typed)).toBe('no: character');
    },
  );
});

describe('the case of a username', () => {
  it('makes no difference, for every letter that has one', () => {
    let found = 0;
    for (const small of letters) {
      const capital = small.toUpperCase();
      if (capital === small || capital.toLowerCase() !== small) continue;
      found += 1;
      const name = names.find((some) => accepted(`${small}${some}`)) ?? '';
      expect(read(`${capital}${name}`)).toBe(read(`${small}${name}`));
    }
    expect(found).toBeGreaterThan(800);
  });

  it.each([
    ['STRASSE', 'strasse'],
    ['straße', 'straße'],
    ['STRAẞE', 'straße'],
    ['\u017fam', 'no: character'], // the long s
    ['\u212aate', 'kate'], // the kelvin sign
    ['\u212bsa', 'åsa'], // the ångström sign
    ['\u2126ρα', 'ωρα'], // the ohm sign
    ['İnci', 'no: character'],
    ['ınci', 'ınci'],
    ['INCI', 'inci'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδοσ', 'οδοσ'],
    ['ΣΟΦΟΣ.Α', 'σοφοσ.α'],
    ['Ǆungla', 'no: character'],
    ['ŉanna', 'no: character'],
    ['Ꭰanna', 'no: character'],
    ['ᲒᲘᲝᲠᲒᲘ', 'გიორგი'],
    ['ԱՆՆԱ', 'աննա'],
  ])('is read in its script: %s', (typed, username) => {
    expect(read(typed)).toBe(username);
  });
});

describe('two usernames', () => {
  it('are one where they show the same: composed or not, wide, in capitals, spaced', () => {
    fc.assert(
      fc.property(usernames, (username) => {
        const wide = username.replace(/[!-~]/g, (ascii) => String.fromCodePoint(ascii.charCodeAt(0) + 0xfee0));
        for (const typed of [username.normalize('NFD'), wide, wide.normalize('NFD'), `\u3000${username}\u00a0`]) {
          expect(read(typed)).toBe(username);
        }
      }),
    );
  });

  it('are one in half-width and in full-width Japanese and Korean', () => {
    expect(read('ｶﾞｷﾞﾊﾟ')).toBe('ガギパ');
    expect(read('ﾡￂﾤￂﾧￂ')).toBe(read('가나다'));
  });

  it('are one where the second is what the first was read as', () => {
    const isItsOwn = (typed: string): boolean => {
      const username = read(typed);
      return username.startsWith('no: ') || read(username) === username;
    };
    const typed = everyCharacter.flatMap((one) => [`${one}22`, `a${one}b`]).concat(letters.map((one) => one.repeat(3)));
    expect(typed.filter((text) => !isItsOwn(text))).toEqual([]);
  });
});

describe('the length of a username', () => {
  it('is that of its normal form', () => {
    expect(read('ｶﾞ'.repeat(30))).toBe('ガ'.repeat(30));
    expect(read('ｶﾞ'.repeat(31))).toBe('no: length');
    // NFC takes this letter apart.
    expect(read('\u0958'.repeat(15))).toBe('\u0915\u093c'.repeat(15));
    expect(read('\u0958'.repeat(16))).toBe('no: length');
    expect(read('e\u0301'.repeat(30))).toBe('é'.repeat(30));
    expect(read('가'.repeat(30).normalize('NFD'))).toBe('가'.repeat(30));
  });

  it('is bounded, whatever is typed', () => {
    const typed = fc.string({
      unit: fc.constantFrom('a', 'ﷺ', 'ｶﾞ', '\u0958', 'İ', '\u0303', '𝒳', ' '),
      maxLength: 400,
    });
    fc.assert(
      fc.property(typed, (text) => {
        const username = read(text);
        if (!username.startsWith('no: ')) expect(Array.from(username).length).toBeLessThanOrEqual(30);
      }),
    );
  });
});
