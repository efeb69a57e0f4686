import { plusPeriod } from '../calendar.ts';
import type { Day } from '../instant.ts';

/**
 * Whether a phone number may have been given to somebody else since it was last proved: operators give out a number again
 * some months after it was given back. Such a phone alone does not open its account.
 */
export function isDormant(phoneDormancy: `P${string}`, provedOn: Day, today: Day): boolean {
  return today > plusPeriod(provedOn, phoneDormancy);
}
