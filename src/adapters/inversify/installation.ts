import type { Business } from '../../application/ports/business.ts';
import { ReceiptSeries } from '../../domain/order/receipt-number.ts';
import { isRetrySchedule, noRetries } from '../../domain/payment/retry-schedule.ts';
import { InactivityPolicy } from '../../domain/retention/inactivity.ts';
import { EmailAddress } from '../../domain/user/email-address.ts';
import { isSignInPolicy } from '../../domain/verification/sign-in-policy.ts';

/** Whether this may name an installation: 1 to 32 letters, digits and hyphens. */
export function isEnvironmentName(text: string): boolean {
  return /^[A-Za-z0-9-]{1,32}$/.test(text);
}

/**
 * What is wrong with the business: a time zone that is none, an issuer that cannot begin a receipt number, times of no use
 * that leave nobody the time to answer a warning, retries that are not bounded, addresses that are none, limits that are not
 * above 0.
 */
export function wrongIn(business: Business): readonly (keyof Business)[] {
  const { timeZone, receiptIssuer, inactivity = null, paymentRetries = noRetries } = business;
  const { supportInbox = null, unsubscribeUrl = null, confirmEmailUrl = null, undoChangeUrl = null, signIn } = business;
  const wrong: (keyof Business)[] = [];
  if (!isTimeZone(timeZone)) wrong.push('timeZone');
  if (ReceiptSeries.parse(`${receiptIssuer}-2026`).isErr()) wrong.push('receiptIssuer');
  if (inactivity !== null && InactivityPolicy.parse(inactivity).isErr()) wrong.push('inactivity');
  if (!isRetrySchedule(paymentRetries)) wrong.push('paymentRetries');
  if (supportInbox !== null && EmailAddress.parse(supportInbox).isErr()) wrong.push('supportInbox');
  if (unsubscribeUrl !== null && !isLinkBase(unsubscribeUrl)) wrong.push('unsubscribeUrl');
  if (confirmEmailUrl !== null && !isLinkBase(confirmEmailUrl)) wrong.push('confirmEmailUrl');
  if (undoChangeUrl !== null && !isLinkBase(undoChangeUrl)) wrong.push('undoChangeUrl');
  if (signIn !== undefined && !isSignInPolicy(signIn)) wrong.push('signIn');
  return wrong;
}

/** An https address to which `/TOKEN` can be added. */
function isLinkBase(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash } = new URL(text);
  return protocol === 'https:' && search === '' && hash === '' && !/[?#@]|\/$/.test(text);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
