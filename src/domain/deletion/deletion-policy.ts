import { plusPeriod } from '../calendar.ts';
import type { FieldId } from '../data-map/personal-field.ts';
import { type Category, categories, type LawfulBasis, type Retention } from '../data-map/vocabulary.ts';
import type { Day } from '../instant.ts';
import { holdableCategories } from '../legal-hold/legal-hold.ts';

/**
 * What becomes of each record of a person when the account is cancelled (POLICY.md C22 to C26; GDPR art. 17): a list of
 * named rules, gone through from the top for every record. The first rule that fits decides; the last one fits always.
 */

/** The name of a rule, by which plans, messages and documents speak of it. */
export type RuleName =
  | 'keep-under-hold'
  | 'keep-open-rentals'
  | 'keep-unpaid-amounts'
  | 'keep-bookkeeping'
  | 'keep-staff-access'
  | 'keep-erasure-record'
  | 'keep-tombstone'
  | 'erase-on-cancellation';

/**
 * How a record stands to what is still under way: under a hold or an open request, bound to an open rental, bound to an
 * unpaid amount, the state of the account itself, or free of all that. One to which several apply counts as the first.
 */
export type Standing = 'held' | 'open-rental' | 'unpaid-amount' | 'account-state' | 'free';
/** The standings in the order in which an erasure plan lists the records of a category. */
export const standings: readonly Standing[] = ['held', 'open-rental', 'unpaid-amount', 'account-state', 'free'];

interface Rule {
  readonly name: RuleName;
  readonly categories: readonly Category[];
  /** The records of these categories that the rule fits. */
  readonly of: Standing | 'any';
  /** Clauses of POLICY.md that the rule rests on. */
  readonly clauses: readonly [`C${number}`, ...`C${number}`[]];
  /** On what we may keep it, or must erase it. */
  readonly basis: LawfulBasis;
  /** Why, in words that the person reads. */
  readonly sentence: string;
}

/** Until when a rule keeps a record. */
export type KeepUntil =
  /** As long as the hold or the open request protects it. */
  | { readonly kind: 'protection' }
  /** Until the rental is returned and paid, or the claim runs out. */
  | { readonly kind: 'settled' }
  /** As long as the data map says for the field, counted from the event. */
  | { readonly kind: 'retention'; readonly field: FieldId; readonly since: RetentionStart };

/** From what a kept record's time is counted; of many records, the newest decides when the last one goes. */
export type RetentionStart = 'cancellation' | 'last-staff-access' | 'last-receipt' | 'last-request';

/** A rule by which records outlive the account, and until when (POLICY.md C26). */
export interface KeepRule extends Rule {
  readonly outcome: 'keep';
  readonly until: KeepUntil;
}

/** A rule by which records go at once when the account is cancelled (POLICY.md C25). */
export interface EraseRule extends Rule {
  readonly outcome: 'erase';
}

/** A rule keeps or erases: a third outcome, such as to decide later, does not exist. */
export type DeletionRule = KeepRule | EraseRule;

/** The rules that keep something, in their order. A record that none of them fits is erased. */
export const keepRules: readonly KeepRule[] = [
  {
    name: 'keep-under-hold',
    outcome: 'keep',
    categories: [...holdableCategories, 'key'],
    of: 'held',
    clauses: ['C26'],
    basis: 'legal-obligation',
    // GDPR art. 17(3)(b) and (e), art. 18(1)(c).
    sentence:
      'A legal hold, or a request or dispute of yours that is still open, needs this as evidence: it stays until that ends, and not a day longer because of it.',
    until: { kind: 'protection' },
  },
  {
    name: 'keep-open-rentals',
    outcome: 'keep',
    categories: ['card', 'rental', 'key'],
    of: 'open-rental',
    clauses: ['C26'],
    basis: 'contract',
    sentence:
      'A power bank is still rented out: the rental, its card and the key they are sealed under are needed until it is returned and paid.',
    until: { kind: 'settled' },
  },
  {
    name: 'keep-unpaid-amounts',
    outcome: 'keep',
    categories: ['card', 'rental', 'payment', 'key'],
    of: 'unpaid-amount',
    clauses: ['C12', 'C26'],
    basis: 'contract',
    sentence:
      'An amount is not paid yet: the rental, its payment, the card and the key they are sealed under are needed until it is.',
    until: { kind: 'settled' },
  },
  {
    name: 'keep-bookkeeping',
    outcome: 'keep',
    categories: ['bookkeeping'],
    of: 'any',
    clauses: ['C11', 'C26'],
    basis: 'legal-obligation',
    // § 147(3) AO, § 14b(1) UStG: 8 years from the end of the calendar year of issue.
    sentence:
      'Tax law makes us keep receipts for 8 years from the end of their year; nothing in them says whose they were.',
    until: { kind: 'retention', field: 'bookkeeping.receipt', since: 'last-receipt' },
  },
  {
    name: 'keep-staff-access',
    outcome: 'keep',
    categories: ['staff-access'],
    of: 'any',
    clauses: ['C20', 'C21', 'C26'],
    basis: 'legitimate-interest',
    sentence: 'Who of our staff looked at your data stays on record for a year, so that misuse can be found out.',
    until: { kind: 'retention', field: 'staff-access.entry', since: 'last-staff-access' },
  },
  {
    name: 'keep-erasure-record',
    outcome: 'keep',
    categories: ['privacy-request'],
    of: 'any',
    clauses: ['C23', 'C24', 'C25', 'C26'],
    basis: 'legal-obligation',
    // GDPR art. 5(2): we must be able to show that we erased; 3 years is when claims run out (§ 195 BGB).
    sentence:
      'We must be able to show what you asked of us and that we erased your data: a record without any detail of yours stays for 3 years.',
    until: { kind: 'retention', field: 'privacy-request.erasure', since: 'last-request' },
  },
  {
    name: 'keep-tombstone',
    outcome: 'keep',
    categories: ['profile'],
    of: 'account-state',
    clauses: ['C22', 'C25', 'C26'],
    basis: 'legal-obligation',
    // A restored backup must find out whom to erase again, and a random number is all it needs for that.
    sentence: 'A random number, marked as erased, stays for 3 years, so that no backup can bring the account back.',
    until: { kind: 'retention', field: 'profile.state', since: 'cancellation' },
  },
];

/** The rule for all that no other rule keeps. */
export const eraseOnCancellation: EraseRule = {
  name: 'erase-on-cancellation',
  outcome: 'erase',
  categories,
  of: 'any',
  clauses: ['C22', 'C23', 'C24', 'C25'],
  basis: 'legal-obligation',
  sentence: 'You cancelled your account, and nothing still under way needs this.',
};

/** The whole policy, in the order in which the rules are tried. */
export const deletionPolicy: readonly DeletionRule[] = [...keepRules, eraseOnCancellation];

/** The rule that decides for a record: the first that fits. */
export function ruleFor(category: Category, standing: Standing): DeletionRule {
  const fits = (rule: KeepRule) => rule.categories.includes(category) && (rule.of === 'any' || rule.of === standing);
  return keepRules.find(fits) ?? eraseOnCancellation;
}

/** What the system does by itself when a time is over, without anybody asking. */
export interface TimeRule {
  readonly name: 'write-off' | 'erase-inactive';
  /** Clauses of POLICY.md that the rule rests on. */
  readonly clauses: readonly [`C${number}`, ...`C${number}`[]];
  readonly basis: LawfulBasis;
  /** Why, in words that the person reads. */
  readonly sentence: string;
}

/**
 * A rental that outlives its account is let go of when nobody can claim what it is about any more: 3 years after the end
 * of the year in which the account was cancelled (§ 195, § 199(1) BGB).
 */
export const writeOff: TimeRule & { readonly retention: Retention } = {
  name: 'write-off',
  clauses: ['C25', 'C26'],
  basis: 'legal-obligation',
  sentence:
    'A rental that was never returned or paid is given up when the claim runs out: 3 years after the end of the year in which the account was cancelled.',
  retention: { from: 'account-cancelled', keepFor: 'P3Y', fromEndOfYear: true, disposal: 'erased' },
};

/**
 * An account that nobody uses is warned, and then ended, if the business sets a time for that (POLICY.md C26).
 *
 * It is also the answer to recycled phone numbers: a provider gives a number that was given up to somebody else, and a code
 * sent to it then proves a stranger. The shorter the time, the fewer such accounts there are to get into. A person who
 * lost the number keeps the account by another login or by email to support, and any use counts.
 */
export const eraseInactive: TimeRule = {
  name: 'erase-inactive',
  clauses: ['C02', 'C22', 'C26'],
  basis: 'legitimate-interest',
  sentence:
    'Nobody has used the account for long, the warning was not answered, and a phone number may belong to somebody else by now.',
};

/** What the system does by itself when a time is over. */
export const timeRules: readonly TimeRule[] = [writeOff, eraseInactive];

/** The last day on which a rental is kept that outlives an account which was cancelled on the day. */
export function lastDayOfClaims(cancelledOn: Day): Day {
  const { keepFor, fromEndOfYear = false } = writeOff.retention;
  return plusPeriod(cancelledOn, keepFor, { fromEndOfYear });
}
