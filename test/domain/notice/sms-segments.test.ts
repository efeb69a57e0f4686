import { describe, expect, test } from 'vitest';
import { smsSegments, splitIntoSegments } from '../../../src/domain/notice/sms-segments.ts';

function ascii(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/**
 * The code points of the GSM 7 bit default alphabet by their codes, 0 to 127 without the escape at 27 (3GPP TS 23.038).
 */
const basic: readonly number[] = [
  [0x40, 0xa3, 0x24, 0xa5, 0xe8, 0xe9, 0xf9, 0xec, 0xf2, 0xc7, 0x0a, 0xd8, 0xf8, 0x0d, 0xc5, 0xe5],
  [0x394, 0x5f, 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8, 0x3a3, 0x398, 0x39e, 0xc6, 0xe6, 0xdf, 0xc9],
  [...ascii(0x20, 0x23), 0xa4, ...ascii(0x25, 0x3f)],
  [0xa1, ...ascii(0x41, 0x5a), 0xc4, 0xd6, 0xd1, 0xdc, 0xa7],
  [0xbf, ...ascii(0x61, 0x7a), 0xe4, 0xf6, 0xf1, 0xfc, 0xe0],
].flat();
/** Form feed, ^, {, }, backslash, [, ~, ], | and the euro sign. */
const extension: readonly number[] = [0x0c, 0x5e, 0x7b, 0x7d, 0x5c, 0x5b, 0x7e, 0x5d, 0x7c, 0x20ac];

describe('A character of a text message', () => {
  test('is one of 127 in the basic alphabet and ten in the extension table', () => {
    expect([new Set(basic).size, new Set(extension).size]).toEqual([127, 10]);
  });

  test.each(basic.map((code) => [code.toString(16).padStart(4, '0'), code] as const))(
    'takes one septet if the basic alphabet has it: U+%s',
    (_, code) => {
      expect(smsSegments(String.fromCodePoint(code))).toEqual({ encoding: 'gsm-7', units: 1, segments: 1 });
    },
  );

  test.each(extension.map((code) => [code.toString(16).padStart(4, '0'), code] as const))(
    'takes two septets if the extension table has it: U+%s',
    (_, code) => {
      expect(smsSegments(String.fromCodePoint(code))).toEqual({ encoding: 'gsm-7', units: 2, segments: 1 });
    },
  );

  test('makes the whole text UCS-2 if neither has it, among all 65,536 of the basic plane', () => {
    const known = new Set([...basic, ...extension]);
    const taken = Array.from({ length: 0x1_0000 }, (_, code) => code).filter(
      (code) => smsSegments(String.fromCharCode(code)).encoding === 'gsm-7',
    );
    expect(new Set(taken)).toEqual(known);
    expect(smsSegments('Grüße ç')).toEqual({ encoding: 'ucs-2', units: 7, segments: 1 });
  });

  test('takes two units of UCS-2 if it is beyond the basic plane', () => {
    expect(smsSegments('🔋')).toEqual({ encoding: 'ucs-2', units: 2, segments: 1 });
  });
});

describe('A text message', () => {
  test.each([
    ['nothing at all', '', 0, 1],
    ['160 septets', 'a'.repeat(160), 160, 1],
    ['161 septets', 'a'.repeat(161), 161, 2],
    ['80 euro signs', '€'.repeat(80), 160, 1],
    ['80 euro signs and a letter', `${'€'.repeat(80)}a`, 161, 2],
    ['152 euro signs', '€'.repeat(152), 304, 2], // 76 of them fill 152 of 153 septets
    ['153 euro signs', '€'.repeat(153), 306, 3],
    ['306 septets', 'a'.repeat(306), 306, 2],
    ['307 septets', 'a'.repeat(307), 307, 3],
    ['an escape at the border', `${'a'.repeat(152)}€${'a'.repeat(151)}`, 305, 2],
    ['an escape at the border, and full', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 306, 3],
  ])('of the GSM alphabet with %s', (_, text, units, segments) => {
    expect(smsSegments(text)).toEqual({ encoding: 'gsm-7', units, segments });
  });

  test.each([
    ['70 units', 'ж'.repeat(70), 70, 1],
    ['71 units', 'ж'.repeat(71), 71, 2],
    ['134 units', 'ж'.repeat(134), 134, 2],
    ['135 units', 'ж'.repeat(135), 135, 3],
    ['35 batteries', '🔋'.repeat(35), 70, 1],
    ['67 batteries', '🔋'.repeat(67), 134, 3], // 33 pairs fill 66 of 67 units
  ])('of other scripts with %s', (_, text, units, segments) => {
    expect(smsSegments(text)).toEqual({ encoding: 'ucs-2', units, segments });
  });

  test('is cut before an escape or a pair that would not fit whole', () => {
    const letters = 'a'.repeat(152);
    expect(splitIntoSegments(`${letters}€${letters}`)).toEqual([letters, `€${letters.slice(1)}`, 'a']);
    const signs = 'ж'.repeat(66);
    expect(splitIntoSegments(`${signs}🔋ж${signs}`)).toEqual([signs, `🔋ж${signs.slice(2)}`, 'жж']);
  });
});
