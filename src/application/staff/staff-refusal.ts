/** Nobody of the staff is signed in with this session: unknown, ended, idle for too long, or the member left. */
export interface StaffNotSignedIn {
  readonly kind: 'StaffNotSignedIn';
}

/** None of the roles that are in force allows it (see `accessRules`). */
export interface StaffNotAllowed {
  readonly kind: 'StaffNotAllowed';
}

/** Why somebody may not act for the company. */
export type StaffRefusal = StaffNotSignedIn | StaffNotAllowed;
