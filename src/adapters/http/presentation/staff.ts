import type { StaffSignInBegun } from '../../../application/staff/sign-in-staff.ts';
import type { SignedInMember } from '../../../application/staff/who-am-i.ts';
import type { Approval } from '../../../domain/staff/approval.ts';
import { time } from './time.ts';

/** A sign-in of the staff that began; the token of the attempt goes beside it. */
export interface StaffSignInBegunJson {
  readonly url: string;
  readonly expiresAt: string;
}

export function staffSignInBegunJson({ url, expiresAt }: StaffSignInBegun): StaffSignInBegunJson {
  return { url, expiresAt: time(expiresAt) };
}

/** Who is signed in; the token of the session goes beside it. */
export interface SignedInMemberJson {
  readonly staff: string;
  readonly roles: readonly string[];
  readonly expiresAt: string;
}

export function signedInMemberJson({ staff, roles, expiresAt }: SignedInMember): SignedInMemberJson {
  return { staff, roles, expiresAt: time(expiresAt) };
}

/** What a second person is asked for, and who agreed. */
export interface ApprovalJson {
  readonly approval: string;
  readonly action: string;
  readonly object: string;
  readonly caseNumber: string | null;
  readonly askedBy: string;
  readonly approvedBy: string | null;
  readonly expiresAt: string;
}

export function approvalJson({
  approval,
  action,
  object,
  caseNumber,
  askedBy,
  approved,
  expiresAt,
}: Approval): ApprovalJson {
  const approvedBy = approved?.by ?? null;
  return { approval, action, object, caseNumber, askedBy, approvedBy, expiresAt: time(expiresAt) };
}
