import { err, ok, type Result } from '../result.ts';

/** A language that we write to people in. */
export type Language = 'en' | 'de';
/** English and German: every message and every refusal is written in each of them. */
export const languages: readonly Language[] = ['en', 'de'];

/** The text names no language that we write. */
export interface InvalidLanguage {
  readonly kind: 'InvalidLanguage';
}

/** Smart constructor: accepts `en` or `de`, without a region such as in `de-AT`. */
export const Language = {
  /** Accepts the lower-case code alone (BCP 47, primary subtag): which of several a person prefers is for the edge to settle. */
  parse(text: string): Result<Language, InvalidLanguage> {
    const language = languages.find((known) => known === text);
    return language === undefined ? err({ kind: 'InvalidLanguage' }) : ok(language);
  },
};
