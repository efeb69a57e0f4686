import { type ClosedList, closedList } from '../closed-list.ts';
import type { FieldId } from '../data-map/personal-field.ts';
import type { EntryId, SubjectId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { CaseNumber, StaffId } from './staff-id.ts';

/** For what staff looks at a person's data (POLICY.md C09, C23). */
export type AccessPurpose = 'resolve-problem' | 'payment-question' | 'cancel-account' | 'privacy-request';
/** The purposes to choose from: a look at a person's data without one of them does not happen. */
export const accessPurposes: readonly AccessPurpose[] = [
  'resolve-problem',
  'payment-question',
  'cancel-account',
  'privacy-request',
];

/** The text names no purpose for which staff looks at data. */
export interface InvalidAccessPurpose {
  readonly kind: 'InvalidAccessPurpose';
}

/** Smart constructor: accepts the exact name of a purpose, and no free text. */
export const AccessPurpose: ClosedList<AccessPurpose, 'InvalidAccessPurpose'> = closedList(
  accessPurposes,
  'InvalidAccessPurpose',
);

/** Who of the staff looked at which fields of whom, when and for what. It holds no value of any field. */
export interface StaffAccess {
  readonly entry: EntryId;
  readonly subject: SubjectId;
  readonly staff: StaffId;
  readonly purpose: AccessPurpose;
  readonly caseNumber: CaseNumber;
  /** Fields shown in clear; empty where only masked values were shown. */
  readonly fields: readonly FieldId[];
  readonly recordedAt: Instant;
}
