import { type ClosedList, closedList } from '../closed-list.ts';
import type { Category, LawfulBasis, ProcessingPurpose, Reader, Retention } from './vocabulary.ts';

/**
 * One field of personal data: what it is, why we hold it, for how long and who reads it. Declared once, here; which
 * columns hold it stands in the tables of the map.
 */
export interface PersonalField {
  readonly category: Category;
  /** In words that the person reads in an export and in the privacy notice. */
  readonly meaning: string;
  readonly purposes: readonly [ProcessingPurpose, ...ProcessingPurpose[]];
  readonly basis: LawfulBasis;
  /** Clauses of POLICY.md that the field rests on. */
  readonly clauses: readonly [`C${number}`, ...`C${number}`[]];
  readonly retention: Retention;
  readonly readers: readonly [Reader, ...Reader[]];
  /** Whether the person's export holds the value; where not, why not (GDPR art. 15(4), security). */
  readonly inExport: true | { readonly notBecause: string };
}

const untilCancelled: Retention = { from: 'account-cancelled', keepFor: 'P0D', disposal: 'erased' };
const untilRemoved: Retention = { from: 'removed-by-person', keepFor: 'P0D', disposal: 'erased' };
const untilExpired: Retention = { from: 'expired', keepFor: 'P0D', disposal: 'erased' };
const untilRemovedAndSettled: Retention = { ...untilRemoved, notBefore: 'settled' };
const untilCancelledAndSettled: Retention = { ...untilCancelled, notBefore: 'settled' };

/** A question may come back after months; after a year a case is over, and it never outlives the account. */
const untilCaseIsOver: Retention = {
  from: 'closed',
  keepFor: 'P1Y',
  notAfter: 'account-cancelled',
  disposal: 'erased',
};

/** The id of a field of personal data. */
export type FieldId =
  | 'login.phone'
  | 'login.issuer'
  | 'login.provider-subject'
  | 'contact.email'
  | 'contact.language'
  | 'contact.farewell'
  | 'contact.suppressed-mail'
  | 'contact.former'
  | 'profile.username'
  | 'profile.state'
  | 'profile.last-use'
  | 'verification.target'
  | 'verification.code'
  | 'verification.budget'
  | 'verification.attempt'
  | 'verification.risk'
  | 'session.token'
  | 'session.times'
  | 'session.device'
  | 'consent.entry'
  | 'card.last4'
  | 'card.network'
  | 'card.payment-method'
  | 'card.added-at'
  | 'rental.station'
  | 'rental.times'
  | 'rental.terms'
  | 'payment.amount'
  | 'payment.processor-reference'
  | 'bookkeeping.receipt'
  | 'message.notice'
  | 'support.case'
  | 'support.note'
  | 'support.message'
  | 'staff-access.entry'
  | 'staff-access.member'
  | 'staff-access.grant'
  | 'staff-access.session'
  | 'staff-access.approval'
  | 'privacy-request.erasure'
  | 'privacy-request.proof'
  | 'privacy-request.request'
  | 'privacy-request.hold'
  | 'key.data-key';

/** Every field of personal data that the system holds, by its id. */
export const personalFields: Readonly<Record<FieldId, PersonalField>> = {
  'login.phone': {
    category: 'login',
    meaning: 'Mobile phone number you log in with',
    purposes: ['account-verification', 'account-security', 'communication', 'receipts', 'customer-service'],
    basis: 'contract',
    clauses: ['C02', 'C09', 'C10', 'C11'],
    retention: untilCancelled,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'login.issuer': {
    category: 'login',
    meaning: 'Company whose login you use',
    purposes: ['account-verification', 'account-security'],
    basis: 'contract',
    clauses: ['C03'],
    retention: untilCancelled,
    readers: ['person', 'system'],
    inExport: true,
  },
  'login.provider-subject': {
    category: 'login',
    meaning: 'Identifier under which that company knows you',
    purposes: ['account-verification', 'account-security'],
    basis: 'contract',
    clauses: ['C03'],
    retention: untilCancelled,
    readers: ['person', 'system'],
    inExport: true,
  },
  'contact.email': {
    category: 'contact',
    meaning: 'Email address you gave',
    purposes: ['account-verification', 'communication', 'receipts', 'customer-service', 'news'],
    basis: 'consent',
    clauses: ['C04', 'C09', 'C10', 'C12'],
    retention: untilRemoved,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'contact.language': {
    category: 'contact',
    meaning: 'Language we write to you in',
    purposes: ['communication'],
    basis: 'contract',
    clauses: ['C04', 'C10'],
    retention: untilCancelled,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'contact.farewell': {
    category: 'contact',
    meaning: 'Phone or email address for our last message to you, and for telling the companies that work for us',
    purposes: ['communication', 'accountability'],
    basis: 'legal-obligation',
    clauses: ['C10', 'C25'],
    retention: untilCancelled,
    readers: ['system'],
    inExport: { notBecause: 'It exists only while an erasure runs, and then nobody can ask for an export' },
  },
  'contact.suppressed-mail': {
    category: 'contact',
    meaning: 'Kinds of mail that we do not send to your address any more, since they came back or you called one spam',
    purposes: ['communication', 'receipts', 'customer-service', 'news'],
    basis: 'legitimate-interest',
    clauses: ['C04', 'C08', 'C09'],
    retention: untilRemoved,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'contact.former': {
    category: 'contact',
    meaning: 'Phone or email address that you had until a few days ago, so that the change can be undone',
    purposes: ['account-security', 'communication'],
    basis: 'legitimate-interest',
    clauses: ['C02', 'C04', 'C06'],
    retention: untilExpired,
    readers: ['person', 'system'],
    inExport: true,
  },
  'profile.username': {
    category: 'profile',
    meaning: 'Username you chose',
    purposes: ['platform-identity', 'communication', 'customer-service'],
    basis: 'consent',
    clauses: ['C05', 'C09'],
    retention: untilRemoved,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'profile.state': {
    category: 'profile',
    meaning: 'The random number that stands for you, whether your account is active, and since when',
    purposes: ['account-security', 'accountability'],
    basis: 'contract',
    clauses: ['C22', 'C25'],
    retention: { from: 'account-cancelled', keepFor: 'P3Y', notBefore: 'settled', disposal: 'erased' },
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'profile.last-use': {
    category: 'profile',
    meaning:
      'Day on which you last used your account and last proved your phone, when you added a login, and when we warned you that it will end',
    purposes: ['account-security', 'accountability'],
    basis: 'legitimate-interest',
    clauses: ['C22', 'C26'],
    retention: untilCancelled,
    readers: ['person', 'system'],
    inExport: true,
  },
  'verification.target': {
    category: 'verification',
    meaning: 'Phone number or email address that a code was sent to',
    purposes: ['account-verification', 'account-security'],
    basis: 'contract',
    clauses: ['C02', 'C04'],
    retention: untilExpired,
    readers: ['person', 'system'],
    inExport: true,
  },
  'verification.code': {
    category: 'verification',
    meaning: 'One-time code, as a keyed hash, with its tries and times',
    purposes: ['account-verification', 'account-security'],
    basis: 'contract',
    clauses: ['C02', 'C04', 'C06'],
    retention: untilExpired,
    readers: ['system'],
    inExport: { notBecause: 'It would help who wants to take the account over' },
  },
  'verification.budget': {
    category: 'verification',
    meaning: 'How many codes were asked for or guessed at lately, counted under keyed hashes of numbers and addresses',
    purposes: ['account-security'],
    basis: 'legitimate-interest',
    clauses: ['C02', 'C06'],
    retention: untilExpired,
    readers: ['system'],
    inExport: { notBecause: 'The hashes name nobody, and they are gone within days, most within one' },
  },
  'verification.attempt': {
    category: 'verification',
    meaning: 'A log-in with another company that is under way: with which, for what, and since when',
    purposes: ['account-verification', 'account-security'],
    basis: 'contract',
    clauses: ['C03', 'C06'],
    retention: untilExpired,
    readers: ['system'],
    inExport: { notBecause: 'It would help who wants to take the account over' },
  },
  'verification.risk': {
    category: 'verification',
    meaning: 'What was refused or prevented to protect your account, and when',
    purposes: ['account-security', 'accountability'],
    basis: 'legitimate-interest',
    clauses: ['C02', 'C06'],
    // Whoever looks into a takeover looks back for months, not for years.
    retention: { from: 'recorded', keepFor: 'P1Y', notAfter: 'account-cancelled', disposal: 'erased' },
    readers: ['person', 'privacy-officer', 'system'],
    inExport: true,
  },
  'session.token': {
    category: 'session',
    meaning: 'Session token, as a hash',
    purposes: ['account-security'],
    basis: 'contract',
    clauses: ['C06'],
    retention: untilExpired,
    readers: ['system'],
    inExport: { notBecause: 'It would help who wants to take the account over' },
  },
  'session.times': {
    category: 'session',
    meaning: 'When you logged in, last proved who you are and last used the session, and until when it lasts',
    purposes: ['account-security'],
    basis: 'contract',
    clauses: ['C06'],
    retention: untilExpired,
    readers: ['person', 'system'],
    inExport: true,
  },
  'session.device': {
    category: 'session',
    meaning: 'What you called the device that you logged in on',
    purposes: ['account-security'],
    basis: 'consent',
    clauses: ['C06', 'C07'],
    retention: untilExpired,
    readers: ['person', 'system'],
    inExport: true,
  },
  'consent.entry': {
    category: 'consent',
    meaning: 'What you agreed to or withdrew: purpose, notice shown, channel, time',
    purposes: ['accountability'],
    basis: 'legal-obligation',
    clauses: ['C08'],
    retention: untilCancelled,
    readers: ['person', 'support', 'privacy-officer', 'system'],
    inExport: true,
  },
  'card.last4': {
    category: 'card',
    meaning: 'Last 4 digits of your card',
    purposes: ['payment', 'receipts'],
    basis: 'contract',
    clauses: ['C13', 'C14'],
    retention: untilRemovedAndSettled,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'card.network': {
    category: 'card',
    meaning: 'Network of your card',
    purposes: ['payment', 'receipts'],
    basis: 'contract',
    clauses: ['C13'],
    retention: untilRemovedAndSettled,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'card.payment-method': {
    category: 'card',
    meaning: 'Reference under which the card processor keeps your card',
    purposes: ['payment'],
    basis: 'contract',
    clauses: ['C13', 'C15'],
    retention: untilRemovedAndSettled,
    readers: ['person', 'system'],
    inExport: true,
  },
  'card.added-at': {
    category: 'card',
    meaning: 'When you added the card, and when you removed it',
    purposes: ['payment'],
    basis: 'contract',
    clauses: ['C13'],
    retention: untilRemovedAndSettled,
    readers: ['person', 'system'],
    inExport: true,
  },
  'rental.station': {
    category: 'rental',
    meaning: 'Stations where you took and returned a power bank, and which power bank',
    purposes: ['rental', 'receipts', 'customer-service'],
    basis: 'contract',
    clauses: ['C11', 'C26'],
    retention: untilCancelledAndSettled,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'rental.times': {
    category: 'rental',
    meaning: 'When you took and returned a power bank',
    purposes: ['rental', 'receipts', 'customer-service'],
    basis: 'contract',
    clauses: ['C11', 'C26'],
    retention: untilCancelledAndSettled,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'rental.terms': {
    category: 'rental',
    meaning: 'State, tariff and receipt number of a rental',
    purposes: ['rental', 'receipts', 'customer-service'],
    basis: 'contract',
    clauses: ['C11', 'C26'],
    retention: untilCancelledAndSettled,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'payment.amount': {
    category: 'payment',
    meaning: 'What was charged for a rental, and how it went',
    purposes: ['payment', 'receipts', 'customer-service'],
    basis: 'contract',
    clauses: ['C10', 'C11', 'C12', 'C26'],
    retention: untilCancelledAndSettled,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'payment.processor-reference': {
    category: 'payment',
    meaning: 'Reference of a charge at the card processor',
    purposes: ['payment'],
    basis: 'contract',
    clauses: ['C11'],
    retention: untilCancelledAndSettled,
    readers: ['person', 'system'],
    inExport: true,
  },
  'bookkeeping.receipt': {
    category: 'bookkeeping',
    meaning: 'Number, day, items, amounts and VAT of a receipt; nothing in it says whose it was',
    purposes: ['bookkeeping'],
    basis: 'legal-obligation',
    clauses: ['C11', 'C26'],
    retention: { from: 'issued', keepFor: 'P8Y', fromEndOfYear: true, disposal: 'erased' },
    readers: ['person', 'bookkeeping'],
    inExport: true,
  },
  'message.notice': {
    category: 'message',
    meaning: 'Messages sent to you: what about, when, by which channel; not their text',
    purposes: ['communication', 'receipts'],
    basis: 'contract',
    clauses: ['C10', 'C11', 'C12', 'C26'],
    // Support answers questions about a message for months, not for years.
    retention: { from: 'recorded', keepFor: 'P1Y', notAfter: 'account-cancelled', disposal: 'erased' },
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'support.case': {
    category: 'support',
    meaning: 'That you turned to our support: about what, when, who took it up, and how it ended',
    purposes: ['customer-service'],
    basis: 'contract',
    clauses: ['C09', 'C23', 'C26'],
    retention: untilCaseIsOver,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'support.note': {
    category: 'support',
    meaning: 'What our support wrote down about your case',
    purposes: ['customer-service'],
    basis: 'contract',
    clauses: ['C09', 'C14', 'C26'],
    retention: untilCaseIsOver,
    readers: ['person', 'support'],
    inExport: true,
  },
  'support.message': {
    category: 'support',
    meaning: 'What our support wrote to you about your case, and when',
    purposes: ['customer-service'],
    basis: 'contract',
    clauses: ['C09', 'C14', 'C26'],
    retention: untilCaseIsOver,
    readers: ['person', 'support', 'system'],
    inExport: true,
  },
  'staff-access.entry': {
    category: 'staff-access',
    meaning: 'Who of our staff looked at your data, when, and for what',
    purposes: ['accountability'],
    basis: 'legitimate-interest',
    clauses: ['C09', 'C20', 'C21'],
    retention: { from: 'recorded', keepFor: 'P1Y', disposal: 'erased' },
    readers: ['person', 'privacy-officer'],
    inExport: true,
  },
  'staff-access.member': {
    category: 'staff-access',
    meaning: 'Who of our staff may look at data at all: the name, who appointed them, since when and until when',
    purposes: ['accountability', 'account-security'],
    basis: 'legitimate-interest',
    clauses: ['C01', 'C20', 'C21'],
    retention: { from: 'closed', keepFor: 'P3Y', disposal: 'erased' },
    readers: ['privacy-officer'],
    inExport: { notBecause: 'It is about our staff, and names no customer' },
  },
  'staff-access.grant': {
    category: 'staff-access',
    meaning: 'What somebody of our staff may do: the role, who gave it, why and until when',
    purposes: ['accountability', 'account-security'],
    basis: 'legitimate-interest',
    clauses: ['C01', 'C20', 'C21'],
    retention: { from: 'closed', keepFor: 'P3Y', disposal: 'erased' },
    readers: ['privacy-officer'],
    inExport: { notBecause: 'It is about our staff, and names no customer' },
  },
  'staff-access.session': {
    category: 'staff-access',
    meaning: 'That somebody of our staff is signed in, and since when',
    purposes: ['account-security'],
    basis: 'legitimate-interest',
    clauses: ['C01', 'C20'],
    retention: untilExpired,
    readers: ['system'],
    inExport: { notBecause: 'It is about our staff, and names no customer' },
  },
  'staff-access.approval': {
    category: 'staff-access',
    meaning: 'That somebody of our staff asked a colleague to agree to something that cannot be undone',
    purposes: ['accountability'],
    basis: 'legitimate-interest',
    clauses: ['C01', 'C20', 'C21'],
    // What came of it is in the record of what our staff does, which is kept longer.
    retention: untilExpired,
    readers: ['privacy-officer'],
    inExport: { notBecause: 'It lasts a day; what was done is among the looks of our staff' },
  },
  'privacy-request.erasure': {
    category: 'privacy-request',
    meaning: 'That an erasure was asked for, how it went, and what was kept until when',
    purposes: ['accountability'],
    basis: 'legal-obligation',
    clauses: ['C23', 'C24', 'C25', 'C26'],
    retention: { from: 'recorded', keepFor: 'P3Y', notBefore: 'settled', disposal: 'erased' },
    readers: ['person', 'privacy-officer', 'support'],
    inExport: true,
  },
  'privacy-request.proof': {
    category: 'privacy-request',
    meaning: 'The steps of an erasure, the names of the destroyed keys and the certificate, under random numbers',
    purposes: ['accountability'],
    basis: 'legal-obligation',
    clauses: ['C22', 'C25'],
    // Nobody can take a line out of the ledger. With the record of the erasure goes the last row that leads to a person.
    retention: { from: 'recorded', keepFor: 'P3Y', disposal: 'pseudonymised' },
    readers: ['privacy-officer', 'system'],
    inExport: { notBecause: 'It is written while an erasure runs, and then nobody can ask for an export' },
  },
  'privacy-request.request': {
    category: 'privacy-request',
    meaning: 'What you asked of us under data protection law, when, until when we must answer, and how it ended',
    purposes: ['accountability'],
    basis: 'legal-obligation',
    clauses: ['C08', 'C23', 'C26'],
    retention: { from: 'closed', keepFor: 'P3Y', disposal: 'erased' },
    readers: ['person', 'privacy-officer', 'support'],
    inExport: true,
  },
  'privacy-request.hold': {
    category: 'privacy-request',
    meaning: 'That something of yours must not be erased for now: on what basis, what, who decided, until when',
    purposes: ['accountability'],
    basis: 'legal-obligation',
    clauses: ['C22', 'C26'],
    retention: { from: 'closed', keepFor: 'P3Y', disposal: 'erased' },
    readers: ['person', 'privacy-officer'],
    inExport: true,
  },
  'key.data-key': {
    category: 'key',
    meaning: 'Your own encryption keys, wrapped',
    purposes: ['account-security'],
    basis: 'contract',
    clauses: ['C06', 'C16', 'C25'],
    retention: untilCancelledAndSettled,
    readers: ['system'],
    inExport: { notBecause: 'A key protects data and says nothing of you' },
  },
};

/** The text names no field of personal data. */
export interface InvalidFieldId {
  readonly kind: 'InvalidFieldId';
}

/** The ids in the order of declaration, which is also the order of a person's export. */
export const fieldIds: readonly FieldId[] = Object.keys(personalFields) as FieldId[]; // sound: the record is closed by its type

/** Smart constructor: accepts `category.field` as the map declares it, such as `login.phone`. */
export const FieldId: ClosedList<FieldId, 'InvalidFieldId'> = closedList(fieldIds, 'InvalidFieldId');

/** What the map says of a field. */
export function fieldOf(field: FieldId): PersonalField {
  return personalFields[field];
}
