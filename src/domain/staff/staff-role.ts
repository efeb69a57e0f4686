import { type ClosedList, closedList } from '../closed-list.ts';

/**
 * The duty by which a member of the staff may look at or change something (POLICY.md C21). One person may have several; each
 * is granted by name, for a reason and for a time.
 */
export type StaffRole = 'support' | 'technical' | 'privacy-officer' | 'auditor';
/** The roles in the order of declaration. */
export const staffRoles: readonly StaffRole[] = ['support', 'technical', 'privacy-officer', 'auditor'];

/** The text names no role. */
export interface InvalidStaffRole {
  readonly kind: 'InvalidStaffRole';
}

/** Smart constructor: accepts the exact name of a role. */
export const StaffRole: ClosedList<StaffRole, 'InvalidStaffRole'> = closedList(staffRoles, 'InvalidStaffRole');
