import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

/** A font that was read and understood, as pdfkit takes it in place of a file; its types know files alone. */
export interface Face {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/** The two faces that a page is set in. */
export interface Faces {
  readonly regular: Face;
  readonly bold: Face;
}

const { resolve } = createRequire(import.meta.url);
/** Found when this module is loaded: who lacks the fonts is told then, and not by the first receipt. */
const files = {
  regular: resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
};

let loaded: Promise<Faces> | undefined;

/**
 * DejaVu Sans, which has the letters of Latin, Greek and Cyrillic: what a file is to show in years must be in the file. Read
 * once, since that takes ten times as long as a page; a page takes with it the letters that stand on it and no more.
 */
export function faces(): Promise<Faces> {
  loaded ??= readFaces().catch((cause: unknown) => {
    loaded = undefined;
    throw cause;
  });
  return loaded;
}

/** Makes a face known to a document by a name. */
export function register(pdf: PDFKit.PDFDocument, name: keyof Faces, face: Face): void {
  pdf.registerFont(name, face as unknown as Buffer); // sound: pdfkit takes an open font as it does a file
}

async function readFaces(): Promise<Faces> {
  const [regular, bold] = await Promise.all([readFile(files.regular), readFile(files.bold)]);
  return { regular: opened(regular), bold: opened(bold) };
}

/** pdfkit opens fonts and offers no other door to it than a document. */
function opened(file: Buffer): Face {
  const pdf = new PDFDocument({ font: '', autoFirstPage: false }).registerFont('face', file).font('face');
  return (pdf as unknown as { readonly _font: { readonly font: Face } })._font.font; // sound: the font was just set
}
