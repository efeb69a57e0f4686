import PDFDocument from 'pdfkit';
import { type Faces, faces, register } from './fonts.ts';
import { type Page, page } from './page.ts';
import type { PageContent } from './page-content.ts';

export type { PageContent, PageRow, PageTable } from './page-content.ts';

/**
 * Sets a message as a PDF of A4 pages that can be kept and read out: tagged, with its fonts inside, described as PDF/A-2a
 * (ISO 19005-2). It is dated by the day of what it shows and by no hour, so the same message is the same file.
 */
export async function receiptPdf(content: PageContent): Promise<Uint8Array> {
  return set(content, await faces());
}

function set(content: PageContent, { regular, bold }: Faces): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pdf = new PDFDocument({
      size: 'A4',
      margin: 50,
      subset: 'PDF/A-2a',
      pdfVersion: '1.7',
      tagged: true,
      lang: content.language,
      displayTitle: true,
      // No standard font: it would stand in the file by its name alone.
      font: '',
      // The number of a page is known once all are there.
      bufferPages: true,
      info: {
        // It goes into XML as it is.
        Title: content.title.replace(/[<>&\p{Cc}]/gu, ' '),
        Producer: 'Joos',
        Creator: 'Joos',
        CreationDate: new Date(content.day === null ? 0 : `${content.day}T00:00:00Z`),
      },
    });
    const chunks: Uint8Array[] = [];
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('error', reject);
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    register(pdf, 'regular', regular);
    register(pdf, 'bold', bold);
    write(page(pdf, { regular, bold }), content);
    pdf.end();
  });
}

function write(on: Page, { title, paragraphs, tables, closing, footer }: PageContent): void {
  on.text('P', 'JOOS', 'brand');
  on.text('H1', title, 'title');
  for (const paragraph of paragraphs) on.text('P', paragraph, 'body');
  for (const { caption, rows } of tables) on.table(caption, rows);
  for (const paragraph of closing) on.text('P', paragraph, 'body');
  on.gap();
  for (const line of footer) on.text('P', line, 'small');
  on.end();
}
