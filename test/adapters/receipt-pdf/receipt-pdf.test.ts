import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PageContent, receiptPdf } from '../../../src/adapters/receipt-pdf/index.ts';
import { inWinAnsi } from '../../../src/adapters/receipt-pdf/win-ansi.ts';
import { linesOfPdf, oneLine, textOfPdf } from './pdf-text.ts';

const page: PageContent = {
  title: 'Beleg JOOS-2026-000001',
  language: 'de',
  paragraphs: ['Danke, dass du bei Joos geliehen hast.'],
  tables: [
    { caption: 'Kosten', rows: [{ label: 'Nutzung, 2 × 0,50\u00a0€', value: '1,00\u00a0€' }] },
    {
      caption: null,
      rows: [
        { label: 'Gesamt', value: '2,00\u00a0€', sum: true },
        { label: 'Karte', value: '•••• 1234' },
      ],
    },
  ],
  footer: ['Joos GmbH', 'Musterweg 1, 60311 Frankfurt am Main'],
};

describe('a page as a PDF', () => {
  test('shows every part of it, in its order', async () => {
    expect(linesOfPdf(await receiptPdf(page))).toEqual([
      'JOOS',
      page.title,
      ...page.paragraphs,
      'Kosten',
      'Nutzung, 2 × 0,50\u00a0€',
      '1,00\u00a0€',
      'Gesamt',
      '2,00\u00a0€',
      'Karte',
      '•••• 1234',
      ...page.footer,
    ]);
  });

  test('is a PDF that says its title and language, and not when it was made', async () => {
    const file = Buffer.from(await receiptPdf(page)).toString('latin1');
    expect(file.slice(0, 5)).toBe('%PDF-');
    expect(file.trimEnd().slice(-5)).toBe('%%EOF');
    expect(file).toContain('/Lang (de)');
    expect(file).toContain('(D:19700101000000Z)');
    expect(file).not.toContain(`D:${new Date().getUTCFullYear()}`);
  });

  test('goes on to a second page where one does not hold it, and loses no row', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => ({ label: `row ${index}`, value: `${index},00 €` }));
    const pdf = await receiptPdf({ ...page, tables: [{ caption: 'Long', rows }] });
    const lines = linesOfPdf(pdf);
    for (const { label, value } of rows) expect(lines).toEqual(expect.arrayContaining([label, value]));
    expect(
      Buffer.from(pdf)
        .toString('latin1')
        .match(/\/Type \/Page\b(?!s)/g)?.length,
    ).toBeGreaterThan(1);
  });

  test('shows the closest letter where the standard fonts have none, never another one', () => {
    expect(inWinAnsi('Łódź, Plzeň, Gdańsk')).toBe('Lódz, Plzen, Gdansk');
    expect(inWinAnsi('1\u202f000,00\u2009€ •')).toBe('1\u00a0000,00\u00a0€ •');
    expect(inWinAnsi('北京 🔋 Ω')).toBe('?? ? ?');
    expect(inWinAnsi('a\u0000b\nc')).toBe('a b c');
  });

  test('shows all that it was given, whatever stands in it', async () => {
    const texts = fc
      .string({
        unit: fc.constantFrom(...'abcXYZ 0123456789()\\[]<>/%&"\'{}#äöüß€•×–éñ\u00a0\u202f'),
        minLength: 1,
        maxLength: 60,
      })
      .filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(texts, texts, texts, async (title, label, value) => {
        const pdf = await receiptPdf({ ...page, title, tables: [{ caption: null, rows: [{ label, value }] }] });
        const shown = textOfPdf(pdf).replaceAll(' ', '');
        for (const text of [title, label, value]) expect(shown).toContain(oneLine(inWinAnsi(text)).replaceAll(' ', ''));
      }),
      { numRuns: 60 },
    );
  });
});
