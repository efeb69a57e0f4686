import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { receiptPdf } from '../../../src/adapters/receipt-pdf/index.ts';
import {
  channelsOf,
  galleryPage,
  isSampleName,
  messageTemplates,
  previewOf,
  sampleNames,
  sampleSender,
} from '../../../src/adapters/templates/index.ts';
import { sampleOf } from '../../../src/adapters/templates/samples/samples.ts';
import { noticeKinds } from '../../../src/domain/notice/notice.ts';
import { languages } from '../../../src/domain/user/language.ts';
import { codePurposes } from '../../../src/domain/verification/challenge.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { unescaped } from './read-html.ts';

const templates = messageTemplates({ ...sampleSender, pdf: receiptPdf });

describe('the samples', () => {
  test('have one of every kind of message', () => {
    const kinds = new Set(sampleNames.map((name) => sampleOf(name, 'en').content.kind));
    expect([...kinds].toSorted()).toEqual([...noticeKinds, 'code', 'goodbye'].toSorted());
  });

  test('are each sent by some channel; news and what support is told by mail alone', () => {
    for (const name of sampleNames) {
      const { kind } = sampleOf(name, 'en').content;
      const byMail = ['news', 'newsletter', 'email-confirmed', 'address-suppressed', 'payment-disputed'].includes(kind);
      expect(channelsOf(name).length).toBeGreaterThan(0);
      if (byMail) expect(channelsOf(name)).toEqual(['email']);
    }
  });

  test('show a code for every purpose that one is sent for', () => {
    const contents = sampleNames.map((name) => sampleOf(name, 'en').content);
    const shown = contents.flatMap((content) => (content.kind === 'code' ? [content.purpose] : []));
    expect(shown.toSorted()).toEqual([...codePurposes].toSorted());
  });

  test('are known by their names and no other', () => {
    expect(sampleNames.every(isSampleName)).toBe(true);
    expect(['', 'Receipt', 'toString', '__proto__'].some(isSampleName)).toBe(false);
  });

  test.each(sampleNames)('%s can be seen in every form, in both languages, which differ', async (name) => {
    const [en, de] = await Promise.all([
      must(previewOf(name, 'en', templates)),
      must(previewOf(name, 'de', templates)),
    ]);
    const { kind } = sampleOf(name, 'en').content;
    for (const preview of [en, de]) {
      expect(preview.pdf?.mediaType).toBe(kind.startsWith('receipt') ? 'application/pdf' : undefined);
    }
    for (const form of ['subject', 'html', 'text', 'sms'] as const) expect(en[form]).not.toBe(de[form]);
  });
});

describe('the gallery', () => {
  test('has every sample in every language as it is sent, each mail whole in a frame that may do nothing', async () => {
    const page = await must(galleryPage(templates));
    const frames = [...page.matchAll(/<iframe sandbox="" title="[^"]*" loading="lazy" srcdoc="([^"]*)"><\/iframe>/g)];
    const mails = frames.map(([, mail = '']) => unescaped(mail));
    const texts = [...page.matchAll(/<p class="sms" lang="[^"]*">([^<]*)<\/p>/g)].map(([, text = '']) =>
      unescaped(text),
    );
    const expected = { mails: [] as string[], texts: [] as string[] };
    for (const name of sampleNames) {
      for (const language of languages) {
        const { html, sms } = await must(previewOf(name, language, templates));
        if (channelsOf(name).includes('email')) expected.mails.push(html);
        if (channelsOf(name).includes('sms')) expected.texts.push(sms);
      }
    }
    expect({ mails, texts }).toEqual(expected);
    for (const name of sampleNames) expect(page).toContain(`<section id="${name}">`);
    expect(page.replace(/srcdoc="[^"]*"/g, '')).not.toMatch(/<(?:script|img|link)\b|url\(|@import|\ssrc=|href=.(?!#)/i);
  });
});

describe('the gallery in the documentation', () => {
  test('shows the messages as they are; where it does not, run `node scripts/screenshots.ts`', async () => {
    const shown = await readFile('docs/messages/index.html', 'utf8');
    expect(shown === (await must(galleryPage(messageTemplates(sampleSender))))).toBe(true);
  });
});

describe('the markup of the mails', () => {
  test('is what its sources say', async () => {
    const answer = promisify(execFile)(process.execPath, ['scripts/templates.ts', '--check']);
    await expect(answer).resolves.toMatchObject({ stderr: '' });
  });
});
