import { describe, expect, test } from 'vitest';
import { messageTemplates } from '../../../src/adapters/templates/index.ts';
import type { MessageContent } from '../../../src/application/ports/message-content.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import { type Language, languages } from '../../../src/domain/user/language.ts';
import { codePurposes } from '../../../src/domain/verification/challenge.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { sender } from './contents.ts';

const templates = messageTemplates(sender);

async function mail(content: MessageContent, language: Language) {
  const { html, text } = await must(templates.mail(content, language));
  return { html, text: text.replace(/\s+/gu, ' ') };
}

describe('a code', () => {
  const code = { kind: 'code', code: '01234567', purpose: 'log-in', confirmUrl: null } as const;
  const confirmUrl = 'https://joos.example/confirm/record.proof';

  test('stands large in the mail and alone on its line in the text, with how long it is good for', async () => {
    const rendered = await must(templates.mail(code, 'en'));
    expect(rendered.html).toMatch(/font-size:30px[^>]*>01234567</);
    expect(rendered.text).toMatch(/^ +01234567$/m);
    expect(rendered.text).toContain('Here is your code. It is good for 5 minutes and for one use.');
    expect(rendered.subject).not.toContain('01234567');
  });

  test.each([
    ['en', 'confirm-email', 'This code confirms your email address.'],
    ['en', 'step-up', 'This code shows that it is you, to change your account or take out your data.'],
    ['en', 'cancel-account', 'all your data is erased, and that cannot be undone.'],
    ['en', 'verify-caller', 'This code lets our support act on your account for you, because you called.'],
    ['de', 'change-phone', 'Dieser Code bestätigt deine neue Nummer'],
    ['de', 'second-proof', 'Dieser Code bestätigt deine E-Mail-Adresse und öffnet dein Konto wieder.'],
    ['de', 'cancel-account', 'Alle deine Daten werden gelöscht, und das lässt sich nicht rückgängig machen.'],
  ] as const)('says in %s what it does: %s', async (language, purpose, said) => {
    expect((await mail({ ...code, purpose }, language)).text).toContain(said);
  });

  test.each(codePurposes)('for %s says what to do where nobody asked for it', async (purpose) => {
    const { text } = await mail({ ...code, purpose }, 'en');
    const isFromWithin = purpose === 'step-up' || purpose === 'cancel-account';
    const isReadOut = purpose === 'verify-caller';
    expect(text.includes('you need not do anything')).toBe(!isFromWithin && !isReadOut);
    expect(text.includes('hang up and give the code to nobody')).toBe(isReadOut);
    expect(text.includes('contact our support at once')).toBe(isFromWithin);
  });

  test.each([
    ['en', 'Confirm address', ['with one more click', 'works once, for 5 minutes', 'stays logged in']],
    ['de', 'Adresse bestätigen', ['mit noch einem Klick', 'nur einmal, 5 Minuten lang', 'angemeldet bleibt']],
  ] as const)(
    'that confirms an address has in %s a button beside it, and how far that goes',
    async (language, label, said) => {
      const { text, html } = await mail({ ...code, purpose: 'confirm-email', confirmUrl }, language);
      expect(text).toContain(`01234567 ${label}: ${confirmUrl}`);
      expect(html).toMatch(new RegExp(`<a\\s+href="${confirmUrl}"[^>]*>\\s*${label}\\s*</a>`));
      for (const part of said) expect(text).toContain(part);
      expect((await mail({ ...code, purpose: 'confirm-email' }, language)).text).not.toMatch(/https|[Kk]li[ck]/);
    },
  );

  test('for anything else has no address, whatever it is given', async () => {
    for (const purpose of codePurposes.filter((one) => one !== 'confirm-email')) {
      const { text, html } = await mail({ ...code, purpose, confirmUrl }, 'en');
      expect(text + html).not.toContain(confirmUrl);
    }
  });
});

describe('a changed phone or email', () => {
  const undoUrl = 'https://joos.example/undo/record.proof';
  const undoUntil = Date.parse('2026-11-26T09:00:00Z') as Instant; // sound: a moment of this century
  const changed = { kind: 'contact-changed', what: 'phone', how: 'changed', undoUrl, undoUntil } as const;

  test.each([
    ['en', 'phone', 'The mobile number of your account was changed or removed.', '26 Nov 2026, 10:00 CET'],
    ['en', 'email', 'The email address of your account was changed or removed.', '26 Nov 2026, 10:00 CET'],
    ['de', 'phone', 'Die Mobilnummer deines Kontos wurde geändert oder entfernt.', '26. Nov. 2026, 10:00 MEZ'],
    ['de', 'email', 'Die E-Mail-Adresse deines Kontos wurde geändert oder entfernt.', '26. Nov. 2026, 10:00 MEZ'],
  ] as const)(
    'is told in %s of a changed %s: what, that whoever did it is done, until when it can be undone',
    async (language, what, said, time) => {
      const { text } = await mail({ ...changed, what }, language);
      expect(text).toContain(said);
      expect(text).toContain(language === 'en' ? 'If that was you, you need not do anything.' : 'Wenn du das warst');
      expect(text).toContain(time);
      expect(text).toMatch(language === 'en' ? /logs every device out/ : /alle Geräte .* abgemeldet/);
    },
  );

  test.each([
    ['en', 'phone', 'A mobile number was added to your account.', 'a mobile number was added'],
    ['en', 'email', 'An email address was added to your account.', 'an email address was added'],
    ['de', 'phone', 'Zu deinem Konto kam eine Mobilnummer hinzu.', 'Eine Mobilnummer kam hinzu'],
    ['de', 'email', 'Zu deinem Konto kam eine E-Mail-Adresse hinzu.', 'Eine E-Mail-Adresse kam hinzu'],
  ] as const)('is told in %s of a first %s that was added', async (language, what, said, short) => {
    const content = { ...changed, what, how: 'added' } as const;
    expect((await mail(content, language)).text).toContain(said);
    expect(templates.sms(content, language)).toContain(short);
    expect(templates.sms({ ...content, undoUrl: null }, language)).toMatch(/hinzu|added/);
  });

  test.each(languages)(
    'can be undone in %s by a button or, by text message, an address that ends it',
    async (language) => {
      const { html } = await mail(changed, language);
      expect(html).toMatch(
        new RegExp(`<a\\s+href="${undoUrl}"[^>]*>\\s*${language === 'en' ? 'Undo it' : 'Rückgängig machen'}`),
      );
      expect(templates.sms(changed, language)).toMatch(new RegExp(` 10:00 (?:CET|MEZ).*: ${undoUrl}$`));
    },
  );

  test.each(languages)('without such an address sends in %s to support, at once', async (language) => {
    const content = { ...changed, undoUrl: null };
    const { text } = await mail(content, language);
    expect(text).toMatch(language === 'en' ? /contact our support at once/ : /sofort bei unserem Support/);
    expect(text).toMatch(/(?:reach us here|erreichst uns hier): help@joos\.example/);
    expect(templates.sms(content, language)).toMatch(/10:00 (?:CET|MEZ): help@joos\.example$/);
  });
});

describe('a way to log in that came or went', () => {
  test.each([
    ['en', /added to your account, or removed from it/, /devices and the ways to log in/, /support at once: help@joos/],
    [
      'de',
      /kam ein Kontakt oder ein Weg zum Anmelden hinzu oder/,
      /Geräte und die Wege zum Anmelden/,
      /unserem Support: help@joos/,
    ],
  ] as const)('is told in %s, with where to look and whom to ask', async (language, ...said) => {
    const { text } = await mail({ kind: 'login-changed' }, language);
    for (const part of said) expect(text).toMatch(part);
    expect(templates.sms({ kind: 'login-changed' }, language)).toMatch(/support.*: help@joos\.example$/i);
  });
});
