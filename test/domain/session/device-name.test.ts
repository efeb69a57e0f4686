import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsCardNumber } from '../../../src/domain/card/card-number-guard.ts';
import { DeviceName } from '../../../src/domain/session/device-name.ts';
import { cardLikeDigits, spread } from '../../arbitraries/card.ts';

const refusal = { kind: 'InvalidDeviceName' };

describe('a device name', () => {
  it.each([
    ['Robin’s phone', 'Robin’s phone'],
    ['  Pixel 9 \n', 'Pixel 9'],
    ['Ｐｉｘｅｌ　９', 'Pixel 9'],
    ['Telefon Zoë', 'Telefon Zoë'],
    ['手机', '手机'],
    ['הטלפון שלי', 'הטלפון שלי'],
    ['📱', '📱'],
    ['☎️', '☎️'],
    ['x', 'x'],
    ['📱'.repeat(60), '📱'.repeat(60)],
    ['a'.repeat(60), 'a'.repeat(60)],
  ])('may be typed as %j', (typed, name) => {
    expect(DeviceName.parse(typed)._unsafeUnwrap()).toBe(name);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \u00a0\u3000'],
    ['61 characters', 'a'.repeat(61)],
    ['61 characters, two halves each', '📱'.repeat(61)],
    ['more text than it looks at', `a${' '.repeat(240)}`],
    ['characters that make more than 60 of themselves', '\ufdfa'.repeat(4)],
    ['two lines', 'a\nb'],
    ['two lines of another kind', 'a\u2028b'],
    ['two paragraphs', 'a\u2029b'],
    ['a tabulator', 'a\tb'],
    ['an end of text', 'a\0'],
    ['a character of no width', 'a\u200bb'],
    ['text that runs the other way', '\u202eenohp'],
    ['a soft hyphen', 'pho\u00adne'],
    ['a filler of Hangul', '\u3164'],
    ['the blank of Braille', 'a\u2800b'],
    ['a joiner of graphemes', 'a\u034fb'],
    ['half a character', 'a\ud83d'],
    ['a character of somebody’s own', '\ue000'],
    ['a card number', '4111 1111 1111 1111'],
    ['a card number in full width', '４１１１１１１１１１１１１１１１'],
    ['no text', undefined as never],
    ['a list', ['phone'] as never],
  ])('is not %s', (_what, typed) => {
    expect(DeviceName.parse(typed)._unsafeUnwrapErr()).toEqual(refusal);
  });

  it('is one line of 1 to 60 characters, its own normal form, or refused without a word of it', () => {
    const units = fc.constantFrom(...'aZé９📱手 \t\n\u200b\u2028\ufdfa\ud83d½㎏'.split(''), '📱', 'ﬁ');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: units, maxLength: 80 }), fc.string({ unit: 'binary' })), (typed) => {
        DeviceName.parse(typed).match(
          (name) => {
            expect(DeviceName.parse(name)._unsafeUnwrap()).toBe(name);
            expect(Array.from(name).length).toBeLessThanOrEqual(60);
            expect(name).toMatch(/^\S(?:[^\p{Other}\p{Zl}\p{Zp}]*\S)?$/u);
            expect(holdsCardNumber(name)).toBe(false);
          },
          (refused) => expect(refused).toEqual(refusal),
        );
      }),
    );
  });

  it('never holds a card number', () => {
    const gaps = fc.constantFrom('', '', ' ', '-', '.', '’');
    fc.assert(
      fc.property(
        cardLikeDigits.chain((digits) => spread(digits, gaps)),
        (hidden) => {
          for (const typed of [hidden, `my ${hidden}`, `${hidden} phone`]) {
            expect(DeviceName.parse(typed)._unsafeUnwrapErr()).toEqual(refusal);
          }
        },
      ),
    );
  });
});
