import { inflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PageContent, receiptPdf } from '../../../src/adapters/receipt-pdf/index.ts';
import { printable } from '../../../src/adapters/receipt-pdf/printable.ts';
import { readPdf, runsOfPdf, squeezed, squeezedPdf } from './pdf-text.ts';

const page: PageContent = {
  title: 'Beleg JOOS-2026-000001',
  language: 'de',
  day: '2026-11-23',
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
  closing: ['Stimmt etwas nicht?'],
  footer: ['Joos GmbH', 'Musterweg 1, 60311 Frankfurt am Main'],
};

const manyRows = Array.from({ length: 120 }, (_, index) => ({ label: `row ${index}`, value: `${index},00 €` }));
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** The roles of the elements of a page, each with those within it. */
interface Role {
  readonly role: string;
  readonly children: readonly Role[];
}

function rolesOf(node: unknown): Role | null {
  if (typeof node !== 'object' || node === null || !('role' in node) || !('children' in node)) return null;
  const children = Array.isArray(node.children) ? node.children : [];
  return { role: String(node.role), children: children.map(rolesOf).filter((child) => child !== null) };
}

function shape({ role, children }: Role): string {
  return children.length === 0 ? role : `${role}(${children.map(shape).join(' ')})`;
}

describe('a page as a PDF', () => {
  test('shows every part of it, in its order', async () => {
    const said = [
      'JOOS',
      page.title,
      ...page.paragraphs,
      'Kosten',
      'Nutzung, 2 × 0,50 €',
      '1,00 €',
      'Gesamt',
      '2,00 €',
      'Karte',
      '•••• 1234',
      ...page.closing,
      ...page.footer,
    ];
    const runs = await runsOfPdf(await receiptPdf(page));
    expect(runs.map((run) => run.replace(/\s/gu, ' '))).toEqual(said);
  });

  test('is tagged, so that it can be read out: a heading, paragraphs, tables of rows with a heading and a cell', async () => {
    await readPdf(await receiptPdf(page), async (pdf) => {
      expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
      const tree = rolesOf(await (await pdf.getPage(1)).getStructTree());
      expect(tree === null ? null : shape(tree)).toBe(
        'Root(Document(P H1 P Table(Caption TR(TH TD)) Table(TR(TH TD) TR(TH TD)) P P P))',
      );
    });
  });

  test('says its title and language, and its day but not when it was made', async () => {
    const bytes = await receiptPdf(page);
    const { info, metadata } = await readPdf(bytes, (pdf) => pdf.getMetadata());
    expect(info).toMatchObject({ Title: page.title, Language: 'de', CreationDate: 'D:20261123000000Z' });
    expect(metadata?.get('dc:title')).toBe(page.title);
    expect(metadata?.get('xmp:createdate')).toBe('2026-11-23T00:00:00Z');
    expect(latin1(bytes)).toMatch(/\/DisplayDocTitle true/);
    expect(latin1(bytes).match(/D:\d{14}Z/g)).toEqual(['D:20261123000000Z']);
  });

  test('is described as PDF/A-2a and has what that asks for: fonts inside, a colour profile, an id, no script', async () => {
    const bytes = await receiptPdf(page);
    const file = latin1(bytes);
    const { metadata } = await readPdf(bytes, (pdf) => pdf.getMetadata());
    expect(metadata?.get('pdfaid:part')).toBe('2');
    expect(metadata?.get('pdfaid:conformance')).toBe('A');
    expect(file.slice(0, 9)).toBe('%PDF-1.7\n');
    const fonts = [...file.matchAll(/\/BaseFont \/([\w+-]+)/g)].map(([, name]) => name);
    expect(new Set(fonts)).toEqual(new Set(['BZZZZZ+DejaVuSans-Bold', 'CZZZZZ+DejaVuSans']));
    expect(file.match(/\/FontFile2 \d+ 0 R/g)).toHaveLength(2);
    expect(file.match(/\/ToUnicode \d+ 0 R/g)).toHaveLength(2);
    expect(file).toMatch(/\/S \/GTS_PDFA1/);
    expect(file).toMatch(/\/ID \[<[0-9a-f]{32}> <[0-9a-f]{32}>\]/);
    expect(file).not.toMatch(/\/(?:Encrypt|JavaScript|JS|Launch|EmbeddedFiles|Transparency|SMask)\b/);
    expect(file.trimEnd().slice(-5)).toBe('%%EOF');
  });

  test('names the direction in which a heading of a row heads', async () => {
    expect(latin1(await receiptPdf(page)).match(/\/S \/TH\n\/A <<\n\/O \/Table\n\/Scope \/Row\n>>/g)).toHaveLength(3);
  });

  test('is the same file, byte by byte, for the same content', async () => {
    const [one, other] = [await receiptPdf(page), await receiptPdf(structuredClone(page))];
    expect(Buffer.compare(one, other)).toBe(0);
    expect(Buffer.compare(one, await receiptPdf({ ...page, day: '2026-11-24' }))).not.toBe(0);
  });

  test('takes with it the letters that it shows and not the whole font', async () => {
    expect((await receiptPdf(page)).byteLength).toBeLessThan(50_000);
  });

  test('goes on to a second page where one does not hold it, and loses no row', async () => {
    const bytes = await receiptPdf({ ...page, tables: [{ caption: 'Long', rows: manyRows }] });
    expect(await readPdf(bytes, async (pdf) => pdf.numPages)).toBeGreaterThan(1);
    const runs = await runsOfPdf(bytes);
    for (const { label, value } of manyRows) expect(runs).toEqual(expect.arrayContaining([label, value]));
  });

  test('numbers its pages where there are several, apart from what is read out', async () => {
    const texts = async (content: PageContent) =>
      readPdf(await receiptPdf(content), async (pdf) => {
        const { items } = await (await pdf.getPage(1)).getTextContent();
        return items.flatMap((item) => ('str' in item ? [item.str] : []));
      });
    const long = { ...page, tables: [{ caption: 'Long', rows: manyRows }] };
    expect(await texts(long)).toContain('1 / 4');
    expect(await runsOfPdf(await receiptPdf(long))).not.toContain('1 / 4');
    expect((await texts(page)).join(' ')).not.toMatch(/\d \/ \d/);
  });

  test('points at no letter that its fonts lack', async () => {
    const has = (codePoint: number): boolean => codePoint < 0x2600;
    expect(printable('Łódź, Ωμέγα, Ёж', has)).toBe('Łódź, Ωμέγα, Ёж');
    expect(printable('北京 🔋', has)).toBe('\ufffd\ufffd \ufffd');
    expect(printable('a\u0000b\nc\u202ed\u2068', has)).toBe('a b cd');
    const bytes = await receiptPdf({ ...page, paragraphs: ['北京 🔋 \u{1f1e9}'] });
    expect((await runsOfPdf(bytes))[2]?.replaceAll('\ufffd', '')).toMatch(/^\s*$/);
    const streams = [...latin1(bytes).matchAll(/\/Length (\d+)[^>]*>>\s*stream\r?\n/g)].map(
      ({ 0: opening, 1: length, index }) =>
        Buffer.from(latin1(bytes).slice(index + opening.length, index + opening.length + Number(length)), 'latin1'),
    );
    const drawn = streams.flatMap((stream) => {
      const content = stream[0] === 0x78 ? inflateSync(stream).toString('latin1') : '';
      return content.includes(' TJ') ? (content.match(/<[0-9a-f]+>/g) ?? []) : [];
    });
    expect(drawn.length).toBeGreaterThan(10);
    for (const glyphs of drawn) expect(glyphs.match(/[0-9a-f]{4}/g)).not.toContain('0000');
  });

  test('shows all that it was given, in Latin, Greek and Cyrillic, whatever stands in it', async () => {
    const letters = 'abcXYZ 0123456789()\\[]<>/%&"\'{}#äöüß€•×–éñłĘČőşΩλψЖщёЇ\u00a0\u202f';
    const texts = fc
      .string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 60 })
      .filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(texts, texts, texts, async (title, label, value) => {
        const bytes = await receiptPdf({ ...page, title, tables: [{ caption: null, rows: [{ label, value }] }] });
        expect(await squeezedPdf(bytes)).toContain(squeezed(title));
        expect(await squeezedPdf(bytes)).toContain(squeezed(label + value));
        // Its description is XML, and stays so.
        const { metadata } = await readPdf(bytes, (pdf) => pdf.getMetadata());
        expect(metadata?.get('pdfaid:part')).toBe('2');
        expect(squeezed(String(metadata?.get('dc:title')))).toBe(squeezed(title.replace(/[<>&]/g, ' ')));
      }),
      { numRuns: 60 },
    );
  });
});
