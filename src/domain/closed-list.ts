import { err, ok, type Result } from './result.ts';

/** The parser of a type whose values are all known by name. */
export interface ClosedList<Value extends string, Kind extends string> {
  /** Accepts exactly one of the names, and answers the kind alone otherwise. */
  parse(text: string): Result<Value, { readonly kind: Kind }>;
}

/** Makes the parser of a closed list of words; what it refuses never gets into the error. */
export function closedList<Value extends string, Kind extends string>(
  values: readonly Value[],
  kind: Kind,
): ClosedList<Value, Kind> {
  return {
    parse(text) {
      const found = values.find((value) => value === text);
      return found === undefined ? err({ kind }) : ok(found);
    },
  };
}
