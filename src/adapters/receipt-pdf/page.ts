import type { Faces } from './fonts.ts';
import type { PageRow } from './page-content.ts';
import { printable } from './printable.ts';

type Pdf = PDFKit.PDFDocument;

/** How a text looks: font, size, colour, and the space below it. */
interface Look {
  readonly face: keyof Faces;
  readonly size: number;
  readonly colour: string;
  readonly after: number;
}

type LookName = 'brand' | 'title' | 'body' | 'caption' | 'cell' | 'sum' | 'small';

const looks: Readonly<Record<LookName, Look>> = {
  brand: { face: 'bold', size: 12, colour: '#0a6b4b', after: 14 },
  title: { face: 'bold', size: 17, colour: '#17211d', after: 12 },
  body: { face: 'regular', size: 10, colour: '#17211d', after: 7 },
  caption: { face: 'bold', size: 10, colour: '#17211d', after: 5 },
  cell: { face: 'regular', size: 10, colour: '#17211d', after: 0 },
  sum: { face: 'bold', size: 10, colour: '#17211d', after: 0 },
  small: { face: 'regular', size: 8.5, colour: '#54605b', after: 2 },
};

const gutter = 24;
const padding = 3.5;

/** Writes from top to bottom, and tags what it writes, so that a reader can be read to. */
export interface Page {
  text(tag: 'H1' | 'P', text: string, look: LookName): void;
  /** Label left, value right, each wrapped in what the other leaves; a page break comes before a row and never inside. */
  table(caption: string | null, rows: readonly PageRow[]): void;
  gap(): void;
  end(): void;
}

/** The scope of a heading, which the types do not know either. */
type Structure = PDFKit.Mixins.StructureElementOptions & { readonly scope?: 'Row' };
const rowHeading: Structure = { scope: 'Row' };

/** Begins to write on the first page of a tagged document. */
export function page(pdf: Pdf, fonts: Faces): Page {
  const { left: margin, bottom } = pdf.page.margins;
  const width = pdf.page.width - 2 * margin;
  const root = pdf.struct('Document');
  pdf.addStructure(root);

  const use = ({ face, size, colour }: Look): void => {
    pdf.font(face).fontSize(size).fillColor(colour);
  };
  const inFace = (text: string, { face }: Look): string =>
    printable(text, (codePoint) => fonts[face].hasGlyphForCodePoint(codePoint));
  /** In the font at hand, with a hair more than it takes, or rounding would break the line. */
  const natural = (text: string): number => pdf.widthOfString(text) + 0.5;
  const makeRoom = (height: number): void => {
    if (pdf.y + height > pdf.page.height - bottom) pdf.addPage();
  };
  const rule = (y: number, weight: number): void => {
    pdf.markContent('Artifact', { type: 'Layout' });
    pdf
      .moveTo(margin, y)
      .lineTo(margin + width, y)
      .lineWidth(weight)
      .strokeColor('#c9d2ce')
      .stroke();
    pdf.endMarkedContent();
  };
  const put = (parent: PDFKit.PDFStructureElement, tag: string, text: string, look: Look): void => {
    use(look);
    parent.add(pdf.struct(tag, {}, () => pdf.text(inFace(text, look), margin, pdf.y, { width })));
    pdf.y += look.after;
  };
  const putRow = (table: PDFKit.PDFStructureElement, { label, value, sum }: PageRow): void => {
    const look = sum ? looks.sum : looks.cell;
    use(look);
    const [name, content] = [inFace(label, look), inFace(value, look)];
    const right = Math.min(natural(content), width - gutter - Math.min(natural(name), 0.6 * width));
    const left = width - gutter - right;
    const height = Math.max(
      pdf.heightOfString(name, { width: left }),
      pdf.heightOfString(content, { width: right, align: 'right' }),
    );
    makeRoom(height + 2 * padding);
    rule(pdf.y, sum ? 1 : 0.5);
    const top = pdf.y + padding;
    const row = pdf.struct('TR');
    table.add(row);
    row.add(pdf.struct('TH', rowHeading, () => pdf.text(name, margin, top, { width: left })));
    row.add(
      pdf.struct('TD', {}, () => pdf.text(content, margin + left + gutter, top, { width: right, align: 'right' })),
    );
    row.end();
    pdf.x = margin;
    pdf.y = top + height + padding;
  };

  return {
    text: (tag, text, look) => put(root, tag, text, looks[look]),
    table: (caption, rows) => {
      pdf.y += 8;
      makeRoom(60);
      const table = pdf.struct('Table');
      root.add(table);
      if (caption !== null) put(table, 'Caption', caption, looks.caption);
      for (const row of rows) putRow(table, row);
      table.end();
      pdf.y += 8;
    },
    gap: () => {
      pdf.y += 14;
    },
    end: () => {
      root.end();
      numberPages(pdf, use);
    },
  };
}

/** `2 / 3` at the foot of each page, where there are several. */
function numberPages(pdf: Pdf, use: (look: Look) => void): void {
  const { count } = pdf.bufferedPageRange();
  for (let index = 0; count > 1 && index < count; index += 1) {
    pdf.switchToPage(index);
    const { left, right, bottom } = pdf.page.margins;
    use(looks.small);
    // Below the margin a text would begin a page of its own.
    pdf.page.margins.bottom = 0;
    pdf.markContent('Artifact', { type: 'Pagination' });
    pdf.text(`${index + 1} / ${count}`, left, pdf.page.height - bottom + 16, {
      width: pdf.page.width - left - right,
      align: 'right',
      lineBreak: false,
    });
    pdf.endMarkedContent();
    pdf.page.margins.bottom = bottom;
  }
}
