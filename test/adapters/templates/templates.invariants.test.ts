import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { receiptPdf } from '../../../src/adapters/receipt-pdf/index.ts';
import { inWinAnsi } from '../../../src/adapters/receipt-pdf/win-ansi.ts';
import { type MessageDocument, messageTemplates } from '../../../src/adapters/templates/index.ts';
import type { MessageContent } from '../../../src/application/ports/message-content.ts';
import type { Money } from '../../../src/domain/order/money.ts';
import type { StationId } from '../../../src/domain/order/station-id.ts';
import { languages } from '../../../src/domain/user/language.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { textOfPdf } from '../receipt-pdf/pdf-text.ts';
import { contents, receiptContents, sender } from './contents.ts';
import { tagsOfHtml, textsOfHtml } from './read-html.ts';

const someLanguages = fc.constantFrom(...languages);

/** Renders, and keeps the document that all forms are made of; the PDF is empty where nobody looks at it. */
async function rendered(
  content: MessageContent,
  language: 'en' | 'de',
  from = sender,
  pdf: typeof receiptPdf = async () => new Uint8Array(),
) {
  let document: MessageDocument | undefined;
  const templates = messageTemplates({
    ...from,
    pdf: (made) => {
      document = made;
      return pdf(made);
    },
  });
  return { ...(await must(templates.mail(content, language))), document };
}

/** Spaces of every kind count alike, and lines may break where they are. */
const flat = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** The digits of an amount, whatever stands around and between them. */
const digitsOf = ({ amountMinor }: Money): string => String(Math.abs(amountMinor)).padStart(3, '0');

describe('a receipt, whatever it is for,', () => {
  test('has the same rows in the document, the HTML, the text and the PDF', async () => {
    await fc.assert(
      fc.asyncProperty(receiptContents, someLanguages, async (content, language) => {
        const { html, text, attachments, document } = await rendered(content, language, sender, receiptPdf);
        const [pdf] = attachments;
        if (document === undefined || pdf === undefined) throw new Error('A receipt has a PDF');
        const rows = document.tables.flatMap((table) => table.rows);
        const inHtml = textsOfHtml(html).map(flat);
        const inText = flat(text);
        const inPdf = textOfPdf(pdf.content);
        expect(rows.length).toBeGreaterThanOrEqual(10);
        for (const { label, value } of rows) {
          expect(inHtml.filter((part) => part === flat(label)).length).toBeGreaterThan(0);
          expect(inHtml.filter((part) => part === flat(value)).length).toBeGreaterThan(0);
          expect(inText).toContain(`${flat(label)} ${flat(value)}`);
          expect(inPdf).toContain(flat(inWinAnsi(label)));
          expect(inPdf).toContain(flat(inWinAnsi(value)));
          // All that a receipt says by itself is in the standard fonts: nothing turns into a question mark.
          expect(inWinAnsi(`${label}${value}`)).not.toContain('?');
        }
      }),
      { numRuns: 50 },
    );
  });

  test('shows every amount to the last minor unit', async () => {
    await fc.assert(
      fc.asyncProperty(receiptContents, someLanguages, async (content, language) => {
        const { net, vat, gross, items } = content.receipt;
        const { document } = await rendered(content, language);
        const shown = new Set(
          document?.tables.flatMap((table) => table.rows.map(({ value }) => value.replace(/\D/g, ''))),
        );
        for (const amount of [net, vat, gross]) expect(shown).toContain(digitsOf(amount));
        for (const { quantity, unitPrice, capDiscount } of items) {
          expect(shown).toContain(digitsOf({ ...unitPrice, amountMinor: unitPrice.amountMinor * quantity }));
          if (capDiscount.amountMinor !== 0) expect(shown).toContain(digitsOf(capDiscount));
        }
      }),
    );
  });

  test('shows no more of a card than its last 4 digits', async () => {
    await fc.assert(
      fc.asyncProperty(receiptContents, someLanguages, async (content, language) => {
        const { document } = await rendered(content, language);
        const values = document?.tables.flatMap((table) => table.rows).map(({ value }) => value) ?? [];
        const cards = values.filter((value) => value.includes('••••'));
        expect(cards).toEqual(content.receipt.card === null ? [] : [`•••• ${content.receipt.card.last4}`]);
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
        '&lt;',
        '<!--',
        ']]>',
      ),
      fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '=', '/', 'a', ' ', ';', '#'), maxLength: 20 }),
    )
    .map(([one, other]) => one + other);

  test('has in HTML the tags of the template and no other', async () => {
    await fc.assert(
      fc.asyncProperty(receiptContents, hostile, hostile, hostile, async (content, station, support, company) => {
        // Sound for this test alone: no station can be called so; the template must not rely on it.
        const receipt = { ...content.receipt, rentedFrom: station as StationId };
        const plain = await rendered({ ...content, receipt }, 'en', { ...sender, support: 'x', issuer: ['x'] });
        const { html } = await rendered({ ...content, receipt }, 'en', { ...sender, support, issuer: [company] });
        expect(tagsOfHtml(html)).toEqual(tagsOfHtml(plain.html));
        const texts = textsOfHtml(html).join('\n');
        for (const text of [station, support, company]) expect(texts).toContain(text);
        expect(html).not.toMatch(/<script|<img|onerror=(?!alert\(1\)&gt;)|onmouseover='/i);
      }),
    );
  });

  test('keeps a hostile address inside of its attribute', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (rest) => {
        const failed = { kind: 'payment-failed', amount: { amountMinor: 1, currency: 'EUR' }, reason: 'card-expired' };
        const content = {
          ...failed,
          order: 'o',
          card: { last4: '1234', network: 'visa' },
        } as unknown as MessageContent; // ids of no matter
        const { html } = await rendered(content, 'en', {
          ...sender,
          paymentDetailsUrl: `https://joos.example/${rest}`,
        });
        const links = tagsOfHtml(html).filter((tag) => tag.startsWith('<a '));
        expect(links).toHaveLength(1);
        expect(links[0]).toMatch(/^<a class="action" href="[^"<>]*">$/);
      }),
    );
  });

  test('loads nothing from anywhere and runs nothing', async () => {
    await fc.assert(
      fc.asyncProperty(contents, someLanguages, async (content, language) => {
        const { html } = await rendered(content, language);
        expect(html).not.toMatch(/<(?:script|img|link|iframe|object|form)\b|url\(|@import|\ssrc=|\son\w+=/i);
      }),
    );
  });

  test('has a subject of one line and a text without tags', async () => {
    await fc.assert(
      fc.asyncProperty(contents, someLanguages, async (content, language) => {
        const { subject, text } = await rendered(content, language);
        expect(subject).toMatch(/^[^\p{Cc}\u2028\u2029]{1,80}$/u);
        expect(text).not.toMatch(/<\/?\w+>|&\w+;|undefined|null|NaN|\[object/);
      }),
    );
  });

  test('has words as a text message too', () => {
    const templates = messageTemplates(sender);
    fc.assert(
      fc.property(contents, someLanguages, (content, language) => {
        expect(templates.sms(content, language)).toMatch(/^(?!.*(?:undefined|null|NaN))\S[^\p{Cc}]{10,200}$/u);
      }),
    );
  });
});
