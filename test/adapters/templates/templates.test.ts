import { describe, expect, test } from 'vitest';
import { messageTemplates, sampleNames } from '../../../src/adapters/templates/index.ts';
import {
  card,
  eur,
  found,
  foundReceipt,
  lost,
  order,
  receipt,
  refund,
} from '../../../src/adapters/templates/samples/rentals.ts';
import { sampleOf } from '../../../src/adapters/templates/samples/samples.ts';
import type { MessageContent } from '../../../src/application/ports/message-content.ts';
import { contactPurposes } from '../../../src/domain/consent/contact-purpose.ts';
import { ErasureId, PaymentId, SubjectId } from '../../../src/domain/ids.ts';
import type { Day } from '../../../src/domain/instant.ts';
import type { Receipt } from '../../../src/domain/order/receipt.ts';
import { declineReasons } from '../../../src/domain/payment/decline-reason.ts';
import { extensionReasons } from '../../../src/domain/privacy-request/privacy-request.ts';
import { type Language, languages } from '../../../src/domain/user/language.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { sender } from './contents.ts';
import { textsOfHtml } from './read-html.ts';

const templates = messageTemplates(sender);
const erasure = await must(ErasureId.parse('7c9e6679-7425-40de-944b-e07fc1f90ae7'));
const subject = await must(SubjectId.parse('2b1c7a58-6b0e-4d0b-9d0e-3f8a5a0c9d11'));
const payment = await must(PaymentId.parse('5e0f9c43-1d39-4a55-8f6d-7a4c0b1e2d33'));

type ContentOf<Kind extends MessageContent['kind']> = Extract<MessageContent, { kind: Kind }>;

const received: ContentOf<'receipt'> = { kind: 'receipt', order, receipt, payment: 'pending', refunded: null };
const corrected: ContentOf<'receipt-corrected'> = {
  kind: 'receipt-corrected',
  order,
  receipt: { ...receipt, corrections: [refund] },
  correction: refund,
  payment: 'refunded',
  refunded: eur(250),
};
const failed: ContentOf<'payment-failed'> = {
  kind: 'payment-failed',
  order,
  amount: eur(1000),
  card,
  reason: 'insufficient-funds',
  nextTryOn: null,
};
const extended: ContentOf<'request-extended'> = {
  kind: 'request-extended',
  right: 'access',
  receivedOn: '2026-11-23' as Day, // sound: a day of the calendar
  dueOn: '2027-02-23' as Day, // sound: a day of the calendar
  reason: 'complexity',
};
const warning: ContentOf<'inactivity-warning'> = { kind: 'inactivity-warning', standsUntil: '2028-11-23' as Day }; // sound: a day of the calendar

/** A text on one line; a space that keeps an amount together is one like any other. */
const flat = (text: string): string => text.replace(/\s+/gu, ' ');

async function mail(content: MessageContent, language: Language, unsubscribeUrl: string | null = null) {
  const rendered = await must(templates.mail(content, language, { name: null, unsubscribeUrl }));
  return { ...rendered, text: flat(rendered.text), texts: textsOfHtml(rendered.html).map(flat) };
}

describe.each(languages)('messages in %s', (language) => {
  test.each(sampleNames)('%s says the same in HTML and in text', async (name) => {
    const { content, more } = sampleOf(name, language);
    const rendered = await must(templates.mail(content, language, more));
    const texts = textsOfHtml(rendered.html).map((text) => flat(text).trim());
    // Marks that isolate a name in the text are tags in HTML.
    const text = flat(rendered.text).replace(/[\u2068\u2069]/g, '');
    expect(rendered.html).toContain(`<html lang="${language}" dir="ltr"`);
    expect(rendered.subject).toMatch(/^\S.{3,70}$/);
    expect(texts.filter((part) => part === rendered.subject)).toHaveLength(2); // title and heading
    for (const part of texts) expect(text).toContain(part);
    for (const line of sender.issuer) expect(text).toContain(line);
    const toSupport = content.kind === 'address-suppressed' || content.kind === 'payment-disputed';
    expect(text.includes(sender.support)).toBe(!toSupport);
  });
});

describe('a receipt', () => {
  test('has in English all that belongs to it', async () => {
    const { text } = await mail(received, 'en');
    for (const part of [
      'Receipt JOOS-2026-000001',
      'Date 23 November 2026',
      'Rented FRA-0042, 23 Nov 2026, 10:00 CET',
      'Returned BER-0007, 24 Nov 2026, 00:59 CET',
      'Unlock fee, 1 × €1.00 €1.00',
      'Usage, 30 units × €0.50 €15.00',
      'Daily cap -€6.00',
      'Net €8.40',
      'VAT 19% on €8.40 €1.60',
      'Total €10.00',
      'Card •••• 4242',
      'Payment Will be charged',
      'Issued by Joos GmbH, Musterweg 1, 60311 Frankfurt am Main, VAT id DE123456789',
      'Is something not right? Tell us: help@joos.example. Please name the number JOOS-2026-000001.',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/Refunded|correct/i);
  });

  test('has in German all that belongs to it', async () => {
    const { text } = await mail(received, 'de');
    for (const part of [
      'Beleg JOOS-2026-000001',
      'Datum 23. November 2026',
      'Ausgeliehen FRA-0042, 23. Nov. 2026, 10:00 MEZ',
      'Zurückgegeben BER-0007, 24. Nov. 2026, 00:59 MEZ',
      'Freischaltung, 1 × 1,00 € 1,00 €',
      'Nutzung, 30 Einheiten × 0,50 € 15,00 €',
      'Tageshöchstpreis -6,00 €',
      'Netto 8,40 €',
      'MwSt. 19 % auf 8,40 € 1,60 €',
      'Gesamt 10,00 €',
      'Karte •••• 4242',
      'Zahlung Wird abgebucht',
      'USt-IdNr. DE123456789',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('in summer has summer times', async () => {
    const startedAt = Date.parse('2026-07-01T10:00:00Z') as Receipt['startedAt']; // sound: a moment of this century
    expect((await mail({ ...received, receipt: { ...receipt, startedAt } }, 'en')).text).toContain(
      '1 Jul 2026, 12:00 CEST',
    );
  });

  test.each([
    [8.1, 'VAT 8.1% on', 'MwSt. 8,1 % auf'],
    [0, 'VAT 0% on', 'MwSt. 0 % auf'],
    [7.7, 'VAT 7.7% on', 'MwSt. 7,7 % auf'],
  ])('names its rate of VAT, %d per cent, with its decimal', async (vatPercent, english, german) => {
    const content = { ...received, receipt: { ...receipt, vatPercent } };
    expect((await mail(content, 'en')).text).toContain(english);
    expect((await mail(content, 'de')).text).toContain(german);
  });

  test('says of a lost power bank that it was lost, and nothing of a card that was removed', async () => {
    const { text } = await mail({ ...received, receipt: { ...lost, card: null } }, 'en');
    expect(text).toContain('Reported lost 24 Nov 2026, 21:00 CET');
    expect(text).not.toMatch(/Returned|••••/);
  });

  test('that was corrected names each correction with its day, what was given back, and what it all comes to', async () => {
    const { text } = await mail(
      { ...received, receipt: { ...receipt, corrections: [refund] }, payment: 'refunded', refunded: eur(250) },
      'en',
    );
    expect(text).toContain('Total €10.00 With its correction');
    expect(text).toContain('Receipt JOOS-2026-000001, 23 November 2026 €10.00');
    expect(text).toContain('Correction JOOS-2026-000003, 25 November 2026 -€2.50');
    expect(text).toContain('Net €6.30 VAT 19% on €6.30 €1.20 Total in the end €7.50');
    expect(text).toContain('Payment Paid, then refunded Refunded so far €2.50');
  });

  test('whose power bank was found later says where and when', async () => {
    const { text } = await mail({ ...received, receipt: foundReceipt }, 'en');
    expect(text).toContain('Reported lost 24 Nov 2026, 21:00 CET');
    expect(text).toContain('Returned, as corrected FRA-0042, 23 Nov 2026, 11:20 CET');
  });

  test('of two rates has a row for each', async () => {
    const reduced = { ...refund, vatPercent: 7, net: eur(-234), vat: eur(-16) };
    const { text } = await mail({ ...received, receipt: { ...receipt, corrections: [reduced] } }, 'en');
    expect(text).toContain('VAT 19% on €8.40 €1.60 VAT 7% on -€2.34 -€0.16 Total in the end €7.50');
  });

  test('comes with a PDF of the same document where one is made, named for the receipt', async () => {
    const seen: unknown[] = [];
    const withPdf = messageTemplates({
      ...sender,
      pdf: async (document) => {
        seen.push([document.title, document.day, document.greeting]);
        return Uint8Array.of(1, 2, 3);
      },
    });
    const { more } = sampleOf('receipt', 'en');
    const { attachments, subject: title } = await must(withPdf.mail(received, 'en', more));
    const file = { mediaType: 'application/pdf', content: Uint8Array.of(1, 2, 3) };
    expect(attachments).toEqual([{ fileName: 'JOOS-2026-000001.pdf', ...file }]);
    const correction = await must(withPdf.mail(corrected, 'en', more));
    expect(correction.attachments).toEqual([{ fileName: 'JOOS-2026-000003.pdf', ...file }]);
    // Whom it was sent to is no part of the record.
    expect(seen).toEqual([
      [title, '2026-11-23', null],
      [correction.subject, '2026-11-25', null],
    ]);
    expect((await must(withPdf.mail({ kind: 'login-changed' }, 'en'))).attachments).toEqual([]);
  });

  test('that cannot be made is not worth another try', async () => {
    const broken = messageTemplates({ ...sender, pdf: () => Promise.reject(new Error('no ink')) });
    const answer = await broken.mail(received, 'en');
    expect(answer._unsafeUnwrapErr()).toEqual({ kind: 'PortFailure', port: 'MessageTemplates', retryable: false });
  });
});

describe('a correction', () => {
  test('names its receipt, says why it is a document of its own, what changes and what it comes to', async () => {
    const { subject: title, text } = await mail(corrected, 'en');
    expect(title).toBe('Correction JOOS-2026-000003 of receipt JOOS-2026-000001');
    expect(text).toContain('We have corrected your receipt JOOS-2026-000001 of 23 November 2026. You get €2.50 back.');
    expect(text).toContain('A receipt is never changed afterwards.');
    expect(text).toContain('Date 25 November 2026 Corrects Receipt JOOS-2026-000001 of 23 November 2026');
    expect(text).toContain('What changes Refund, 1 × -€2.50 -€2.50 Net -€2.10 VAT 19% on -€2.10 -€0.40 Total -€2.50');
    expect(text).toContain('Total in the end €7.50');
    expect(text).toContain('Please name the number JOOS-2026-000003.');
  });

  test('takes every line back and says where the power bank was, where its end was corrected', async () => {
    const content = { ...corrected, receipt: foundReceipt, correction: found };
    const { text } = await mail({ ...content, payment: 'succeeded', refunded: null }, 'de');
    expect(text).toContain('Die Powerbank kam am 23. Nov. 2026, 11:20 MEZ zu FRA-0042 zurück.');
    expect(text).toContain('Powerbank nicht zurückgegeben, 1 × -29,00 € -29,00 €');
    expect(text).toContain('Nutzung, 3 Einheiten × 0,50 € 1,50 €');
    expect(text).toContain('Gesamt am Ende 2,50 €');
  });

  test.each([
    ['succeeded', [refund], 'The money goes back to the card'],
    ['refunded', [refund], 'after 5 to 10 working days'],
    ['failed', [refund], '€7.50 is all that you owe now.'],
    ['pending', [{ ...refund, gross: eur(-1000) }], 'You owe nothing any more.'],
  ] as const)('of an amount that is %s says what that means for the person', async (state, corrections, said) => {
    const content = { ...corrected, receipt: { ...receipt, corrections }, payment: state };
    expect((await mail(content, 'en')).text).toContain(said);
  });
});

describe('a failed payment', () => {
  test.each(declineReasons)(
    'for %s says why, what to do, how to reach us, and that nothing else is owed',
    async (reason) => {
      const { text, html } = await mail({ ...failed, reason }, 'en');
      expect(text).toContain('We could not charge €10.00 to your card •••• 4242.');
      expect(text).toMatch(/update your payment details/);
      expect(text).toMatch(/(?:support|You reach us here).*: help@joos\.example/);
      expect(text).toContain('no extra fee');
      expect(html).toContain('href="https://joos.example/cards"');
    },
  );

  test.each([
    ['en', 'We try again on 26 November 2026.', 'We will not try again by ourselves.'],
    ['de', 'Am 26. November 2026 versuchen wir es noch einmal.', 'Von uns aus versuchen wir es nicht noch einmal.'],
  ] as const)('says in %s when we try again, or that we do not', async (language, again, never) => {
    const nextTryOn = '2026-11-26' as Day; // sound: a day of the calendar
    const [trying, resting] = [await mail({ ...failed, nextTryOn }, language), await mail(failed, language)];
    expect([trying.text.includes(again), trying.text.includes(never)]).toEqual([true, false]);
    expect([resting.text.includes(again), resting.text.includes(never)]).toEqual([false, true]);
  });
});

describe('a payment that went through at last', () => {
  test('says what was paid, by which card where there still is one, and that it is over', async () => {
    const settled = { kind: 'payment-settled', order, amount: eur(1000) } as const;
    const { text } = await mail({ ...settled, card }, 'en');
    expect(text).toContain(
      'All done: €10.00 is paid. You owe nothing more for this rental. We charged your card •••• 4242.',
    );
    expect((await mail({ ...settled, card: null }, 'de')).text).not.toContain('••••');
  });
});

describe.each(['news', 'newsletter'] as const)('the %s', (kind) => {
  const content: MessageContent = {
    kind,
    text: {
      title: 'New stations',
      paragraphs: ['One.', 'Two.'],
      action: { label: 'Show them', url: 'https://joos.example/map?a=1&b=2' },
    },
  };
  const off = 'https://joos.example/off?token=a&b';

  test('has its text, what to do, why the person gets it and the way out', async () => {
    const { subject: title, text, html } = await mail(content, 'en', off);
    expect(title).toBe('New stations');
    expect(text).toContain('One. Two. Show them: https://joos.example/map?a=1&b=2');
    expect(text).toContain(`You get this because you agreed to`);
    expect(text).toContain(`Unsubscribe: ${off}`);
    expect(html).toContain('<a href="https://joos.example/off?token=a&amp;b">Unsubscribe</a>');
  });

  test('says why even where there is no such way, as in a preview', async () => {
    const { text, html } = await mail(content, 'de');
    expect(text).toContain('Du bekommst das, weil');
    expect(html).not.toContain('Abbestellen');
  });
});

describe('what support is told', () => {
  test.each(languages)(
    'of an address that takes no mail: whose, why, which purposes and what to do (%s)',
    async (language) => {
      const purposes = contactPurposes.map(({ purpose }) => purpose);
      const bounced = await mail({ kind: 'address-suppressed', subject, reason: 'bounced', purposes }, language);
      const complained = await mail(
        { kind: 'address-suppressed', subject, reason: 'complained', purposes: ['news'] },
        language,
      );
      expect(bounced.text).toContain(subject);
      expect(bounced.text).toMatch(
        language === 'en'
          ? /for 5 purposes: service messages, .* and newsletter\./
          : /5 Zwecke: Nachrichten zum Konto, .* und Newsletter\./,
      );
      expect(complained.text).toMatch(language === 'en' ? /for 1 purpose: news\./ : /1 Zweck: Neuigkeiten\./);
      expect(bounced.text).not.toBe(complained.text);
    },
  );

  test.each(languages)(
    'of a disputed payment: which, how much, until when it is held, what to do (%s)',
    async (language) => {
      const disputed = { kind: 'payment-disputed', payment, order, amount: eur(1000) } as const;
      const heldUntil = '2027-05-23' as Day; // sound: a day of the calendar
      const { text } = await mail({ ...disputed, heldUntil }, language);
      for (const part of [payment, order, '10', language === 'en' ? '23 May 2027' : '23. Mai 2027'])
        expect(text).toContain(part);
      expect((await mail({ ...disputed, heldUntil: null }, language)).text).not.toContain('2027');
    },
  );
});

describe('how to reach us', () => {
  const helpIn = async (support: string) =>
    (await must(messageTemplates({ ...sender, support }).mail({ kind: 'email-confirmed' }, 'en'))).html;

  test('opens a mail, a page, or is only text', async () => {
    expect(await helpIn('help@joos.example')).toContain('<a href="mailto:help@joos.example">help@joos.example</a>');
    expect(await helpIn('https://joos.example/help')).toContain('<a href="https://joos.example/help">');
    for (const text of ['+49 69 1234', 'javascript:alert(1)', 'javascript:alert(1)//@x', 'http://joos.example']) {
      const html = await helpIn(text);
      expect(html).not.toContain('<a');
      expect(html).toContain(text);
    }
  });
});

describe('the last message', () => {
  test('says that nothing is kept, or what, and until when', async () => {
    const nothing = await mail({ kind: 'goodbye', erasure, kept: [] }, 'en');
    expect(nothing.text).toContain('Nothing that says who you are is kept.');
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
    expect(text).toContain('Receipts, without your name (tax law) until 31 December 2034');
    expect(text).toContain(
      'The key that locks these records until the rental is returned and paid, until 31 December 2029 at most',
    );
    expect(text).toContain('A payment, as evidence until a legal matter is settled, for now until 31 March 2027');
    expect(text).toContain(erasure);
    expect(text).not.toContain('Nothing that says');
  });
});

describe('more time for a request', () => {
  test.each(extensionReasons)('for %s says why, until when, and where to complain', async (reason) => {
    const { text } = await mail({ ...extended, reason }, 'en');
    expect(text).toContain('On 23 November 2026 you asked us what data we hold about you.');
    expect(text).toContain('You get our answer by 23 February 2027 at the latest.');
    expect(text).toContain('complain to a data protection authority');
    expect(templates.sms({ ...extended, reason }, 'de')).toContain('23. Februar 2027');
  });
});

describe('a warning that nobody uses the account', () => {
  test.each([
    ['en', '23 November 2028'],
    ['de', '23. November 2028'],
  ] as const)('says in %s until when it stands, in a letter and in a text message', async (language, day) => {
    expect((await mail(warning, language)).text).toContain(day);
    expect(templates.sms(warning, language)).toContain(day);
  });

  test('says what to do to keep it', async () => {
    expect((await mail(warning, 'en')).text).toMatch(/log in/i);
  });
});
