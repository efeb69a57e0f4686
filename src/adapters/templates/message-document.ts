import type { Day } from '../../domain/instant.ts';
import type { Language } from '../../domain/user/language.ts';

/**
 * A message before it takes a form: the HTML, the text and the PDF are made of the same document, so that they cannot say
 * different things.
 */
export interface MessageDocument {
  /** One line; also the subject of the mail, so never with a name in it. */
  readonly title: string;
  readonly language: Language;
  /** The day that the document is of; null where it stands for no day. */
  readonly day: Day | null;
  /** The person, by the name that they chose, isolated as `isolated-name.ts` says; null in what is not to a person. */
  readonly greeting: string | null;
  readonly paragraphs: readonly string[];
  /** What the person came for, large and easy to copy: a code. */
  readonly highlight: string | null;
  readonly tables: readonly DocumentTable[];
  /** What the person can do now. */
  readonly action: DocumentLink | null;
  /** What is said after tables and button. */
  readonly closing: readonly string[];
  /** How to reach us; null in what goes to ourselves. */
  readonly help: DocumentHelp | null;
  /** Who writes, one part a line. */
  readonly footer: readonly string[];
  /** Why the person gets this and how it stops: of news and newsletters alone. */
  readonly unsubscribe: { readonly reason: string; readonly link: DocumentLink | null } | null;
}

/** Words to follow, and where they lead. */
export interface DocumentLink {
  readonly label: string;
  readonly url: string;
}

/** A sentence that ends with how to reach us; `url` is null where that is neither an address nor a page. */
export interface DocumentHelp {
  readonly sentence: string;
  readonly contact: string;
  readonly url: string | null;
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
  /** The value is an amount, a number or a day, which no line breaks apart. */
  readonly whole?: true;
  /** A sum: set apart and bold; an amount too. */
  readonly sum?: true;
}
