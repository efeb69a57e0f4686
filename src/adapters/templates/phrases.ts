import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../../domain/user/language.ts';
import { german } from './catalog-de.ts';
import { type Catalog, english, type PhraseKey } from './catalog-en.ts';

/** Says a phrase with its values; which values a phrase takes, the compiler reads in its English form. */
export type Say = <Key extends PhraseKey>(key: Key, ...values: ValuesOf<(typeof english)[Key]>) => string;

type ValuesOf<Message extends string> = [NameIn<Message>] extends [never] ? [] : [values: Values<Message>];
type Values<Message extends string> = {
  readonly [Name in NameIn<Message>]: Name extends CountIn<Message> ? number : string;
};
/** What stands in braces and is one word: the names of the values. */
type NameIn<Message> = Message extends `${string}{${infer Rest}` ? NameAt<Rest> | NameIn<Rest> : never;
type NameAt<Rest> = Rest extends `${infer Head}}${string}`
  ? Head extends `${infer Name}, ${'plural' | 'select'},${string}`
    ? Name
    : Head extends `${string}${' ' | '#' | '{'}${string}`
      ? never
      : Head
  : never;
type CountIn<Message> = Message extends `${string}{${infer Rest}`
  ?
      | (Rest extends `${infer Name}, plural,${string}` ? (Name extends `${string}}${string}` ? never : Name) : never)
      | CountIn<Rest>
  : never;

/** The catalog of each language. */
export const catalogs: Readonly<Record<Language, Catalog>> = { en: english, de: german };

const parsed: Readonly<Record<Language, Map<PhraseKey, IntlMessageFormat>>> = { en: new Map(), de: new Map() };

/** The phrases of a language. Each is parsed when it is first said, since most processes say few of them. */
export function phrasesIn(language: Language): Say {
  return (key, ...[values]) => {
    let message = parsed[language].get(key);
    if (message === undefined) {
      // A `<` in a phrase is a character like any other: tags come in with the form that a message takes.
      message = new IntlMessageFormat(catalogs[language][key], language, undefined, { ignoreTag: true });
      parsed[language].set(key, message);
    }
    return String(message.format(values));
  };
}
