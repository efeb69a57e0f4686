import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { auditedLook } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { type HoldReport, holdReport } from './hold-report.ts';
import { type NamedPerson, type NoSuchPerson, notTellingWhose, type PersonRefusal, subjectOf } from './named-person.ts';
import { deedOn, heldFor, parseStaffDeed, type StaffDeedInput, type StaffDeedRefusal } from './staff-deed.ts';

/** Staff asks what is held of a person, and why. */
export interface HoldsOfInput extends StaffDeedInput {
  readonly person: NamedPerson;
}

/** Why nothing is listed. */
export type HoldsOfRefusal = StaffDeedRefusal | PersonRefusal | NoSuchPerson | PortFailure;

/** Lists the holds on a person, those that are over included, in the order in which they were placed. */
export type HoldsOf = (input: HoldsOfInput) => ResultAsync<readonly HoldReport[], HoldsOfRefusal>;

/** Makes the use case. The look is on record before anything is shown (POLICY.md C21). */
export function holdsOf(ports: StaffPorts): HoldsOf {
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(ports, input, 'see-holds');
      const subject = yield* subjectOf(ports)(input.person);
      const at = ports.clock.now();
      const holds = yield* auditedLook(ports, (tx, record) =>
        safeTry(async function* () {
          yield* heldFor(tx, deed, subject);
          const held = yield* tx.legalHolds.of(subject);
          yield* record(deedOn(deed, subject));
          return ok(held);
        }),
      ).mapErr(notTellingWhose(input.person));
      return ok(holds.map((hold) => holdReport(hold, at)));
    });
}
