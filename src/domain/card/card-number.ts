import { Redacted } from '../redacted.ts';

/**
 * A payment card number as somebody typed it, good or bad, on its way to `maskCard` and nowhere else (POLICY.md C13, C14).
 * It shows `<redacted>` wherever it is printed; `maskCard` alone may call `reveal()` of it.
 */
export class CardNumber extends Redacted<string> {
  /** For the compiler alone: no other secret passes for a card number. */
  declare protected readonly cardNumber: true;

  /** Never fails: whether it is the number of a card is for `maskCard` to say, which is the first to look. */
  static from(text: string): CardNumber {
    return new CardNumber(text);
  }
}
