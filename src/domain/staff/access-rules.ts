import type { StaffRole } from './staff-role.ts';

/**
 * Who of the staff may do what (POLICY.md C09, C20, C21, C23): a list of values, so that a screen, a test and a document can
 * go through it. What no rule allows is refused.
 */

/** Everything that a member of the staff can do; each is on record under this name. */
export type StaffAction =
  | 'open-case'
  | 'see-case'
  | 'note-in-case'
  | 'close-case'
  | 'verify-caller'
  | 'contact-person'
  | 'find-person'
  | 'reveal-contact'
  | 'end-sessions'
  | 'cancel-account'
  | 'correct-rental'
  | 'refund'
  | 'export-data'
  | 'explain-retention'
  | 'see-holds'
  | 'place-hold'
  | 'approve-hold'
  | 'end-hold'
  | 'record-request'
  | 'verify-request'
  | 'extend-request'
  | 'close-request'
  | 'search-audit'
  | 'export-audit'
  | 'breach-scope'
  | 'see-staff'
  | 'appoint-staff'
  | 'dismiss-staff'
  | 'grant-role'
  | 'grant-officer'
  | 'revoke-role'
  | 'ask-approval'
  | 'approve-action';

/**
 * Who has to stand behind an action beside the one who does it. What cannot be undone is never one person's decision:
 * `another` is a second member of the staff, `person-or-another` the person whose data it is, verified by a code, or else
 * a second member of the staff.
 */
export type SecondPerson = 'nobody' | 'another' | 'person-or-another';

/** One rule: which roles may do something, for a case or not, and who has to agree. */
export interface AccessRule {
  readonly action: StaffAction;
  readonly roles: readonly [StaffRole, ...StaffRole[]];
  /** Whether it is done for a support case, which is named in the record. */
  readonly forCase: boolean;
  readonly second: SecondPerson;
  /** Clauses of POLICY.md that it rests on. */
  readonly clauses: readonly [`C${number}`, ...`C${number}`[]];
}

const supportAndOfficer = ['support', 'privacy-officer'] as const;
const officer = ['privacy-officer'] as const;

/** The rules, one an action. */
export const accessRules: readonly AccessRule[] = [
  { action: 'open-case', roles: supportAndOfficer, forCase: false, second: 'nobody', clauses: ['C09', 'C23'] },
  { action: 'see-case', roles: supportAndOfficer, forCase: true, second: 'nobody', clauses: ['C09', 'C21'] },
  { action: 'note-in-case', roles: supportAndOfficer, forCase: true, second: 'nobody', clauses: ['C09'] },
  { action: 'close-case', roles: supportAndOfficer, forCase: true, second: 'nobody', clauses: ['C09', 'C26'] },
  { action: 'verify-caller', roles: supportAndOfficer, forCase: true, second: 'nobody', clauses: ['C09', 'C23'] },
  { action: 'contact-person', roles: supportAndOfficer, forCase: true, second: 'nobody', clauses: ['C09'] },
  { action: 'find-person', roles: supportAndOfficer, forCase: true, second: 'nobody', clauses: ['C09', 'C21'] },
  { action: 'reveal-contact', roles: supportAndOfficer, forCase: true, second: 'nobody', clauses: ['C09', 'C21'] },
  { action: 'end-sessions', roles: supportAndOfficer, forCase: true, second: 'nobody', clauses: ['C06', 'C09'] },
  {
    action: 'cancel-account',
    roles: supportAndOfficer,
    forCase: true,
    second: 'person-or-another',
    clauses: ['C23', 'C25'],
  },
  { action: 'correct-rental', roles: ['support'], forCase: true, second: 'nobody', clauses: ['C09', 'C11'] },
  { action: 'refund', roles: ['support'], forCase: true, second: 'nobody', clauses: ['C09', 'C11'] },
  { action: 'export-data', roles: officer, forCase: true, second: 'person-or-another', clauses: ['C08', 'C21'] },
  { action: 'explain-retention', roles: supportAndOfficer, forCase: true, second: 'nobody', clauses: ['C22', 'C26'] },
  { action: 'see-holds', roles: supportAndOfficer, forCase: true, second: 'nobody', clauses: ['C22', 'C26'] },
  { action: 'place-hold', roles: supportAndOfficer, forCase: true, second: 'another', clauses: ['C22', 'C26'] },
  { action: 'approve-hold', roles: officer, forCase: true, second: 'another', clauses: ['C22', 'C26'] },
  { action: 'end-hold', roles: officer, forCase: true, second: 'another', clauses: ['C22', 'C26'] },
  { action: 'record-request', roles: supportAndOfficer, forCase: true, second: 'nobody', clauses: ['C08', 'C23'] },
  { action: 'verify-request', roles: supportAndOfficer, forCase: true, second: 'nobody', clauses: ['C08', 'C23'] },
  { action: 'extend-request', roles: officer, forCase: true, second: 'nobody', clauses: ['C08', 'C23'] },
  { action: 'close-request', roles: officer, forCase: true, second: 'nobody', clauses: ['C08', 'C23'] },
  { action: 'search-audit', roles: ['auditor', 'privacy-officer'], forCase: false, second: 'nobody', clauses: ['C21'] },
  { action: 'export-audit', roles: ['auditor'], forCase: false, second: 'nobody', clauses: ['C21'] },
  {
    action: 'breach-scope',
    roles: ['privacy-officer', 'auditor'],
    forCase: false,
    second: 'nobody',
    clauses: ['C06', 'C21'],
  },
  { action: 'see-staff', roles: ['privacy-officer', 'auditor'], forCase: false, second: 'nobody', clauses: ['C20'] },
  { action: 'appoint-staff', roles: officer, forCase: false, second: 'nobody', clauses: ['C20', 'C21'] },
  { action: 'dismiss-staff', roles: officer, forCase: false, second: 'nobody', clauses: ['C20', 'C21'] },
  { action: 'grant-role', roles: officer, forCase: false, second: 'nobody', clauses: ['C20', 'C21'] },
  // An officer can make others, so one alone makes none; see `grantRole` for who is the only one.
  { action: 'grant-officer', roles: officer, forCase: false, second: 'another', clauses: ['C20', 'C21'] },
  { action: 'revoke-role', roles: officer, forCase: false, second: 'nobody', clauses: ['C20', 'C21'] },
  // Only for what one may do oneself.
  { action: 'ask-approval', roles: supportAndOfficer, forCase: false, second: 'nobody', clauses: ['C21'] },
  { action: 'approve-action', roles: officer, forCase: false, second: 'nobody', clauses: ['C21'] },
];

/** The rule for an action; null where there is none, and then nobody may do it. */
export function accessRuleFor(action: StaffAction): AccessRule | null {
  return accessRules.find((rule) => rule.action === action) ?? null;
}

/** Whether somebody with these roles may do something: only where a rule names one of them. */
export function mayAct(action: StaffAction, roles: readonly StaffRole[]): boolean {
  return accessRuleFor(action)?.roles.some((role) => roles.includes(role)) === true;
}
