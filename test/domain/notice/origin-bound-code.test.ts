import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { originBoundCode } from '../../../src/domain/notice/origin-bound-code.ts';
import { smsSegments } from '../../../src/domain/notice/sms-segments.ts';

const sentence = '123456 ist dein Joos-Code. Er gilt 5 Minuten. Gib ihn nicht weiter.';
const good = { code: '123456', sentence, origin: 'joos.example' };

/**
 * Reads a message as a browser does: "parse an origin-bound one-time code message" of the WICG's report, step by step.
 */
function readByBrowser(message: string): { host: string; code: string } | null {
  const line = message.replace(/\r\n?/g, '\n').split('\n').at(-1)!;
  const [host, rest] = markedToken(line, '@');
  if (host === '' || !rest.startsWith(' ')) return null;
  const [code] = markedToken(rest.slice(1), '#');
  return code === '' ? null : { host, code };
}

function markedToken(text: string, marker: string): [token: string, rest: string] {
  if (!text.startsWith(marker)) return ['', text];
  const token = /^[^\t\n\f\r ]*/.exec(text.slice(1))![0];
  return [token, text.slice(1 + token.length)];
}

const labels = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const hostNames = fc.array(labels, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
const sentences = fc
  .string({ unit: fc.constantFrom(...'abc XYZäöüßÑ123@#.,:%\n\r'), minLength: 1, maxLength: 90, size: 'max' })
  .filter((text) => text.trimEnd() === text && text !== '');

describe('A text message with a code', () => {
  test('ends with the origin and the code, in a line of their own', () => {
    expect(originBoundCode(good)._unsafeUnwrap()).toBe(`${sentence}\n@joos.example #123456`);
  });

  test('is read by a browser as code and origin, and takes one segment of GSM-7, always', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{6,8}$/), sentences, hostNames, (code, said, origin) => {
        const message = originBoundCode({ code, sentence: said, origin })._unsafeUnwrap();
        expect(readByBrowser(message)).toEqual({ host: origin, code });
        expect(message.startsWith(`${said}\n`)).toBe(true);
        expect(smsSegments(message)).toMatchObject({ encoding: 'gsm-7', segments: 1 });
      }),
    );
  });

  test('is refused, or read as what it was made of, whatever it is made of', () => {
    const strange = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'@# %\n\r\t.a1-ж') }),
      fc.string({ unit: fc.constantFrom(...'a1'), maxLength: 200, size: 'max' }),
    );
    fc.assert(
      fc.property(strange, strange, strange, (code, said, origin) => {
        originBoundCode({ code, sentence: said, origin }).match(
          (message) => {
            expect(readByBrowser(message)).toEqual({ host: origin, code });
            expect(smsSegments(message).segments).toBe(1);
          },
          (refusal) => expect(Object.keys(refusal)).toEqual(['kind', 'reason']),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    'Joos.example',
    'https://joos.example',
    'joos.example:443',
    'joos.example/log-in',
    'joos..example',
    '.joos.example',
    'joos.example.',
    '-joos.example',
    'joos-.example',
    'joos_.example',
    'jöos.example',
    'joos.example #999999',
    'joos.example\n@other.example',
    '127.0.0.1',
    '[::1]',
    '',
    `${'a'.repeat(64)}.example`,
  ])('is refused for an origin that is no lower-case host name: %j', (origin) => {
    expect(originBoundCode({ ...good, origin })._unsafeUnwrapErr()).toEqual({
      kind: 'InvalidOriginBoundCode',
      reason: 'origin',
    });
  });

  test.each(['localhost', 'a.b', 'xn--jos-rna.example', '1st.example', 'a--b.example'])(
    'is bound to a host name such as %s',
    (origin) => {
      expect(originBoundCode({ ...good, origin }).isOk()).toBe(true);
    },
  );

  test.each([
    ['code', { ...good, code: '' }],
    ['code', { ...good, code: '123 456' }],
    ['code', { ...good, code: '123456\n' }],
    ['code', { ...good, code: '123#456' }],
    ['sentence', { ...good, sentence: '' }],
    ['sentence', { ...good, sentence: `${sentence}\n` }],
    ['sentence', { ...good, sentence: `${sentence} ` }],
  ] as const)('is refused for its %s: %#', (reason, parts) => {
    expect(originBoundCode(parts)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidOriginBoundCode', reason });
  });

  test('is refused if it takes more than one segment, in either encoding', () => {
    const room = 160 - '\n@joos.example #123456'.length;
    expect(originBoundCode({ ...good, sentence: 'a'.repeat(room) }).isOk()).toBe(true);
    const tooLong = { kind: 'InvalidOriginBoundCode', reason: 'too-long' };
    expect(originBoundCode({ ...good, sentence: 'a'.repeat(room + 1) })._unsafeUnwrapErr()).toEqual(tooLong);
    expect(originBoundCode({ ...good, sentence: 'ж'.repeat(48) }).isOk()).toBe(true);
    expect(originBoundCode({ ...good, sentence: 'ж'.repeat(49) })._unsafeUnwrapErr()).toEqual(tooLong);
  });
});
