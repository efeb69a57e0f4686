import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsCardNumber } from '../../../src/domain/card/card-number-guard.ts';
import { AccessPurpose, accessPurposes } from '../../../src/domain/staff/access-purpose.ts';
import { RevealableField, revealableFields } from '../../../src/domain/staff/contact-access.ts';
import { CaseNumber, StaffId } from '../../../src/domain/staff/staff-id.ts';

describe('A named individual of the staff', () => {
  it.each(['jo', 'grace.hopper', 'anne-marie', 'a-b.c', 'a'.repeat(40)])('may be called %s', (text) => {
    expect(StaffId.parse(text)._unsafeUnwrap()).toBe(text);
  });

  it.each([
    '',
    'j',
    'Grace',
    'grace hopper',
    '.grace',
    'grace.',
    'grace-',
    '-grace',
    'grace..hopper',
    'grace.-hopper',
    'agent7',
    'grâce',
    'grace\n',
    ' grace',
    'a'.repeat(41),
  ])('may not be called %j', (text) => {
    expect(StaffId.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidStaffId' });
  });

  it('never has a digit in the name, so that no number gets in', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9.-]{2,40}$/), (text) => {
        if (/\d/.test(text)) expect(StaffId.parse(text).isErr()).toBe(true);
        expect(StaffId.parse(text).isOk()).toBe(/^[a-z]+(?:[.-][a-z]+)*$/.test(text));
      }),
    );
  });

  it('is a text, whatever a caller without types passes', () => {
    const list: unknown = ['jo'];
    expect(StaffId.parse(list as string).isErr()).toBe(true);
  });
});

describe('The number of a case', () => {
  it.each(['CASE-1', 'CASE-1042', 'CASE-123456789'])('may be %s', (text) => {
    expect(CaseNumber.parse(text)._unsafeUnwrap()).toBe(text);
    expect(holdsCardNumber(text)).toBe(false);
  });

  it.each(['', 'CASE-', 'CASE-1234567890', 'case-1', 'CASE 1', '1042', 'xCASE-1', 'CASE-1x', 'CASE-1\n', 'CASE-a'])(
    'may not be %j',
    (text) => {
      expect(CaseNumber.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidCaseNumber' });
    },
  );

  it('is a text, whatever a caller without types passes', () => {
    const list: unknown = ['CASE-1'];
    expect(CaseNumber.parse(list as string).isErr()).toBe(true);
  });
});

describe('A look at the data of a person', () => {
  it('serves one of these purposes', () => {
    expect(accessPurposes).toEqual(['resolve-problem', 'payment-question', 'cancel-account', 'privacy-request']);
    for (const purpose of accessPurposes) expect(AccessPurpose.parse(purpose)._unsafeUnwrap()).toBe(purpose);
    expect(AccessPurpose.parse('curiosity')._unsafeUnwrapErr()).toEqual({ kind: 'InvalidAccessPurpose' });
  });

  it('shows in clear the ways to reach the person and nothing else', () => {
    expect(revealableFields).toEqual(['login.phone', 'contact.email']);
    for (const field of revealableFields) expect(RevealableField.parse(field)._unsafeUnwrap()).toBe(field);
    expect(RevealableField.parse('profile.username')._unsafeUnwrapErr()).toEqual({ kind: 'NotRevealable' });
  });
});
