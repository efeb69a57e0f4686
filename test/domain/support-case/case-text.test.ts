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
  ])('goes to nobody with the address of a web page: %s', (text) => {
    expect(messageKindOf(text)).toBe('HoldsWebAddress');
    expect(kindOf(text), 'a note may hold one').toBe('ok');
  });

  it.each(['Your refund of 2.50 is on its way.', 'We close at 18.00. Call us.', 'Ratio 3:4 // see below'])(
    'may be a message: %s',
    (text) => {
      expect(messageKindOf(text)).toBe('ok');
    },
  );

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
