import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SmsEncoding, smsSegments, splitIntoSegments } from '../../../src/domain/notice/sms-segments.ts';

const gsmCharacters = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...'abcXYZ 0123@£Ωäöüß\n') },
  { weight: 2, arbitrary: fc.constantFrom(...'€[]{}\\^~|\f') },
);
/** Long enough to be cut: without `size` a text would have ten characters. */
const gsmTexts = fc.string({ unit: gsmCharacters, maxLength: 500, size: 'max' });
/** With surrogate pairs, and with halves of them alone, as a text cut by somebody else has. */
const anyTexts = fc.oneof(
  gsmTexts,
  fc.string({ unit: gsmCharacters, minLength: 110, maxLength: 165, size: 'max' }), // about the border of 160 septets
  fc.string({ unit: fc.constantFrom('ж', 'я'), minLength: 65, maxLength: 73, size: 'max' }), // about that of 70 units
  fc.string({ unit: fc.oneof(gsmCharacters, fc.constantFrom('ж', '中', '🔋', '👩🏽‍🚀')), maxLength: 300, size: 'max' }),
  fc.string({ unit: fc.constantFrom('\ud83d', '\udd0b', '🔋', 'a'), maxLength: 200, size: 'max' }),
);

const capacities: Readonly<Record<SmsEncoding, readonly [alone: number, joined: number]>> = {
  'gsm-7': [160, 153],
  'ucs-2': [70, 67],
};
const extension = /[€[\]{}\\^~|\f]/g;

/** The size of a text by another way than the code under test: escapes and all. */
function sizeIn(encoding: SmsEncoding, text: string): number {
  return text.length + (encoding === 'gsm-7' ? (text.match(extension)?.length ?? 0) : 0);
}

describe('The segments of a text message', () => {
  test('are one if and only if the text fits one, always', () => {
    fc.assert(
      fc.property(anyTexts, (text) => {
        const { encoding, units, segments } = smsSegments(text);
        expect(units).toBe(sizeIn(encoding, text));
        expect(segments === 1).toBe(units <= capacities[encoding][0]);
      }),
    );
  });

  test('are as many as the cut text has, join to the text again, and hold each its escapes', () => {
    fc.assert(
      fc.property(anyTexts, (text) => {
        const { encoding, segments } = smsSegments(text);
        const parts = splitIntoSegments(text);
        expect(parts.join('')).toBe(text);
        expect(parts).toHaveLength(segments);
        const [alone, joined] = capacities[encoding];
        for (const part of parts) expect(sizeIn(encoding, part)).toBeLessThanOrEqual(segments === 1 ? alone : joined);
      }),
    );
  });

  test('never part the halves of a surrogate pair', () => {
    fc.assert(
      fc.property(anyTexts, (text) => {
        let border = 0;
        for (const part of splitIntoSegments(text).slice(0, -1)) {
          border += part.length;
          expect(text.slice(border - 1, border + 1)).not.toMatch(/^[\ud800-\udbff][\udc00-\udfff]$/);
        }
      }),
    );
  });

  test('leave no more room than the next character would take', () => {
    fc.assert(
      fc.property(anyTexts, (text) => {
        const { encoding } = smsSegments(text);
        const parts = splitIntoSegments(text);
        parts.slice(0, -1).forEach((part, index) => {
          const next = [...parts[index + 1]!][0]!;
          expect(sizeIn(encoding, part + next)).toBeGreaterThan(capacities[encoding][1]);
        });
      }),
    );
  });

  test('never become fewer by more text, before or behind', () => {
    fc.assert(
      fc.property(anyTexts, anyTexts, (one, other) => {
        const { segments, units, encoding } = smsSegments(one + other);
        for (const part of [one, other]) {
          const alone = smsSegments(part);
          expect(segments).toBeGreaterThanOrEqual(alone.segments);
          if (alone.encoding === encoding) expect(units).toBeGreaterThanOrEqual(alone.units);
        }
      }),
    );
  });

  test('add up within one encoding: units of both texts, and at most one segment more than both take', () => {
    fc.assert(
      fc.property(gsmTexts, gsmTexts, (one, other) => {
        const [both, first, second] = [smsSegments(one + other), smsSegments(one), smsSegments(other)];
        expect(both.units).toBe(first.units + second.units);
        expect(both.segments).toBeLessThanOrEqual(first.segments + second.segments + 1);
      }),
    );
  });
});
