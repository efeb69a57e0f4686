import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeMinutes } from '../../../src/adapters/templates/compose-account.ts';
import { messageTemplates } from '../../../src/adapters/templates/index.ts';
import { phrasesIn } from '../../../src/adapters/templates/phrases.ts';
import type { MessageContent } from '../../../src/application/ports/message-content.ts';
import { smsSegments } from '../../../src/domain/notice/sms-segments.ts';
import { type Language, languages } from '../../../src/domain/user/language.ts';
import { type CodePurpose, codePurposes } from '../../../src/domain/verification/challenge.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { changeContents, codeContents, contents, sender } from './contents.ts';
import { unescaped } from './read-html.ts';

const templates = messageTemplates(sender);
const someLanguages = fc.constantFrom(...languages);
const timesIn = (text: string, part: string): number => text.split(part).length - 1;

describe('an address in a message', () => {
  const withAddress = fc.oneof(
    codeContents.map((content) => ({ content, url: content.confirmUrl })),
    changeContents.map((content) => ({ content, url: content.undoUrl })),
  );

  test('stands in it exactly once, in text and in HTML, and only if it is given', async () => {
    await fc.assert(
      fc.asyncProperty(withAddress, someLanguages, async ({ content, url }, language) => {
        const { text, html } = await must(templates.mail(content, language));
        for (const form of [text, unescaped(html)]) {
          if (url !== null) expect(timesIn(form, url)).toBe(1);
          expect(timesIn(form, 'https://joos.example/') + timesIn(form, '.joos.example/')).toBe(url === null ? 0 : 1);
        }
      }),
    );
  });

  test('that undoes a change ends the text message, once, so that a phone takes nothing else for a part of it', () => {
    fc.assert(
      fc.property(changeContents, someLanguages, (content, language) => {
        const text = templates.sms(content, language);
        const { undoUrl } = content;
        expect(timesIn(text, 'https://')).toBe(undoUrl === null ? 0 : 1);
        expect(text.endsWith(` ${undoUrl ?? sender.support}`)).toBe(true);
      }),
    );
  });

  test('makes the text message of a change two segments at most; without one it takes one, in any time zone', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    fc.assert(
      fc.property(changeContents, someLanguages, zones, (content, language, timeZone) => {
        const text = messageTemplates({ ...sender, timeZone }).sms(content, language);
        const { encoding, segments } = smsSegments(text);
        expect({ text, encoding }).toEqual({ text, encoding: 'gsm-7' });
        expect(segments).toBeLessThanOrEqual(content.undoUrl === null ? 1 : 2);
      }),
    );
  });
});

describe('a code of either length, for whatever purpose,', () => {
  // As long as the configuration of `joos` lets one be.
  const origin = `${'a'.repeat(57)}.joos.example`;

  test('fits one segment, with an origin of 70 characters too, and its line is not left out', () => {
    expect(origin).toHaveLength(70);
    fc.assert(
      fc.property(codeContents, someLanguages, fc.constantFrom(origin, null), (content, language, codeOrigin) => {
        const text = messageTemplates({ ...sender, codeOrigin }).sms(content, language);
        expect({ text, ...smsSegments(text) }).toMatchObject({ encoding: 'gsm-7', segments: 1 });
        expect(timesIn(text, content.code)).toBe(codeOrigin === null ? 1 : 2);
        expect(text.endsWith(`\n@${codeOrigin} #${content.code}`)).toBe(codeOrigin !== null);
      }),
    );
  });

  test('stands in its mail once, and never in the subject or where a list of mails shows the first words', async () => {
    await fc.assert(
      fc.asyncProperty(codeContents, someLanguages, async (content, language) => {
        fc.pre(content.confirmUrl === null); // digits of a proof may be those of the code
        const { subject, text, html } = await must(templates.mail(content, language));
        expect(timesIn(text, content.code)).toBe(1);
        expect(timesIn(html, `>${content.code}<`)).toBe(1);
        expect(subject).not.toContain(content.code);
        expect(/^[\s\S]*?<h1/.exec(html)?.[0]).not.toContain(content.code);
      }),
    );
  });

  test('says nothing of a code in any other message', async () => {
    await fc.assert(
      fc.asyncProperty(contents, someLanguages, async (content, language) => {
        fc.pre(content.kind !== 'code' && content.kind !== 'news' && content.kind !== 'newsletter');
        expect(templates.sms(content, language)).not.toMatch(/Joos[- ][Cc]ode/);
      }),
    );
  });
});

describe.each(languages)('what a code is said to do in %s', (language) => {
  const others = codePurposes.flatMap((one) =>
    codePurposes.filter((other) => other !== one).map((other) => [one, other] as const),
  );

  async function sayingsOf(purpose: CodePurpose, spoken: Language) {
    const content: MessageContent = { kind: 'code', code: '012345', purpose, confirmUrl: null };
    const { subject, text } = await must(templates.mail(content, spoken));
    const does = phrasesIn(spoken)(`code.does.${purpose}`);
    expect(text.replace(/\s+/gu, ' ')).toContain(`${does} ${phrasesIn(spoken)('code.good', { minutes: codeMinutes })}`);
    return { subject, does, sms: templates.sms(content, spoken) };
  }

  test.each(others)(
    'for %s is not what it is said to do for %s, in subject, mail and text message',
    async (one, other) => {
      const [said, saidOther] = await Promise.all([sayingsOf(one, language), sayingsOf(other, language)]);
      for (const form of ['does', 'sms'] as const) expect(said[form]).not.toContain(saidOther[form]);
      expect(said.subject).not.toBe(saidOther.subject);
    },
  );
});
