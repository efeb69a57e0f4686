import type { EntryId, SubjectId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { BudgetRuleName } from '../verification/code-budget.ts';

/** Something at the door that whoever watches over it should see (ASVS 5, 16.3.3). No value of any person's is in it. */
export type RiskKind =
  /** No code was sent, since a budget was used up. */
  | 'sending-limit-hit'
  /** No text goes to that country. */
  | 'country-refused'
  /** Log-ins with third parties were begun, or logins and contacts of an account changed, too often: the rule says which. */
  | 'limit-hit'
  /** A code was not looked at, since too many were guessed. */
  | 'guess-limit-hit'
  /** So many codes were guessed that new ones are longer. */
  | 'codes-lengthened'
  /** All tries at one code are used up. */
  | 'code-spent'
  /** A provider did not vouch for a log-in, or what came was not of it. */
  | 'identity-refused'
  /** A phone that nobody had proved for long did not open its old account by itself. */
  | 'second-proof-demanded'
  /** The second proof was that of somebody else. */
  | 'second-proof-refused'
  /** Whoever has the number now began an account of their own, without the old one. */
  | 'phone-started-over'
  /** A login or an address that was proved belongs to another account, and was not taken over. */
  | 'taken-refused'
  /** A former phone or email was put back by whoever has it. */
  | 'contact-change-undone'
  /** Somebody of the staff tried what none of their roles allows, or somebody who is none of the staff to sign in. */
  | 'staff-refused';
/** The kinds in the order of declaration. */
export const riskKinds: readonly RiskKind[] = [
  'sending-limit-hit',
  'country-refused',
  'limit-hit',
  'guess-limit-hit',
  'codes-lengthened',
  'code-spent',
  'identity-refused',
  'second-proof-demanded',
  'second-proof-refused',
  'phone-started-over',
  'taken-refused',
  'contact-change-undone',
  'staff-refused',
];

/** One such event: what, by which rule, at whose account if at anybody's, when. */
export interface RiskEvent {
  readonly event: EntryId;
  readonly kind: RiskKind;
  readonly rule: BudgetRuleName | null;
  /** The account that it happened to, by its pseudonym. */
  readonly subject: SubjectId | null;
  readonly at: Instant;
}

/** The event as one text that no other event has: what the audit log commits to. */
export function riskText({ event, kind, rule, subject, at }: RiskEvent): string {
  return JSON.stringify([event, kind, rule, subject, at]);
}
