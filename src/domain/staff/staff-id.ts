import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/** The named individual of our staff who acts (POLICY.md C20, C21): never a shared account. */
export type StaffId = Brand<string, 'StaffId'>;

/** The text is not 2 to 40 lower-case letters with single dots or hyphens between them. */
export interface InvalidStaffId {
  readonly kind: 'InvalidStaffId';
}

/** The support case that an action belongs to, such as `CASE-1042`. */
export type CaseNumber = Brand<string, 'CaseNumber'>;

/** The text is not `CASE-` and 1 to 9 digits. */
export interface InvalidCaseNumber {
  readonly kind: 'InvalidCaseNumber';
}

/** Smart constructor: accepts the short name of an individual, such as `jo.miller`, in lower case. */
export const StaffId = {
  /** 2 to 40 lower-case letters, dots and hyphens: no digits, so that no number of any kind fits in. */
  parse(text: string): Result<StaffId, InvalidStaffId> {
    return typeof text === 'string' && /^[a-z](?:[a-z]|[.-](?=[a-z])){1,39}$/.test(text)
      ? ok(text as StaffId) // sound: the shape was just checked
      : err({ kind: 'InvalidStaffId' });
  },
};

/** Smart constructor: accepts the number as the support desk writes it, such as `CASE-1042`, in capitals. */
export const CaseNumber = {
  /** `CASE-` and 1 to 9 digits: too short to hold a card number. */
  parse(text: string): Result<CaseNumber, InvalidCaseNumber> {
    return typeof text === 'string' && /^CASE-\d{1,9}$/.test(text)
      ? ok(text as CaseNumber) // sound: the shape was just checked
      : err({ kind: 'InvalidCaseNumber' });
  },
};
