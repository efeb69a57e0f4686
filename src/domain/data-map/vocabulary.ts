/**
 * The words of the data map. Each is a closed list, so that a document, a screen and a test can go through them.
 */

/** The two databases: rows stand in the data store, keys and the erasure ledger in the vault. */
export type StoreName = 'data' | 'vault';

/**
 * The retention class of a data key: every subject has one key a class, and destroying the key makes everything sealed
 * under it unreadable, backups included. `account` goes with the account; `contract` outlives it only while a rental of
 * the person is open or unpaid. `farewell` is made by the fence and lives for days at most: it holds the way to say goodbye
 * and to tell processors, so that the other two need not wait for either.
 */
export type KeyClass = 'account' | 'contract' | 'farewell';
/** The classes that every subject has a data key of, from sign-up on. */
export const keyClasses: readonly KeyClass[] = ['account', 'contract'];

/** Kinds of personal data, as the privacy notice and an erasure speak of them. */
export type Category =
  | 'login'
  | 'contact'
  | 'profile'
  | 'verification'
  | 'session'
  | 'consent'
  | 'card'
  | 'rental'
  | 'payment'
  | 'bookkeeping'
  | 'message'
  | 'support'
  | 'staff-access'
  | 'privacy-request'
  | 'key';
/** The categories in the order in which a person meets them; an erasure plan keeps to it. */
export const categories: readonly Category[] = [
  'login',
  'contact',
  'profile',
  'verification',
  'session',
  'consent',
  'card',
  'rental',
  'payment',
  'bookkeeping',
  'message',
  'support',
  'staff-access',
  'privacy-request',
  'key',
];

/** What a field serves (POLICY.md C02 to C12, C22 to C26). */
export type ProcessingPurpose =
  | 'account-verification'
  | 'account-security'
  | 'communication'
  | 'platform-identity'
  | 'rental'
  | 'payment'
  | 'receipts'
  | 'customer-service'
  | 'news'
  | 'bookkeeping'
  | 'accountability';

/** GDPR art. 6(1): consent (a), contract (b), legal obligation (c), legitimate interest (f). */
export type LawfulBasis = 'consent' | 'contract' | 'legal-obligation' | 'legitimate-interest';

/** What becomes of a field when its time is over. */
export type Disposal = 'erased' | 'pseudonymised' | 'coarsened';

/** From what event on a field's time is counted. */
export type RetentionEvent =
  | 'account-cancelled'
  | 'removed-by-person'
  | 'expired'
  | 'settled'
  | 'recorded'
  | 'issued'
  | 'closed';

/** How long after the event a field is kept: an ISO 8601 duration, calendar-true, in UTC; `P0D` is at once. */
export interface Retention {
  readonly from: RetentionEvent;
  readonly keepFor: `P${string}`;
  /** Count from the end of the calendar year of the event (German vouchers, § 147 AO). */
  readonly fromEndOfYear?: true;
  /** What an open rental or an unpaid amount still needs stays until that is settled, whatever happened before (C26). */
  readonly notBefore?: Extract<RetentionEvent, 'settled'>;
  /** It goes with the account even if its own time is not over. */
  readonly notAfter?: Extract<RetentionEvent, 'account-cancelled'>;
  readonly disposal: Disposal;
}

/** Who may read a field, for what. */
export type Reader = 'person' | 'support' | 'bookkeeping' | 'privacy-officer' | 'system';

/** How a field stands in a column. */
export type Form =
  /** AES-256-GCM under the subject's own key of the class. */
  | { readonly kind: 'sealed'; readonly keyClass: KeyClass }
  /** A keyed hash for look-ups; the field itself stands sealed beside it. */
  | { readonly kind: 'blind-index' }
  /** A keyed or one-way hash of a secret that nobody reads back. */
  | { readonly kind: 'hashed' }
  /** As it is: states, amounts, times, versions. Never a name, a number or an address of a person. */
  | { readonly kind: 'plain' }
  /** A key, encrypted under another key. */
  | { readonly kind: 'wrapped' }
  /** A random id that stands for the person or for a row of the person's. */
  | { readonly kind: 'pseudonym' };
