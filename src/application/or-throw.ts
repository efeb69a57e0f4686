import type { Result, ResultAsync } from '../domain/result.ts';

/** An answer that somebody counted on was a refusal. The message names its kind and nothing else. */
export class Refused extends Error {
  /** The `kind` of the refusal, such as `NotLoggedIn`. */
  readonly kind: string;

  constructor(kind: string) {
    super(`Refused: ${kind}`);
    this.name = 'Refused';
    this.kind = kind;
  }
}

/**
 * The value of an answer, for scripts and tests that have nothing to say to a refusal. Everywhere else match on its `kind`.
 *
 * @throws {@link Refused}
 */
export async function orThrow<Value, Refusal extends { readonly kind: string }>(
  answer: Result<Value, Refusal> | ResultAsync<Value, Refusal>,
): Promise<Value> {
  const result = await answer;
  if (result.isErr()) {
    throw new Refused(result.error.kind);
  }
  return result.value;
}
