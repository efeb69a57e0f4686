import type { Business } from '../../application/ports/business.ts';
import { ReceiptSeries } from '../../domain/order/receipt-number.ts';
import { InactivityPolicy } from '../../domain/retention/inactivity.ts';

/** Whether this may name an installation: 1 to 32 letters, digits and hyphens. */
export function isEnvironmentName(text: string): boolean {
  return /^[A-Za-z0-9-]{1,32}$/.test(text);
}

/**
 * What is wrong with the business: a time zone that is none, an issuer that cannot begin a receipt number, or times of no
 * use that leave nobody the time to answer a warning.
 */
export function wrongIn({ timeZone, receiptIssuer, inactivity = null }: Business): readonly (keyof Business)[] {
  const wrong: (keyof Business)[] = [];
  if (!isTimeZone(timeZone)) wrong.push('timeZone');
  if (ReceiptSeries.parse(`${receiptIssuer}-2026`).isErr()) wrong.push('receiptIssuer');
  if (inactivity !== null && InactivityPolicy.parse(inactivity).isErr()) wrong.push('inactivity');
  return wrong;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
