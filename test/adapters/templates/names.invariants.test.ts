import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageTemplates } from '../../../src/adapters/templates/index.ts';
import { languages } from '../../../src/domain/user/language.ts';
import type { Username } from '../../../src/domain/user/username.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { usernames } from '../../arbitraries/user.ts';
import { contents, sender } from './contents.ts';
import { unescaped } from './read-html.ts';

const templates = messageTemplates(sender);
const someLanguages = fc.constantFrom(...languages);

/** Letters from right to left and left to right, with every mark that turns a direction or breaks a line. */
const turning = fc
  .string({
    unit: fc.constantFrom(
      ...'abגדאבت مرحبا<>&"',
      '\u202e',
      '\u202d',
      '\u2066',
      '\u2067',
      '\u2068',
      '\u2069',
      '\u200f',
      '\u061c',
      '\n',
      '\u2028',
      '\u0085',
    ),
    minLength: 1,
    maxLength: 20,
  })
  // Sound for this test alone: no username is like this, and the templates must not rely on it.
  .map((text) => text as Username);
const names = fc.oneof(usernames, turning);

/** How deep embeddings and isolates stand open at the end; below zero where one is closed that was not opened. */
function openAtEnd(text: string): number {
  let depth = 0;
  for (const character of text) {
    if (/[\u202a\u202b\u202d\u202e\u2066-\u2068]/.test(character)) depth += 1;
    if (/[\u202c\u2069]/.test(character)) depth -= 1;
    if (depth < 0) return depth;
  }
  return depth;
}

describe('the name in a greeting, whatever its script,', () => {
  test('stands isolated in the text, so that it turns nothing around it', async () => {
    await fc.assert(
      fc.asyncProperty(contents, someLanguages, names, async (content, language, name) => {
        const { text } = await must(templates.mail(content, language, { name, unsubscribeUrl: null }));
        const greeting = text.split('\n').find((line) => /^H[ae]llo\b/.test(line));
        if (content.kind === 'address-suppressed' || content.kind === 'payment-disputed') {
          expect(greeting).toBeUndefined();
          return;
        }
        expect(greeting).toMatch(/^(?:Hello|Hallo) \u2068[^\u2066-\u2069\u202a-\u202e\u200e\u200f\u061c]*\u2069,$/);
        expect(openAtEnd(greeting ?? '')).toBe(0);
      }),
    );
  });

  test('stands isolated in the HTML, with every letter of it and no mark', async () => {
    await fc.assert(
      fc.asyncProperty(names, someLanguages, async (name, language) => {
        const { html } = await must(
          templates.mail({ kind: 'email-confirmed' }, language, { name, unsubscribeUrl: null }),
        );
        const shown = [...html.matchAll(/<bdi dir="auto">([^<]*)<\/bdi>/g)].map(([, inner = '']) => unescaped(inner));
        expect(shown).toEqual([name.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028]|\p{Cc}/gu, '')]);
        expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  test('is never in the subject', async () => {
    await fc.assert(
      fc.asyncProperty(contents, someLanguages, usernames, async (content, language, name) => {
        const named = await must(templates.mail(content, language, { name, unsubscribeUrl: null }));
        const unnamed = await must(templates.mail(content, language));
        expect(named.subject).toBe(unnamed.subject);
        expect(named.attachments).toEqual(unnamed.attachments);
      }),
    );
  });
});

describe('a mail without a name', () => {
  test.each([
    ['en', 'Hello,'],
    ['de', 'Hallo,'],
  ] as const)('greets in %s all the same', async (language, greeting) => {
    const { text, html } = await must(templates.mail({ kind: 'email-confirmed' }, language));
    expect(text.split('\n')).toContain(greeting);
    expect(html).toContain(`>${greeting}<`);
    expect(html).not.toContain('<bdi');
  });
});
