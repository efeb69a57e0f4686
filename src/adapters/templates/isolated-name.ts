/**
 * Names may run from right to left, and a text may hold marks that turn the direction of all that follows. A name stands
 * between U+2068 and U+2069 (Unicode Standard Annex 9, section 2.5), which keeps what is around it as it was; the HTML turns
 * the pair into `<bdi>`.
 */

const isolate = '\u2068';
const endOfIsolate = '\u2069';
/** Marks, embeddings, overrides and isolates; and what would break the line. */
const directionsAndBreaks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cc}|[\u2028\u2029]/gu;

/** A name that cannot turn what is around it. */
export function isolatedName(name: string): string {
  return `${isolate}${name.replace(directionsAndBreaks, '')}${endOfIsolate}`;
}

/** A text taken apart around its isolated name; `name` is null where there is none. */
export function aroundName(text: string): {
  readonly before: string;
  readonly name: string | null;
  readonly after: string;
} {
  const [before = '', name, after] = text.split(/[\u2068\u2069]/);
  return name === undefined || after === undefined ? { before: text, name: null, after: '' } : { before, name, after };
}

/** One line without anything that breaks it or turns its direction for more than itself: fit for a subject. */
export function oneLine(text: string): string {
  return text.replace(directionsAndBreaks, ' ').replace(/ {2,}/g, ' ').trim();
}
