import type { PDFDocumentProxy } from 'pdfjs-dist';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Opens the bytes of a PDF as a reader does, and closes it again. */
export async function readPdf<Read>(bytes: Uint8Array, read: (pdf: PDFDocumentProxy) => Promise<Read>): Promise<Read> {
  // A copy, since the reader takes what it is given away from its owner; and without the noise of what it lacks here.
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: 0, useSystemFonts: false });
  try {
    return await read(await task.promise);
  } finally {
    await task.destroy();
  }
}

/** What a PDF says, run by run in the order in which it is drawn, without what only decorates it, such as page numbers. */
export function runsOfPdf(bytes: Uint8Array): Promise<readonly string[]> {
  return readPdf(bytes, async (pdf) => {
    const runs: string[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent({ includeMarkedContent: true });
      const open: string[] = [];
      for (const item of items) {
        if ('str' in item) {
          if (!open.includes('Artifact')) runs.push(item.str);
        } else if (item.type === 'endMarkedContent') {
          open.pop();
        } else {
          // The types leave the tag out.
          open.push('tag' in item ? String(item.tag) : '');
        }
      }
    }
    return runs.filter((run) => run.trim() !== '');
  });
}

/** All that a PDF says, without spaces, since a line may break at any of them. */
export async function squeezedPdf(bytes: Uint8Array): Promise<string> {
  return squeezed((await runsOfPdf(bytes)).join(''));
}

/** A text without its spaces of every kind. */
export function squeezed(text: string): string {
  return text.replace(/\s+/gu, '');
}
