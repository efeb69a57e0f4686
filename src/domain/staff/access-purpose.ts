import { type ClosedList, closedList } from '../closed-list.ts';

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
