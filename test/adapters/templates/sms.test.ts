import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageTemplates, sampleNames, sampleSender } from '../../../src/adapters/templates/index.ts';
import { sampleOf } from '../../../src/adapters/templates/samples/samples.ts';
import { smsSegments } from '../../../src/domain/notice/sms-segments.ts';
import { languages } from '../../../src/domain/user/language.ts';
import { contents, sender } from './contents.ts';

const someLanguages = fc.constantFrom(...languages);
const templates = messageTemplates(sender);

describe.each(languages)('text messages in %s', (language) => {
  test.each(sampleNames)('%s takes one segment of the GSM alphabet, two with a long address in it', (name) => {
    const { content } = sampleOf(name, language);
    const segments = content.kind === 'contact-changed' && content.undoUrl !== null ? 2 : 1;
    const text = messageTemplates(sampleSender).sms(content, language);
    expect(smsSegments(text)).toMatchObject({ encoding: 'gsm-7', segments });
  });
});

describe('a text message, whatever it says,', () => {
  test('takes one segment of the GSM alphabet, in every currency; news go by mail alone', () => {
    fc.assert(
      fc.property(contents, someLanguages, (content, language) => {
        fc.pre(content.kind !== 'news' && content.kind !== 'newsletter');
        fc.pre(content.kind !== 'support-message'); // as long as what staff wrote
        fc.pre(content.kind !== 'contact-changed' || content.undoUrl === null); // see account.invariants.test.ts
        const text = templates.sms(content, language);
        expect({ text, ...smsSegments(text) }).toMatchObject({ encoding: 'gsm-7', segments: 1 });
      }),
      { numRuns: 500 },
    );
  });

  test('has words, of one line, and nothing of a value that is missing', () => {
    fc.assert(
      fc.property(contents, someLanguages, (content, language) => {
        expect(templates.sms(content, language)).toMatch(
          /^(?!.*(?:undefined|null|NaN))\S[^\p{Cc}\u2028\u2029]{0,300}$/u,
        );
      }),
    );
  });
});

describe('the text message of a code', () => {
  const code = { kind: 'code', code: '012345', purpose: 'log-in', confirmUrl: null } as const;

  test.each(languages)('ends in %s in the line by which phones fill it in, where an origin is given', (language) => {
    const text = messageTemplates({ ...sender, codeOrigin: 'app.joos.example' }).sms(code, language);
    const lines = text.split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('012345');
    expect(lines[1]).toBe('@app.joos.example #012345');
  });

  test.each([undefined, null])('has no such line where the origin is %s', (codeOrigin) => {
    const from = codeOrigin === undefined ? sender : { ...sender, codeOrigin };
    expect(messageTemplates(from).sms(code, 'en')).toBe(
      '012345 is your Joos code. It is good for 5 minutes. Do not share it.',
    );
  });

  test.each([
    'https://app.joos.example',
    'app.joos.example:443',
    'App.Joos.Example',
    `${'a'.repeat(63)}.joos.examples`,
    `${'a'.repeat(60)}.${'b'.repeat(60)}.example`,
  ])(
    'is not to be had for %s, which no phone or no segment takes: that is told before anything is sent',
    (codeOrigin) => {
      expect(() => messageTemplates({ ...sender, codeOrigin })).toThrow(/cannot be bound to the origin/);
    },
  );
});
