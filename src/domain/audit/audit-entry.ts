import { type ClosedList, closedList } from '../closed-list.ts';
import type { FieldId } from '../data-map/personal-field.ts';
import type { EntryId, SubjectId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { AccessPurpose } from '../staff/access-purpose.ts';
import { accessRules, type StaffAction } from '../staff/access-rules.ts';
import type { CaseNumber, StaffId } from '../staff/staff-id.ts';

/** What is on record beside what the rules of access name: nobody's role allows these. */
export type AuditAction =
  | StaffAction
  | 'first-officer-appointed'
  | 'staff-signed-in'
  | 'staff-signed-out'
  | 'staff-refused'
  | 'note-restore';
/** The actions: those that the rules of access name, and then the others. */
export const auditActions: readonly AuditAction[] = [
  ...accessRules.map(({ action }) => action),
  'first-officer-appointed',
  'staff-signed-in',
  'staff-signed-out',
  'staff-refused',
  'note-restore',
];

/** The text names no action. */
export interface InvalidAuditAction {
  readonly kind: 'InvalidAuditAction';
}

/** Smart constructor: accepts the exact name of an action. */
export const AuditAction: ClosedList<AuditAction, 'InvalidAuditAction'> = closedList(
  auditActions,
  'InvalidAuditAction',
);

/**
 * Who of the staff did or looked at what, with whom, when and for what (POLICY.md C09, C20, C21). It holds no value of any
 * field, no free text, and of a person the pseudonym alone.
 */
export interface AuditEntry {
  readonly entry: EntryId;
  readonly action: AuditAction;
  /** Who did it; null for the installation's operator, before there is any staff. */
  readonly staff: StaffId | null;
  /** Whose data it was about, if anybody's. */
  readonly subject: SubjectId | null;
  /** For what; null where the action says it all. */
  readonly purpose: AccessPurpose | null;
  readonly caseNumber: CaseNumber | null;
  /** Fields shown in clear; empty where only masked values were shown. */
  readonly fields: readonly FieldId[];
  /**
   * What else it was about: an id or a closed word of ours, such as the member of staff who was appointed, a role, a hold.
   * Never what anybody typed, and nothing by which somebody outside knows the person, such as a payment.
   */
  readonly about: string | null;
  readonly recordedAt: Instant;
}

/** An entry with its fields as the text that they are stored as, a JSON list. */
export type StoredAuditEntry = Omit<AuditEntry, 'fields'> & { readonly fields: string };

/**
 * The entry as one text that no other entry has: what the audit log commits to. A list in a fixed order, so that it is the
 * same whoever writes it and however a database hands the columns back.
 */
export function auditText(entry: AuditEntry): string {
  return auditTextOf({ ...entry, fields: JSON.stringify(entry.fields) });
}

/** As {@link auditText}, of an entry as a store holds it: whatever stands there, fit or not, has a text of its own. */
export function auditTextOf(entry: StoredAuditEntry): string {
  return JSON.stringify([
    entry.entry,
    entry.action,
    entry.staff,
    entry.subject,
    entry.purpose,
    entry.caseNumber,
    entry.fields,
    entry.about,
    entry.recordedAt,
  ]);
}
