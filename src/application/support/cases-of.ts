import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import type { SupportCase } from '../../domain/support-case/support-case.ts';
import { auditedLook } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { type NamedPerson, type NoSuchPerson, type PersonRefusal, subjectOrNull } from '../privacy/named-person.ts';
import { actingStaff } from '../staff/acting-staff.ts';
import type { StaffRefusal } from '../staff/staff-refusal.ts';
import type { CasePorts } from './case-deed.ts';

/** Somebody calls again: which cases are there? */
export interface CasesOfInput {
  readonly staffSession: StaffSessionToken;
  readonly person: NamedPerson;
}

/** Why no case is shown. */
export type CasesOfRefusal = StaffRefusal | PersonRefusal | NoSuchPerson | PortFailure;

/** Answers the cases of a person, the newest first; not what was written in them. */
export type CasesOf = (input: CasesOfInput) => ResultAsync<readonly SupportCase[], CasesOfRefusal>;

/**
 * Makes the use case. It is what opening a case begins with, so whoever may do the one may do the other, and it is on record
 * like it, for no case; that nobody has the name as well.
 */
export function casesOf(ports: CasePorts): CasesOf {
  return (input) =>
    safeTry(async function* () {
      const staff = yield* actingStaff(ports, input.staffSession, 'open-case');
      const subject = yield* subjectOrNull(ports)(input.person);
      const noted = { action: 'open-case', staff, purpose: 'resolve-problem' } as const;
      const cases = yield* auditedLook<readonly SupportCase[] | null, StaffRefusal | PortFailure>(ports, (tx, record) =>
        safeTry(async function* () {
          const held = subject === null ? null : yield* tx.doors.bySubjectAlone(subject, 'customer-service');
          if (held === null) {
            yield* record({ ...noted, about: 'no-such-person' });
            return ok(null);
          }
          const found = yield* tx.supportCases.of(held.proof);
          yield* record({ ...noted, subject, about: 'cases-listed' });
          return ok<readonly SupportCase[], PortFailure>(found);
        }),
      );
      if (cases === null) return err({ kind: 'NoSuchPerson' as const });
      return ok(cases);
    });
}
