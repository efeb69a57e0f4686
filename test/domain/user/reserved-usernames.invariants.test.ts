import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReservedUsername, reservedUsernames } from '../../../src/domain/user/reserved-usernames.ts';
import { Username } from '../../../src/domain/user/username.ts';
import { twinsOf } from './confusable-characters.ts';

/** Words that no name may hold as a word of its own. */
const companyWords = ['joos', 'admin', 'admins', 'administrator', 'administrators', 'staff', 'support', 'official'];
const reserved = fc.constantFrom(...reservedUsernames);
/** That nobody has the name: because it is reserved, or because it is no name at all, as with letters of two scripts. */
const expectRefused = (typed: string): void => {
  expect([typed, Username.parse(typed).isErr()]).toEqual([typed, true]);
};
const expectReserved = (typed: string): void => {
  expect(
    Username.parse(typed).match(
      () => typed,
      ({ reason }) => reason,
    ),
  ).toBe('reserved');
};
/** The look-alikes of each letter, in any of the scripts that an alphabet is borrowed from, and in all of them. */
const alphabets = [
  /[\p{Script=Latin}0-9]/u,
  /[\p{Script=Cyrillic}0-9]/u,
  /[\p{Script=Greek}0-9]/u,
  /[\p{Script=Armenian}0-9]/u,
  /./u,
].map(
  (script) =>
    new Map(
      Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => [
        letter,
        twinsOf(letter).filter((twin) => script.test(twin)),
      ]),
    ),
);

describe('a reserved username', () => {
  it('is reserved with separators in it, wherever they stand', () => {
    fc.assert(
      fc.property(reserved, fc.infiniteStream(fc.constantFrom('', '.', '_', '-', '－', '．')), (name, between) => {
        const [first = '', ...rest] = name;
        expectReserved(first + rest.map((letter) => `${between.next().value}${letter}`).join(''));
      }),
    );
  });

  it('is reserved in capitals, in full width, and with spaces around it', () => {
    for (const name of reservedUsernames) {
      const wide = name.replace(/[!-~]/g, (ascii) => String.fromCodePoint(ascii.charCodeAt(0) + 0xfee0));
      for (const typed of [name.toUpperCase(), wide, wide.toUpperCase(), ` ${name}\u3000`]) expectReserved(typed);
    }
  });

  it('is refused with any letter exchanged for any that looks like it', () => {
    let tried = 0;
    for (const name of reservedUsernames) {
      for (const [place, letter] of Array.from(name).entries()) {
        for (const twin of twinsOf(letter)) {
          expectRefused(`${name.slice(0, place)}${twin}${name.slice(place + 1)}`);
          tried += 1;
        }
      }
    }
    expect(tried).toBeGreaterThan(10_000);
  });

  it('is refused with all its letters exchanged, in one script and across them', () => {
    fc.assert(
      fc.property(reserved, fc.constantFrom(...alphabets), fc.infiniteStream(fc.nat()), (name, alphabet, choice) => {
        const typed = Array.from(name, (letter) => {
          const like = alphabet.get(letter) ?? [];
          return like[choice.next().value % like.length] ?? letter;
        });
        expectRefused(typed.join(''));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['јооѕ', 'рrеѕѕ', 'nulӏ', 'ոսǀǀ', 'ｊооs'])('is refused as %s', (typed) => {
    expectRefused(typed);
    expect(isReservedUsername(typed.normalize('NFKC'))).toBe(true);
  });

  it('is reserved with digits for letters, whichever and however many', () => {
    const digits = new Map(Object.entries({ o: '0', i: '1', l: '1', e: '3', a: '4', s: '5', t: '7', b: '8', g: '9' }));
    fc.assert(
      fc.property(reserved, fc.infiniteStream(fc.boolean()), (name, exchanged) => {
        const typed = Array.from(name, (letter) => (exchanged.next().value ? digits.get(letter) : null) ?? letter).join(
          '',
        );
        // Digits alone are no name in any case.
        expect(isReservedUsername(typed)).toBe(true);
        expectRefused(typed);
      }),
      { numRuns: 500 },
    );
    for (const typed of ['adm1n', 'j00s', '5upp0r7', 'off1c1a1', '4dm1n1str4t0r', 'b1ll1n9', 'h3lp'])
      expectReserved(typed);
  });

  it('is reserved with an accent, a stroke or a dot on any letter', () => {
    const accents = [
      '\u0300',
      '\u0301',
      '\u0302',
      '\u0303',
      '\u0304',
      '\u0308',
      '\u030a',
      '\u030c',
      '\u0323',
      '\u0327',
    ];
    for (const name of reservedUsernames) {
      for (const [place, letter] of Array.from(name).entries()) {
        for (const accented of accents.map((accent) => `${letter}${accent}`.normalize('NFC'))) {
          const typed = `${name.slice(0, place)}${accented}${name.slice(place + 1)}`;
          if (Array.from(accented).length === 1) expectReserved(typed);
          else expectRefused(typed);
        }
      }
    }
    for (const typed of ['jøøs', 'ađmin', 'bılłing', 'prıvácy']) expectReserved(typed);
  });

  it.each(['aclmin', 'aclrnin', 'vvebmaster', 'rnoderator', 'sy5tern', 'nevvsletter', 'cleleted'])(
    'is read in %s, where two letters make one',
    expectReserved,
  );
});

describe('a word that speaks for the company', () => {
  it('is in no name as a word of its own, with a number at it or without', () => {
    const word = fc.constantFrom(...companyWords);
    const other = fc.constantFrom('anna', 'berlin', '24', 'x1', 'the');
    const separator = fc.constantFrom('.', '_', '-');
    const number = fc.constantFrom('', '', '1', '24', '007');
    fc.assert(
      fc.property(word, other, separator, number, number, (spoken, rest, between, before, after) => {
        expectReserved(`${before}${spoken}${after}`);
        expectReserved(`${before}${spoken}${after}${between}${rest}`);
        expectReserved(`${rest}${between}${before}${spoken}${after}`);
      }),
    );
    for (const typed of [
      'j00s24',
      '24adm1n',
      'anna.5upport',
      'anna.5upp0r7',
      'anna.4dmin1',
      '24joo5',
      '5taff24',
      'jöös-berlin',
    ])
      expectReserved(typed);
  });
});

describe('a name that only begins or ends like a reserved one', () => {
  it.each([
    'joost',
    'joosten',
    'admiral',
    'modern',
    'modesto',
    'helper',
    'helpmann',
    'stafford',
    'supporter',
    'officially',
    'teamwork',
    'anna.help',
    'mali', // but for the order of two letters, mail
    'mall',
    'root.beer',
    'grassroots',
    'salesian',
    'newsie',
    'clara',
    'dara',
    'wanda',
    'info24',
    'team7',
    'жанна',
    '안나김',
    'नमन',
  ])('%s is free', (typed) => {
    expect(Username.parse(typed)._unsafeUnwrap()).toBe(typed);
  });
});
