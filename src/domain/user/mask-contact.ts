import type { EmailAddress } from './email-address.ts';
import { lookUpNumber } from './numbering-plan.ts';
import type { PhoneNumber } from './phone-number.ts';
import type { Username } from './username.ts';

/**
 * What support sees of a contact until it asks for the whole with a purpose (POLICY.md C09, C21): enough to tell a person on
 * the phone which one is meant, not enough to reach anybody. How much is hidden does not show in the length.
 */

const hidden = '•••';

/** `+49 ••• ••67`: the country and the last 2 digits. */
export function maskPhone(phone: PhoneNumber): string {
  const country = lookUpNumber(phone)?.countryCallingCode ?? hidden;
  return `+${country} ••• ••${phone.slice(-2)}`;
}

/** `a•••@e•••.com`: the first characters and the top-level domain. */
export function maskEmail(email: EmailAddress): string {
  const at = email.indexOf('@');
  const label = email.slice(at + 1, email.indexOf('.', at));
  const topLevel = email.slice(email.lastIndexOf('.'));
  return `${firstOf(email.slice(0, at))}@${firstOf(label)}${topLevel}`;
}

/** `p•••`: the first character. */
export function maskUsername(username: Username): string {
  return firstOf(username);
}

/** The first character and no more; not even that where it is all there is. */
function firstOf(text: string): string {
  const [, first = ''] = /^(.)./su.exec(text) ?? [];
  return `${first}${hidden}`;
}
