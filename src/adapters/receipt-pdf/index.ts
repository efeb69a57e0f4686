import PDFDocument from 'pdfkit';
import { inWinAnsi } from './win-ansi.ts';

/** The parts of a message that a page shows; the shape of the templates' own document. */
export interface PageContent {
  readonly title: string;
  readonly language: string;
  readonly paragraphs: readonly string[];
  readonly tables: readonly {
    readonly caption: string | null;
    readonly rows: readonly { readonly label: string; readonly value: string; readonly sum?: true }[];
  }[];
  readonly footer: readonly string[];
}

const margin = 56;
const gap = 24;

/** Sets a message as a PDF of A4 pages, in the fonts that every reader has, with no date or producer that tells of the hour. */
export function receiptPdf(page: PageContent): Promise<Uint8Array> {
  const content = printable(page);
  return new Promise((resolve, reject) => {
    const pdf = new PDFDocument({
      size: 'A4',
      margin,
      lang: content.language,
      displayTitle: true,
      info: { Title: page.title, Producer: 'Joos', Creator: 'Joos', CreationDate: new Date(0) },
    });
    const chunks: Uint8Array[] = [];
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('error', reject);
    pdf.on('end', () => resolve(Buffer.concat(chunks)));

    const width = pdf.page.width - 2 * margin;
    pdf.font('Helvetica-Bold').fontSize(12).fillColor('#0a6b4b').text('JOOS').moveDown(1);
    pdf.fontSize(18).fillColor('#17211d').text(content.title).moveDown(0.6);
    pdf.font('Helvetica').fontSize(10.5);
    for (const paragraph of content.paragraphs) {
      pdf.text(paragraph, { width }).moveDown(0.5);
    }
    for (const table of content.tables) {
      pdf.moveDown(0.6);
      if (table.caption !== null) {
        pdf.font('Helvetica-Bold').text(table.caption).moveDown(0.2);
      }
      for (const row of table.rows) {
        setRow(pdf, row, width);
      }
    }
    pdf.font('Helvetica').fontSize(9).fillColor('#54605b').moveDown(2);
    for (const line of content.footer) {
      pdf.text(line, margin, pdf.y, { width });
    }
    pdf.end();
  });
}

/** The same content in the characters of the standard fonts. */
function printable({ title, language, paragraphs, tables, footer }: PageContent): PageContent {
  return {
    title: inWinAnsi(title),
    language,
    paragraphs: paragraphs.map(inWinAnsi),
    tables: tables.map(({ caption, rows }) => ({
      caption: caption === null ? null : inWinAnsi(caption),
      rows: rows.map((row) => ({ ...row, label: inWinAnsi(row.label), value: inWinAnsi(row.value) })),
    })),
    footer: footer.map(inWinAnsi),
  };
}

/** Label left, value right, each wrapped in its half; a page break comes before a row and never inside. */
function setRow(
  pdf: PDFKit.PDFDocument,
  row: { readonly label: string; readonly value: string; readonly sum?: true },
  width: number,
): void {
  const half = (width - gap) / 2;
  pdf.font(row.sum ? 'Helvetica-Bold' : 'Helvetica');
  const height = Math.max(
    pdf.heightOfString(row.label, { width: half }),
    pdf.heightOfString(row.value, { width: half, align: 'right' }),
  );
  if (pdf.y + height > pdf.page.height - margin) {
    pdf.addPage();
  }
  const top = pdf.y;
  pdf.text(row.label, margin, top, { width: half });
  pdf.text(row.value, margin + half + gap, top, { width: half, align: 'right' });
  pdf.x = margin;
  pdf.y = top + height + 4;
}
