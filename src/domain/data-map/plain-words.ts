import type { Category, LawfulBasis, ProcessingPurpose, Retention, RetentionEvent } from './vocabulary.ts';

/**
 * The map in words that the person reads, in an export and in the privacy notice (POLICY.md C08; GDPR art. 12(1)).
 */

export const categoryNames: Readonly<Record<Category, string>> = {
  login: 'Ways to log in',
  contact: 'Contact details',
  profile: 'Profile',
  verification: 'One-time codes',
  session: 'Sessions',
  consent: 'Consents',
  card: 'Cards',
  rental: 'Rentals',
  payment: 'Payments',
  bookkeeping: 'Receipts',
  message: 'Messages',
  support: 'Support cases',
  'staff-access': 'Looks of our staff at your data',
  'privacy-request': 'Requests, holds and erasures',
  key: 'Encryption keys',
};

/** What we use data for, addressed to the person (GDPR art. 13(1)(c)). */
export const purposeNames: Readonly<Record<ProcessingPurpose, string>> = {
  'account-verification': 'To know that it is you who logs in',
  'account-security': 'To keep others out of your account',
  communication: 'To write to you',
  'platform-identity': 'To show a name that need not be your own',
  rental: 'To rent you a power bank',
  payment: 'To collect what a rental costs',
  receipts: 'To give you receipts',
  'customer-service': 'To help you when something goes wrong',
  news: 'To send you news, where you agreed to that',
  bookkeeping: 'To keep the books, as tax law demands',
  accountability: 'To be able to show that we keep our promises',
};

/** What allows us to use data, addressed to the person, with the point of GDPR art. 6(1) that it rests on. */
export const basisNames: Readonly<Record<LawfulBasis, string>> = {
  consent: 'You agreed to it (GDPR art. 6(1)(a))',
  contract: 'Our contract with you needs it (GDPR art. 6(1)(b))',
  'legal-obligation': 'The law makes us do it (GDPR art. 6(1)(c))',
  'legitimate-interest': 'We need it to protect you and us (GDPR art. 6(1)(f))',
};

const eventNames: Readonly<Record<RetentionEvent, string>> = {
  'account-cancelled': 'you cancel your account',
  'removed-by-person': 'you remove it or cancel your account',
  expired: 'it expires or you cancel your account',
  settled: 'it is settled',
  recorded: 'it was recorded',
  issued: 'it was issued',
  closed: 'it was closed',
};

/**
 * How long a field is kept, such as `until you cancel your account` or `3 years after you cancel your account`.
 */
export function describeRetention(retention: Retention): string {
  const event = eventNames[retention.from];
  const needed = retention.notBefore === undefined ? '' : ', or as long as an open rental or an unpaid amount needs it';
  if (retention.keepFor === 'P0D') return `until ${event}${needed}`;
  const start = retention.fromEndOfYear === true ? `the end of the year in which ${event}` : event;
  const ended = retention.notAfter === undefined ? '' : ', or until you cancel your account';
  return `${describePeriod(retention.keepFor)} after ${start}${needed}${ended}`;
}

const units: readonly (readonly [RegExp, string])[] = [
  [/(\d+)Y/, 'year'],
  [/(\d+)M/, 'month'],
  [/(\d+)W/, 'week'],
  [/(\d+)D/, 'day'],
];

/** An ISO 8601 duration of whole years, months, weeks and days in words, such as `1 year 6 months`. */
function describePeriod(period: string): string {
  const parts = units.flatMap(([shape, unit]) => {
    const count = shape.exec(period)?.[1];
    return count === undefined ? [] : [`${count} ${unit}${count === '1' ? '' : 's'}`];
  });
  return parts.join(' ');
}
