import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsCardNumber } from '../../../src/domain/card/card-number-guard.ts';
import { CaseText, caseTextCharacters } from '../../../src/domain/support-case/case-text.ts';
import { genuineCards } from '../../arbitraries/card.ts';

const kindOf = (text: string) =>
  CaseText.parse(text).match(
    () => 'ok',
    ({ kind }) => kind,
  );
const messageKindOf = (text: string) =>
  CaseText.parseMessage(text).match(
    () => 'ok',
    ({ kind }) => kind,
  );

describe('What staff types in a case', () => {
  it.each([
    ['The station swallowed the power bank.', 'ok'],
    ['First line\nsecond line\tand a tab', 'ok'],
    ['🔋'.repeat(caseTextCharacters), 'ok'],
    ['🔋'.repeat(caseTextCharacters + 1), 'InvalidCaseText'],
    ['', 'InvalidCaseText'],
    [' \n ', 'InvalidCaseText'],
    ['a\u0000b', 'InvalidCaseText'],
    ['a\u202eb', 'InvalidCaseText'],
    ['a\u200bb', 'InvalidCaseText'],
    ['card ending 4242', 'ok'],
    ['4242 4242 4242 4242', 'LooksLikeCardNumber'],
    ['her card: 4242\n4242\n4242\n4242', 'LooksLikeCardNumber'],
  ])('%j is %s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it('has its line ends in one form and no space around it', () => {
    expect(CaseText.parse('  one\r\ntwo\rthree\n ')._unsafeUnwrap()).toBe('one\ntwo\nthree');
  });

  it.each([
    'See https://pay.example/now',
    'HTTP://1.2.3.4',
    'ftp://x',
    'look at www.joos.example',
    'go to joos-pay.com now',
    'bit.ly/abc',
    'evil.ru',
    'evil.co.uk',
    'пример.com',
    'сайт.рф now',
    'evil。com',
    'EVIL．COM',
    'evil\u{fe0f}.com',
    'xn--e1afmkfd.xn--p1ai',
    '1.2.3.4/login',
    'joos-support.help',
    'mail joos@evil.example',
    '：／／',
  ])('goes to nobody with the address of a web page: %s', (text) => {
    expect(messageKindOf(text)).toBe('HoldsWebAddress');
    expect(kindOf(text), 'a note may hold one').toBe('ok');
  });

  it.each([
    'Your refund of 2.50 is on its way.',
    'We close at 18.00. Call us.',
    'Ratio 3:4 // see below',
    'The station, e.g. at the river, costs 3.50 EUR from 12.30 on.',
    'Am 27.11.2026 um 12.30Uhr, z.B. am Fluss ... bis dann!',
    'Bis morgen…\nDein Support',
  ])('may be a message: %s', (text) => {
    expect(messageKindOf(text)).toBe('ok');
  });

  it('never goes out with a word, a dot and an ending, of whatever script and wherever', () => {
    const letter = fc.constantFrom(...'abzéäßжяπ한字');
    const word = fc.array(letter, { minLength: 2, maxLength: 9 }).map((letters) => letters.join(''));
    const dot = fc.constantFrom('.', '\uff0e', '\u3002', '\uff61', '\u2024');
    const around = fc.constantFrom('', ' ', 'go to ', '(', '/x', '!', '\n');
    fc.assert(
      fc.property(around, word, dot, word, around, (before, name, between, ending, after) => {
        expect(messageKindOf(`${before}${name}${between}${ending}${after}`)).toBe('HoldsWebAddress');
      }),
    );
  });

  it.each([
    '4242 and 4242 and 4242 and 4242',
    'PAN 4242-4242, then 4242-4242 cvc 123',
    'she has four 4242, my 4242, the 4242 and last 4242 ok',
    'Visa ４２４２ then 4242 then 4242 then 4242',
  ])('is no card number broken by words: %s', (text) => {
    expect(kindOf(text)).toBe('LooksLikeCardNumber');
  });

  it.each([
    'CASE-1042 of 27.11.2026, and 12.50 EUR go back.',
    'Order 731 of 2026-11-27 from 09:30 to 10:15, case CASE-1042.',
    'The card ending 4242 paid 3.50 EUR on 23.11.2026 for rental 2 of 3.',
    'Am 24.12.2026 von 8 bis 12 Uhr, Fall CASE-99, 1.200,00 EUR.',
  ])('may hold numbers in plain sentences: %s', (text) => {
    expect(kindOf(text)).toBe('ok');
  });

  it('never holds a genuine card number in groups with short words between', () => {
    const words = fc.constantFrom(' and ', ' then ', ', dann ', ' x ', ' und ');
    fc.assert(
      fc.property(
        genuineCards.filter(({ digits }) => digits.length >= 13),
        words,
        ({ digits }, word) => {
          expect(kindOf((digits.match(/\d{1,4}/g) ?? []).join(word))).toBe('LooksLikeCardNumber');
        },
      ),
    );
  });

  it('never holds a card number, wherever it stands and however it is written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        genuineCards,
        fc.constantFrom('', ' ', '-', '\n', '\u00a0', '.', '\u2009'),
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        (before, { digits }, separator, after) => {
          const text = `${before} ${Array.from(digits).join(separator)} ${after}`;
          expect(CaseText.parse(text).isErr()).toBe(true);
          expect(CaseText.parseMessage(text).isErr()).toBe(true);
        },
      ),
    );
  });

  it('holds none after it was folded, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const text = CaseText.parse(typed);
        if (text.isOk()) expect(holdsCardNumber(text.value)).toBe(false);
      }),
    );
  });
});
