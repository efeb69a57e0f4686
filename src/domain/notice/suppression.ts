import { type ContactPurpose, consentPurposes, contactPurposes } from '../consent/contact-purpose.ts';

/**
 * Mails that are not sent to an email address any more, since they bounce or the person called one of them spam (POLICY.md
 * C09 to C12). It is part of the address: one that is confirmed anew is free again.
 */

/** `bounced`: the address takes no mail for good. `complained`: the person called a mail spam. */
export type SuppressionReason = 'bounced' | 'complained';

/** The purposes for which no mail is sent to the person's address, each with the reason; empty for most people. */
export type SuppressedMail = Readonly<Partial<Record<ContactPurpose, SuppressionReason>>>;

/** Nothing is suppressed. */
export const nothingSuppressed: SuppressedMail = {};

/**
 * Which purposes an event concerns. An address that bounces takes no mail of any kind. A complaint concerns what was
 * complained of, and all that nobody needs: who calls a receipt spam does not want a newsletter either.
 */
export function purposesConcerned(reason: SuppressionReason, about: ContactPurpose): readonly ContactPurpose[] {
  return contactPurposes
    .map(({ purpose }) => purpose)
    .filter((purpose) => reason === 'bounced' || purpose === about || consentPurposes.some((one) => one === purpose));
}

/** Whether a reason adds to what was before. A bounce outweighs a complaint, which a person may take back: the address is dead. */
export function isFurther(before: SuppressionReason | undefined, reason: SuppressionReason): boolean {
  return before === undefined || (before === 'complained' && reason === 'bounced');
}

/** What is suppressed after an event; where it says nothing further, the reason stays. */
export function withSuppressed(
  before: SuppressedMail,
  purposes: readonly ContactPurpose[],
  reason: SuppressionReason,
): SuppressedMail {
  const further = purposes.filter((purpose) => isFurther(before[purpose], reason));
  return { ...before, ...Object.fromEntries(further.map((purpose) => [purpose, reason])) };
}

/** What is left suppressed once the person wants mails of the purpose again. */
export function withoutSuppressed(before: SuppressedMail, wanted: ContactPurpose): SuppressedMail {
  return Object.fromEntries(Object.entries(before).filter(([purpose]) => purpose !== wanted));
}
