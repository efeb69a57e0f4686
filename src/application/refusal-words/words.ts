import type { Language } from '../../domain/user/language.ts';

/** What a refusal says to a person: what happened, why, and what to do now. It never repeats what the person typed. */
export interface RefusalText {
  readonly title: string;
  readonly detail: string;
  readonly advice: string;
}

/** The same text in every language that we write. */
export type RefusalWords = Readonly<Record<Language, RefusalText>>;

/**
 * The words for every kind of a union of refusals, as they are or as a function of the refusal. A union gets longer, and
 * the compiler asks for the words.
 */
export type WordsOf<Refusal extends { readonly kind: string }> = {
  readonly [Kind in Refusal['kind']]:
    | RefusalWords
    | ((refusal: Extract<Refusal, { readonly kind: Kind }>) => RefusalWords);
};

/** Title, detail, advice. */
export type Lines = readonly [title: string, detail: string, advice: string];

/** The same in English and German. */
export type Both = readonly [en: string, de: string];

/** Puts words down in two languages. */
export function say(en: Lines, de: Lines): RefusalWords {
  return { en: text(en), de: text(de) };
}

function text([title, detail, advice]: Lines): RefusalText {
  return { title, detail, advice };
}
