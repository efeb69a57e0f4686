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

  /** Always `<redacted>`, so that a secret joined into a text does not show. */
  toString(): string {
    return masked;
  }

  /** Always `<redacted>`, so that a secret inside an object that is written as JSON does not show. */
  toJSON(): string {
    return masked;
  }

  /** Always `<redacted>`, in a template literal, a sum or a comparison too. */
  [Symbol.toPrimitive](): string {
    return masked;
  }

  static {
    // What `console.log` asks for. Its symbol is no constant of the language, so it cannot name a method in the class.
    Object.defineProperty(Redacted.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: () => masked });
  }
}
