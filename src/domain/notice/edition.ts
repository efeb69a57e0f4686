import { holdsCardNumber } from '../card/card-number-guard.ts';
import type { ConsentPurpose } from '../consent/contact-purpose.ts';
import type { EditionId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import { type Language, languages } from '../user/language.ts';

/**
 * One issue of the news or of the newsletter: the same text for everybody who agreed to it, in each language (POLICY.md C04,
 * C08). Nothing in it is about a person.
 */
export interface Edition {
  readonly edition: EditionId;
  readonly purpose: ConsentPurpose;
  readonly texts: Readonly<Record<Language, EditionText>>;
  readonly publishedAt: Instant;
}

/** What an edition says in one language. */
export interface EditionText {
  /** One line; also the subject of the mail. */
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** What the reader can do, by an https address; null where there is nothing to do. */
  readonly action: { readonly label: string; readonly url: string } | null;
}

/** A language is missing, a text is empty, too long or more than a line, an address is not https or names an account, or a card number hides in it. */
export interface InvalidEdition {
  readonly kind: 'InvalidEdition';
  readonly reason: 'shape' | 'language' | 'text' | 'url' | 'card-number';
}

const longestTitle = 120;
const longestParagraph = 2_000;
const mostParagraphs = 20;

/** Smart constructor of the texts of an edition: from anything, such as parsed JSON with a text for each language. */
export const EditionTexts = {
  /** Every language that we write must have a title and a paragraph at least; fields that are none of a text's are dropped. */
  parse(input: unknown): Result<Edition['texts'], InvalidEdition> {
    const byLanguage = recordOf(input);
    if (byLanguage === null) return refuse('shape');
    const texts: Partial<Record<Language, EditionText>> = {};
    for (const language of languages) {
      if (byLanguage[language] === undefined) return refuse('language');
      const text = parseText(byLanguage[language]);
      if (text.isErr()) return err(text.error);
      texts[language] = text.value;
    }
    return ok(texts as Edition['texts']); // sound: every language was just put in
  },
};

function parseText(input: unknown): Result<EditionText, InvalidEdition> {
  const { title, paragraphs, action = null } = recordOf(input) ?? {};
  if (!isText(title, longestTitle) || /[\r\n]/.test(title)) return refuse('text');
  if (!Array.isArray(paragraphs) || paragraphs.length === 0 || paragraphs.length > mostParagraphs)
    return refuse('text');
  const lines: readonly unknown[] = paragraphs;
  const sound = lines.filter((paragraph): paragraph is string => isText(paragraph, longestParagraph));
  if (sound.length < lines.length) return refuse('text');
  const button = action === null ? null : recordOf(action);
  if (action !== null && (button === null || !isText(button.label, longestTitle))) return refuse('text');
  const url = button === null ? null : button.url;
  if (button !== null && !isHttpsUrl(url)) return refuse('url');
  const read: EditionText = {
    title,
    paragraphs: sound,
    action: button === null ? null : { label: button.label as string, url: url as string }, // sound: both were just checked
  };
  const all = [read.title, ...read.paragraphs, ...(read.action === null ? [] : [read.action.label, read.action.url])];
  return all.some(holdsCardNumber) ? refuse('card-number') : ok(read);
}

function recordOf(input: unknown): Readonly<Record<string, unknown>> | null {
  return typeof input === 'object' && input !== null ? (input as Readonly<Record<string, unknown>>) : null; // any key may be asked for
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= longest;
}

function isHttpsUrl(value: unknown): boolean {
  if (typeof value !== 'string' || /\s/.test(value) || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return protocol === 'https:' && username === '' && password === '';
}

function refuse(reason: InvalidEdition['reason']): Result<never, InvalidEdition> {
  return err({ kind: 'InvalidEdition', reason });
}
