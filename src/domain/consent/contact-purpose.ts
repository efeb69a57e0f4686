import { type ClosedList, closedList } from '../closed-list.ts';

/**
 * For what a person is contacted, on which lawful basis and by which channel (POLICY.md C02, C04, C08 to C12).
 */

/** Contact that the contract with the person needs: no consent is asked for, and none can be withdrawn while it runs. */
export type ContractPurpose = 'service-messages' | 'receipts' | 'payment-notices';

/** Contact that rests on consent: off until the person opts in, and off again the moment the person says so. */
export type ConsentPurpose = 'news' | 'newsletter';

/** For what a person is contacted. */
export type ContactPurpose = ContractPurpose | ConsentPurpose;

/** By what a person is reached. */
export type ContactChannel = 'email' | 'sms';
/** The ways to reach a person, in no order of preference: each purpose has its own. */
export const contactChannels: readonly ContactChannel[] = ['email', 'sms'];

interface PurposeTerms {
  /** In words that the person reads where consent is given and in the privacy notice. */
  readonly meaning: string;
  /** The channels that may carry it, the preferred one first. */
  readonly channels: readonly [ContactChannel, ...ContactChannel[]];
  /** Clauses of POLICY.md that the purpose rests on. */
  readonly clauses: readonly [`C${number}`, ...`C${number}`[]];
}

/** A purpose with its terms. The basis is that of GDPR art. 6(1): (b) contract or (a) consent. */
export type ContactPurposeTerms =
  | (PurposeTerms & { readonly purpose: ContractPurpose; readonly basis: 'contract' })
  | (PurposeTerms & { readonly purpose: ConsentPurpose; readonly basis: 'consent' });

const termsByPurpose: {
  readonly [Purpose in ContactPurpose]: ContactPurposeTerms & { readonly purpose: Purpose };
} = {
  'service-messages': {
    purpose: 'service-messages',
    basis: 'contract',
    meaning: 'Messages about your account and your rentals, and answers to your questions',
    channels: ['email', 'sms'],
    clauses: ['C02', 'C04', 'C09'],
  },
  receipts: {
    purpose: 'receipts',
    basis: 'contract',
    meaning: 'The receipt of every rental',
    channels: ['email', 'sms'],
    clauses: ['C10', 'C11'],
  },
  'payment-notices': {
    purpose: 'payment-notices',
    basis: 'contract',
    meaning: 'What went wrong with a payment, and what to do about it',
    channels: ['email', 'sms'],
    clauses: ['C10', 'C12'],
  },
  news: {
    purpose: 'news',
    basis: 'consent',
    meaning: 'News about stations, prices and offers',
    // C02 collects the phone for verification, security and communication of the account; C04 alone speaks of updates.
    channels: ['email'],
    clauses: ['C04', 'C08'],
  },
  newsletter: {
    purpose: 'newsletter',
    basis: 'consent',
    meaning: 'The newsletter',
    channels: ['email'],
    clauses: ['C04', 'C08'],
  },
};

/** Every purpose, in the order in which a screen shows them. */
export const contactPurposes: readonly ContactPurposeTerms[] = Object.values(termsByPurpose);

/** The terms of a purpose. */
export function termsOf(purpose: ContactPurpose): ContactPurposeTerms {
  return termsByPurpose[purpose];
}

/** The purposes that a person can grant and withdraw, in the order in which a screen shows them. */
export const consentPurposes: readonly ConsentPurpose[] = contactPurposes.flatMap((terms) =>
  terms.basis === 'consent' ? [terms.purpose] : [],
);

/** The text names no purpose of contact. */
export interface InvalidContactPurpose {
  readonly kind: 'InvalidContactPurpose';
}

/** Smart constructor: accepts the exact name of a purpose, whether it rests on the contract or on consent. */
export const ContactPurpose: ClosedList<ContactPurpose, 'InvalidContactPurpose'> = closedList(
  contactPurposes.map((terms) => terms.purpose),
  'InvalidContactPurpose',
);
