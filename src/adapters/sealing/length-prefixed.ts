/**
 * Joins texts so that no two lists of texts give the same text: each comes with its length before it. With a separator,
 * `a/b` + `c` and `a` + `b/c` would be the same place, and a value could be moved from one to the other.
 */
export function lengthPrefixed(...parts: readonly string[]): string {
  let joined = '';
  for (const part of parts) joined += `${part.length}:${part}`;
  return joined;
}

/** {@link lengthPrefixed} as bytes: what a seal is bound to. */
export function associatedData(...parts: readonly string[]): Uint8Array {
  return Buffer.from(lengthPrefixed(...parts), 'utf8');
}
