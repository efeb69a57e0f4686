/**
 * A message before it takes a form: the HTML, the text and the PDF are made of the same document, so that they cannot say
 * different things.
 */
export interface MessageDocument {
  /** One line; also the subject of the mail. */
  readonly title: string;
  readonly language: 'en' | 'de';
  readonly paragraphs: readonly string[];
  readonly tables: readonly DocumentTable[];
  /** What the person can do now. */
  readonly action: { readonly label: string; readonly url: string } | null;
  /** Who writes, and how to reach us. */
  readonly footer: readonly string[];
}

/** Rows of label and value; amounts stand right-aligned. */
export interface DocumentTable {
  readonly caption: string | null;
  readonly rows: readonly DocumentRow[];
}

/** One line of a table, formatted already in the language of the message. */
export interface DocumentRow {
  readonly label: string;
  readonly value: string;
  /** A sum: set apart and bold. */
  readonly sum?: true;
}
