/**
 * Ends an exhaustive match. The message names the tag alone: the default error of ts-pattern prints the whole value,
 * and the value may be a person's data.
 *
 * @throws Always. To arrive here is a bug: the compiler holds that no such value exists.
 */
export function unreachable(value: unknown): never {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? String(value.kind) : typeof value;
  throw new Error(`No branch for ${/^[A-Za-z-]{1,64}\d?$/.test(kind) ? kind : 'a value without a known kind'}`);
}
