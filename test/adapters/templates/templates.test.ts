import { describe, expect, test } from 'vitest';
import { messageTemplates } from '../../../src/adapters/templates/index.ts';
import type { MessageContent } from '../../../src/application/ports/message-content.ts';
import { Last4 } from '../../../src/domain/card/masked-card.ts';
import { ErasureId, OrderId } from '../../../src/domain/ids.ts';
import { type Day, Instant } from '../../../src/domain/instant.ts';
import type { Receipt } from '../../../src/domain/order/receipt.ts';
import { ReceiptNumber } from '../../../src/domain/order/receipt-number.ts';
import { StationId } from '../../../src/domain/order/station-id.ts';
import { declineReasons } from '../../../src/domain/payment/decline-reason.ts';
import { extensionReasons } from '../../../src/domain/privacy-request/privacy-request.ts';
import { type Language, languages } from '../../../src/domain/user/language.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { sender } from './contents.ts';
import { textsOfHtml } from './read-html.ts';

const templates = messageTemplates(sender);
const order = await must(OrderId.parse('0f8fad5b-d9cb-469f-a165-70867728950e'));
const erasure = await must(ErasureId.parse('7c9e6679-7425-40de-944b-e07fc1f90ae7'));
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' as const });
const card = { last4: await must(Last4.parse('4242')), network: 'visa' as const };

const receipt: Receipt = {
  number: await must(ReceiptNumber.of('JOOS-2026', 1)),
  day: '2026-11-23' as Day, // sound: a day of the calendar
  items: [
    { kind: 'unlock-fee', quantity: 1, unitPrice: eur(100), capDiscount: eur(0), gross: eur(100) },
    { kind: 'usage', quantity: 30, unitPrice: eur(50), capDiscount: eur(-600), gross: eur(900) },
  ],
  vatPercent: 19,
  net: eur(840),
  vat: eur(160),
  gross: eur(1000),
  rentedFrom: await must(StationId.parse('FRA-0042')),
  startedAt: await must(Instant.parse('2026-11-23T09:00:00Z')),
  returnedTo: await must(StationId.parse('BER-0007')),
  endedAt: await must(Instant.parse('2026-11-23T23:59:00Z')),
  card,
};
const received: MessageContent = { kind: 'receipt', order, receipt, payment: 'pending' };

const extended: Extract<MessageContent, { kind: 'request-extended' }> = {
  kind: 'request-extended',
  right: 'access',
  receivedOn: '2026-11-23' as Day, // sound: a day of the calendar
  dueOn: '2027-02-23' as Day, // sound: a day of the calendar
  reason: 'complexity',
};

const one: Readonly<Record<MessageContent['kind'], MessageContent>> = {
  receipt: received,
  'payment-failed': { kind: 'payment-failed', order, amount: eur(1000), card, reason: 'insufficient-funds' },
  'email-confirmed': { kind: 'email-confirmed' },
  'request-extended': extended,
  'inactivity-warning': { kind: 'inactivity-warning', standsUntil: '2028-11-23' as Day }, // sound: a day of the calendar
  code: { kind: 'code', code: '012345' },
  goodbye: { kind: 'goodbye', erasure, kept: [] },
};

async function mail(content: MessageContent, language: Language) {
  const rendered = await must(templates.mail(content, language));
  // A no-break space keeps an amount together; here it is a space like any other.
  return { ...rendered, text: rendered.text.replace(/[\u00a0\u202f]/g, ' '), texts: textsOfHtml(rendered.html) };
}

describe.each(languages)('messages in %s', (language) => {
  test.each(Object.keys(one) as MessageContent['kind'][])('%s says the same in HTML and in text', async (kind) => {
    const { subject, html, text, texts } = await mail(one[kind], language);
    expect(html).toContain(`<html lang="${language}">`);
    expect(subject).toMatch(/^\S.{3,70}$/);
    expect(text).toContain(subject);
    expect(texts.filter((part) => part === subject)).toHaveLength(2); // title and heading
    const asOne = (parts: string) => parts.replace(/\s+/gu, ' ');
    for (const part of texts) expect(asOne(text)).toContain(asOne(part).trim());
    for (const line of sender.issuer) expect(text).toContain(line);
    expect(text).toContain(sender.support);
  });

  test.each(Object.keys(one) as MessageContent['kind'][])('%s is a text message that fits into 2 parts', (kind) => {
    const text = templates.sms(one[kind], language);
    expect(text).toMatch(/Joos|E-Mail|email/);
    expect(text.length).toBeLessThanOrEqual(134); // 2 parts of 67 characters, since € and ß are not in every alphabet
  });
});

describe('a receipt', () => {
  test('has in English all that belongs to it', async () => {
    const { text } = await mail(received, 'en');
    for (const part of [
      'Receipt JOOS-2026-000001',
      '23 November 2026',
      'FRA-0042, 23 Nov 2026, 10:00 CET',
      'BER-0007, 24 Nov 2026, 00:59 CET',
      'Unlock fee, 1 × €1.00',
      'Usage, 30 × €0.50',
      '€15.00',
      'Daily cap',
      '-€6.00',
      'Net',
      '€8.40',
      'VAT 19%',
      '€1.60',
      '€10.00',
      '•••• 4242',
      'Will be charged',
      'VAT id DE123456789',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('has in German all that belongs to it', async () => {
    const { text } = await mail(received, 'de');
    for (const part of [
      'Beleg JOOS-2026-000001',
      '23. November 2026',
      'FRA-0042, 23. Nov. 2026, 10:00 MEZ',
      'Freischaltung, 1 × 1,00 €',
      'Nutzung, 30 × 0,50 €',
      'Tageshöchstpreis',
      '-6,00 €',
      'MwSt. 19 %',
      'Gesamt',
      '10,00 €',
      'Wird abgebucht',
      'USt-IdNr. DE123456789',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('says of a lost power bank that it was lost, and nothing of a card that was removed', async () => {
    const { text } = await mail({ ...received, receipt: { ...receipt, returnedTo: null, card: null } }, 'en');
    expect(text).toMatch(/Reported lost\s+24 Nov 2026/);
    expect(text).not.toMatch(/Returned|••••/);
  });

  test('comes with a PDF of the same document where one is made, named for the receipt', async () => {
    const seen: unknown[] = [];
    const withPdf = messageTemplates({
      ...sender,
      pdf: async (document) => {
        seen.push(document.title);
        return Uint8Array.of(1, 2, 3);
      },
    });
    const { attachments, subject } = await must(withPdf.mail(received, 'en'));
    expect(attachments).toEqual([
      { fileName: 'JOOS-2026-000001.pdf', mediaType: 'application/pdf', content: Uint8Array.of(1, 2, 3) },
    ]);
    expect(seen).toEqual([subject]);
    expect((await must(withPdf.mail(one.code, 'en'))).attachments).toEqual([]);
  });

  test('that cannot be made is not worth another try', async () => {
    const broken = messageTemplates({ ...sender, pdf: () => Promise.reject(new Error('no ink')) });
    const answer = await broken.mail(received, 'en');
    expect(answer._unsafeUnwrapErr()).toEqual({ kind: 'PortFailure', port: 'MessageTemplates', retryable: false });
  });
});

describe('a failed payment', () => {
  test.each(declineReasons)('for %s says why, what to do and that nothing else is owed', async (reason) => {
    const { text, html } = await mail({ kind: 'payment-failed', order, amount: eur(1000), card, reason }, 'en');
    expect(text).toMatch(/We could not charge €10\.00 to your card •••• 4242/);
    expect(text.replace(/\s+/g, ' ')).toMatch(/update your payment details/);
    expect(text).toContain('no extra fee');
    expect(html).toContain('href="https://joos.example/cards"');
  });
});

describe('the last message', () => {
  test('says that nothing is kept, or what, and until when', async () => {
    expect((await mail(one.goodbye, 'en')).text).toContain('Nothing that says who you are is kept.');
    const kept = [
      {
        category: 'bookkeeping',
        records: 2,
        rule: 'keep-bookkeeping',
        basis: 'legal-obligation',
        until: { kind: 'day', day: '2034-12-31' as Day },
      },
      {
        category: 'key',
        records: 1,
        rule: 'keep-open-rentals',
        basis: 'contract',
        until: { kind: 'settled', atMost: '2029-12-31' as Day },
      },
      {
        category: 'payment',
        records: 1,
        rule: 'keep-under-hold',
        basis: 'legal-obligation',
        until: { kind: 'day', day: '2027-03-31' as Day },
      },
    ] as const;
    const { text } = await mail({ kind: 'goodbye', erasure, kept }, 'en');
    expect(text).toMatch(/Receipts, without your name \(tax law\)\s+until 31 December 2034/);
    expect(text).toMatch(
      /The key that locks these records\s+until the rental is returned\s+and paid, until 31 December 2029 at most/,
    );
    expect(text).toMatch(/A payment, as evidence\s+until a legal matter is settled, for now until 31 March 2027/);
    expect(text).toContain(erasure);
    expect(text).not.toContain('Nothing that says');
  });
});

describe('more time for a request', () => {
  test.each(extensionReasons)('for %s says why, until when, and where to complain', async (reason) => {
    const { text } = await mail({ ...extended, reason }, 'en');
    const flat = text.replace(/\s+/g, ' ');
    expect(flat).toContain('On 23 November 2026 you asked us what data we hold about you.');
    expect(flat).toContain('You get our answer by 23 February 2027 at the latest.');
    expect(flat).toContain('complain to a data protection authority');
    expect(templates.sms({ ...extended, reason }, 'de')).toContain('23. Februar 2027');
  });
});

describe('a warning that nobody uses the account', () => {
  test.each([
    ['en', '23 November 2028'],
    ['de', '23. November 2028'],
  ] as const)('says in %s until when it stands, in a letter and in a text message', async (language, day) => {
    const warning = one['inactivity-warning'];
    expect((await mail(warning, language)).text.replace(/\s+/g, ' ')).toContain(day);
    expect(templates.sms(warning, language)).toContain(day);
  });

  test('says what to do to keep it', async () => {
    const { text } = await mail(one['inactivity-warning'], 'en');
    expect(text.replace(/\s+/g, ' ')).toMatch(/log in/i);
  });
});
