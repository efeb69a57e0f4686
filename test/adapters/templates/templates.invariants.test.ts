import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { receiptPdf } from '../../../src/adapters/receipt-pdf/index.ts';
import { messageTemplates, type TemplateOptions } from '../../../src/adapters/templates/index.ts';
import { phrasesIn } from '../../../src/adapters/templates/phrases.ts';
import type { MessageContent } from '../../../src/application/ports/message-content.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import { Money } from '../../../src/domain/order/money.ts';
import { standingOf } from '../../../src/domain/order/receipt-correction.ts';
import type { StationId } from '../../../src/domain/order/station-id.ts';
import { type Language, languages } from '../../../src/domain/user/language.ts';
import type { Username } from '../../../src/domain/user/username.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { squeezed, squeezedPdf } from '../receipt-pdf/pdf-text.ts';
import { contents, correctionContents, receiptContents, sender } from './contents.ts';
import { tagsOfHtml, textsOfHtml } from './read-html.ts';

const someLanguages = fc.constantFrom(...languages);
const someReceipts = fc.oneof(receiptContents, correctionContents);

async function rendered(content: MessageContent, language: Language, options: TemplateOptions = sender) {
  return must(messageTemplates(options).mail(content, language));
}

/** A receipt in its three forms, each without spaces. */
async function formsOf(content: MessageContent, language: Language) {
  const { subject, html, text, attachments } = await rendered(content, language, { ...sender, pdf: receiptPdf });
  const [file] = attachments;
  if (file === undefined) throw new Error('A receipt has a PDF');
  return {
    subject: squeezed(subject),
    html: squeezed(textsOfHtml(html).join('')),
    text: squeezed(text),
    pdf: await squeezedPdf(file.content),
  };
}

/** An amount as people write it, put together by hand and not by the formats of the templates; spaces left out. */
function written({ amountMinor, currency }: Money, language: Language): string {
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  const [thousands, point] = language === 'en' ? [',', '.'] : ['.', ','];
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, thousands);
  const sign = amountMinor < 0 ? '-' : '';
  const symbols = language === 'en' ? { EUR: '€', GBP: '£' } : { EUR: '€', GBP: '£', PLN: 'PLN', CZK: 'CZK' };
  const symbol = { PLN: 'PLN', CZK: 'CZK', CHF: 'CHF', ...symbols }[currency];
  const amount = `${whole}${point}${digits.slice(-2)}`;
  return language === 'en' ? `${sign}${symbol}${amount}` : `${sign}${amount}${symbol}`;
}

const months = {
  en: 'January February March April May June July August September October November December'.split(' '),
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' '),
};

function writtenDay(day: string, language: Language): string {
  const [year = '', month = '', ofMonth = ''] = day.split('-');
  return `${Number(ofMonth)}${language === 'de' ? '.' : ''}${months[language][Number(month) - 1]}${year}`;
}

/** Hours and minutes in the zone of the business, by another way than that of the templates. */
function clock(at: Instant): string {
  const text = new Date(at).toLocaleString('sv-SE', { timeZone: sender.timeZone });
  return text.slice(11, 16);
}

/** All that must stand on a receipt, as pairs of label-free facts, without spaces. */
function factsOf(content: Extract<MessageContent, { kind: 'receipt' | 'receipt-corrected' }>, language: Language) {
  const { receipt, refunded } = content;
  const own = content.kind === 'receipt' ? receipt : content.correction;
  const money = (amount: Money) => written(amount, language);
  const percent = `${String(receipt.vatPercent).replace('.', language === 'de' ? ',' : '.')}%`;
  const sums = receipt.corrections.length === 0 ? [own] : [own, standingOf(receipt, receipt.corrections)];
  return [
    own.number,
    writtenDay(own.day, language),
    `${receipt.rentedFrom},`,
    clock(receipt.startedAt),
    ...(receipt.returnedTo === null ? [] : [`${receipt.returnedTo},`]),
    clock(receipt.endedAt),
    ...(receipt.correctedEnd === null
      ? []
      : [`${receipt.correctedEnd.returnedTo},`, clock(receipt.correctedEnd.endedAt)]),
    ...own.items.flatMap(({ quantity, unitPrice, capDiscount }) => [
      money(unitPrice),
      money(Money.multiply(unitPrice, quantity)),
      ...(Money.isZero(capDiscount) ? [] : [money(capDiscount)]),
    ]),
    ...sums.flatMap(({ net, vat, gross }) => [money(net), money(vat), money(gross), `${percent}`]),
    ...receipt.corrections.flatMap(({ number, day, gross }) => [number, writtenDay(day, language), money(gross)]),
    ...(content.kind === 'receipt' ? [] : [receipt.number, writtenDay(receipt.day, language), money(receipt.gross)]),
    ...(refunded === null ? [] : [money(refunded)]),
    ...(receipt.card === null ? [] : [`••••${receipt.card.last4}`]),
    ...sender.issuer.map(squeezed),
    sender.vatId,
    sender.support,
  ];
}

describe('a receipt or correction, whatever it is for,', () => {
  test('says the same in HTML, in text and as PDF, from the first sentence to the last', async () => {
    await fc.assert(
      fc.asyncProperty(someReceipts, someLanguages, async (content, language) => {
        const { subject, html, text, pdf } = await formsOf(content, language);
        const head = `JOOS${subject}`;
        const foot = squeezed(sender.issuer.join(''));
        expect(pdf.startsWith(head)).toBe(true);
        expect(pdf.endsWith(foot)).toBe(true);
        const said = pdf.slice(head.length, -foot.length);
        expect(said.length).toBeGreaterThan(250);
        const greeting = language === 'en' ? 'Hello,' : 'Hallo,';
        const help = `${squeezed(phrasesIn(language)('footer.help'))}${sender.support}`;
        expect(text).toBe(`${head}${greeting}${said}--${help}${foot}`);
        expect(html.endsWith(`${head}${greeting}${said}${help}${foot}`)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('says all that must be said, to the last minor unit, in each form', async () => {
    await fc.assert(
      fc.asyncProperty(someReceipts, someLanguages, async (content, language) => {
        const { html, text, pdf } = await formsOf(content, language);
        const facts = factsOf(content, language);
        for (const form of [html, text, pdf]) expect(facts.filter((fact) => !form.includes(fact))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('shows no more of a card than its last 4 digits', async () => {
    await fc.assert(
      fc.asyncProperty(someReceipts, someLanguages, async (content, language) => {
        const { text } = await rendered(content, language);
        const { card } = content.receipt;
        expect(text.match(/••••.*$/gm) ?? []).toEqual(card === null ? [] : [`•••• ${card.last4}`]);
      }),
    );
  });
});

describe('a message, whatever stands in it,', () => {
  const hostile = fc
    .tuple(
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='x",
        '</td></table>',
        '</style>',
        `$\{value.title}`,
        '{{title}}',
        '`',
        '&lt;',
        '<!--',
        '-->',
        ']]>',
      ),
      fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '=', '/', 'a', ';', '#', '`', '$'), maxLength: 20 }),
    )
    .map(([one, other]) => one + other);

  test('has in HTML the tags of the template and no other, wherever a value stands', async () => {
    await fc.assert(
      fc.asyncProperty(
        hostile,
        hostile,
        hostile,
        fc.constantFrom('en' as const, 'de' as const),
        async (one, two, three, language) => {
          const page = async (title: string, paragraph: string, other: string) => {
            const content: MessageContent = {
              kind: 'news',
              text: { title, paragraphs: [paragraph], action: { label: other, url: 'https://joos.example/' } },
            };
            // Sound for this test alone: nobody can be called so, and the templates must not rely on it.
            const more = { name: other as Username, unsubscribeUrl: 'https://joos.example/' };
            const from = { ...sender, issuer: [paragraph, other], support: title };
            return (await must(messageTemplates(from).mail(content, language, more))).html;
          };
          const html = await page(one, two, three);
          const tags = tagsOfHtml(html).map((tag) => tag.replace(/aria-label="[^"]*"/, ''));
          expect(tags).toEqual(
            tagsOfHtml(await page('x', 'x', 'x')).map((tag) => tag.replace(/aria-label="[^"]*"/, '')),
          );
          const texts = textsOfHtml(html).map((text) => text.trim());
          // Title and heading; preview and paragraph and issuer; button, name and issuer.
          const times = (text: string) => texts.filter((part) => part === text).length;
          expect(times(one)).toBeGreaterThanOrEqual(2);
          expect(times(two)).toBeGreaterThanOrEqual(3);
          expect(times(three)).toBeGreaterThanOrEqual(3);
        },
      ),
    );
  });

  test('has the tags of the template in its tables too', async () => {
    await fc.assert(
      fc.asyncProperty(receiptContents, hostile, async (content, station) => {
        // Sound for this test alone: no station can be called so, and the templates must not rely on it.
        const at = (rentedFrom: string) => ({
          ...content,
          receipt: { ...content.receipt, rentedFrom: rentedFrom as StationId },
        });
        const { html } = await rendered(at(station), 'en');
        expect(tagsOfHtml(html)).toEqual(tagsOfHtml((await rendered(at('FRA-1'), 'en')).html));
        expect(textsOfHtml(html).join('\n')).toContain(station);
      }),
    );
  });

  test('keeps a hostile address inside of its attribute', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (rest) => {
        const url = `https://joos.example/${rest}`;
        const content: MessageContent = {
          kind: 'newsletter',
          text: { title: 'x', paragraphs: ['x'], action: { label: 'x', url } },
        };
        const mail = messageTemplates({ ...sender, support: url.replaceAll(' ', '') }).mail(content, 'en', {
          name: null,
          unsubscribeUrl: url,
        });
        const links = tagsOfHtml((await must(mail)).html).filter((tag) => tag.startsWith('<a'));
        expect(links).toHaveLength(3);
        for (const link of links)
          expect(link).toMatch(/^<a\s+href="https:\/\/joos\.example\/[^"<>]*"(?: style="[^"]*" target="_blank"\s*)?>$/);
      }),
    );
  });

  test('loads nothing from anywhere and runs nothing', async () => {
    await fc.assert(
      fc.asyncProperty(contents, someLanguages, async (content, language) => {
        const { html } = await rendered(content, language);
        expect(html).not.toMatch(/<(?:script|img|link|iframe|object|form|base)\b|url\(|@import|\ssrc=|\son\w+=/i);
      }),
    );
  });

  test('has a subject of one line and a text without tags', async () => {
    await fc.assert(
      fc.asyncProperty(contents, someLanguages, async (content, language) => {
        const { subject, text } = await rendered(content, language);
        expect(subject).toMatch(/^[^\p{Cc}\u2028\u2029]{1,120}$/u);
        if (content.kind === 'news' || content.kind === 'newsletter') return; // others write what they like
        expect(text).not.toMatch(/<\/?\w+>|&\w+;|undefined|null|NaN|\[object|\{\w+/);
      }),
    );
  });

  test('has a subject of one line even where a title breaks or turns', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({
          unit: fc.constantFrom('a', ' ', '\r', '\n', '\u2028', '\u0085', '\u0000', '\u202e', '\u2066'),
          minLength: 1,
        }),
        async (title) => {
          const { subject } = await rendered({ kind: 'news', text: { title, paragraphs: ['x'], action: null } }, 'en');
          expect(subject).toMatch(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u);
          expect(subject.replaceAll(' ', '')).toBe(title.replace(/[^a]/g, ''));
        },
      ),
    );
  });
});

describe('an amount', () => {
  test('is shown to the last minor unit, however large', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        someLanguages,
        async (amountMinor, language) => {
          const amount = { amountMinor, currency: 'EUR' } as const;
          const settled = { kind: 'payment-settled', order: 'o', amount, card: null } as unknown as MessageContent; // the id is of no matter
          const { text } = await rendered(settled, language);
          expect(squeezed(text)).toContain(written(amount, language));
        },
      ),
    );
  });
});
