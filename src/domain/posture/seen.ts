/** Something that was looked at, or the reason why it was not, in words that quote no value. */
export type Seen<Value> = { readonly kind: 'seen'; readonly value: Value } | Unseen;

/** What could not be looked at, and why. No check takes it for fine. */
export interface Unseen {
  readonly kind: 'unseen';
  readonly why: string;
}

/** It was looked at. */
export function seen<Value>(value: Value): Seen<Value> {
  return { kind: 'seen', value };
}

/** It was not looked at, and why. */
export function unseen(why: string): Unseen {
  return { kind: 'unseen', why };
}
