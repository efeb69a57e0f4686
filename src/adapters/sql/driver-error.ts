/** What a driver's error says of itself. Its message may quote values: only a pattern that leaves them out may read it. */

/** A whole number that the error carries under this name. */
export function numberOf(error: unknown, name: 'errno' | 'errcode'): number | null {
  const value = propertyOf(error, name);
  return typeof value === 'number' ? value : null;
}

/** The name of the error's kind; empty where it has none. */
export function codeOf(error: unknown): string {
  const value = propertyOf(error, 'code');
  return typeof value === 'string' ? value : '';
}

/** Whether the driver gave up the connection. */
export function isFatal(error: unknown): boolean {
  return propertyOf(error, 'fatal') === true;
}

/** The error's own words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

function propertyOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
