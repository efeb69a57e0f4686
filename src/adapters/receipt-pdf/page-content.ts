/** The parts of a message that a page shows; the shape of the templates' own document. */
export interface PageContent {
  readonly title: string;
  readonly language: string;
  /** `YYYY-MM-DD`: the date of the file. Null where it stands for no day. */
  readonly day: string | null;
  readonly paragraphs: readonly string[];
  readonly tables: readonly PageTable[];
  readonly closing: readonly string[];
  readonly footer: readonly string[];
}

/** Rows of label and value. */
export interface PageTable {
  readonly caption: string | null;
  readonly rows: readonly PageRow[];
}

/** One line of a table. */
export interface PageRow {
  readonly label: string;
  readonly value: string;
  readonly sum?: true;
}
