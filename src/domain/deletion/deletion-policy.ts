import type { FieldId } from '../data-map/personal-field.ts';
import { type Category, categories, type LawfulBasis } from '../data-map/vocabulary.ts';

/**
 * What becomes of each record of a person when the account is cancelled (POLICY.md C22 to C26; GDPR art. 17): a list of
 * named rules, gone through from the top for every record. The first rule that fits decides; the last one fits always.
 */

/** The name of a rule, by which plans, messages and documents speak of it. */
export type RuleName =
  | 'keep-open-rentals'
  | 'keep-unpaid-amounts'
  | 'keep-bookkeeping'
  | 'keep-staff-access'
  | 'keep-erasure-record'
  | 'keep-tombstone'
  | 'erase-on-cancellation';

/**
 * How a record stands to what is still under way: bound to an open rental, bound to an unpaid amount, the state of the
 * account itself, or free of all that. One that is bound to both counts as bound to the open rental.
 */
export type Standing = 'open-rental' | 'unpaid-amount' | 'account-state' | 'free';
/** The standings in the order in which an erasure plan lists the records of a category. */
export const standings: readonly Standing[] = ['open-rental', 'unpaid-amount', 'account-state', 'free'];

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
  /** Until the rental is returned and paid. */
  | { readonly kind: 'settled' }
  /** As long as the data map says for the field, counted from the event. */
  | { readonly kind: 'retention'; readonly field: FieldId; readonly since: RetentionStart };

/** From what a kept record's time is counted; of many records, the newest decides when the last one goes. */
export type RetentionStart = 'cancellation' | 'last-staff-access' | 'last-receipt';

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
      'We must be able to show that we erased your data: a record of it without any detail of yours stays for 3 years.',
    until: { kind: 'retention', field: 'privacy-request.erasure', since: 'cancellation' },
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
