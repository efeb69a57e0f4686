const masked = '<redacted>';

/**
 * A secret on its way through the core: it shows `<redacted>` as a string, as JSON and in `console.log`, and gives its
 * value only to who calls {@link Redacted.reveal} by name. A secret is never stored as one of these.
 */
export abstract class Redacted<Value> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  /** The value itself. Every call of this is a place for a reviewer to look at. */
  reveal(): Value {
    return this.#value;
  }

  toString(): string {
    return masked;
  }

  toJSON(): string {
    return masked;
  }

  [Symbol.toPrimitive](): string {
    return masked;
  }

  static {
    // What `console.log` asks for. Its symbol is no constant of the language, so it cannot name a method in the class.
    Object.defineProperty(Redacted.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: () => masked });
  }
}
