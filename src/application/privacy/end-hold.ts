import { HoldId, type InvalidId } from '../../domain/ids.ts';
import { decideHold, type HoldOver } from '../../domain/legal-hold/decide-hold.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { ApprovalObject, type SecondPersonNeeded } from '../../domain/staff/approval.ts';
import { audited } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { secondPerson } from '../staff/second-person.ts';
import { changeHold, type NoSuchHold } from './change-hold.ts';
import { type HoldReport, holdReport } from './hold-report.ts';
import { parseStaffDeed, type StaffDeedInput, type StaffDeedRefusal } from './staff-deed.ts';

/** The reason for a hold is gone. */
export interface EndHoldInput extends StaffDeedInput {
  /** As `placeHold` answered it. */
  readonly hold: string;
}

/** Why there is nothing to end. */
export type EndHoldRefusal = StaffDeedRefusal | InvalidId | NoSuchHold | HoldOver | SecondPersonNeeded | PortFailure;

/** Ends a hold before its time; one that is approved only with a second person who agrees (`approveAction`). An erasure that it stopped goes on by itself. */
export type EndHold = (input: EndHoldInput) => ResultAsync<HoldReport, EndHoldRefusal>;

/**
 * Makes the use case. The erasure is woken after the end is written; where that does not get through, it looks again when
 * it is due anyway, so it is no refusal.
 */
export function endHold(ports: StaffPorts): EndHold {
  const { store, clock } = ports;
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(ports, input, 'end-hold');
      const hold = yield* HoldId.parse(input.hold);
      const at = clock.now();
      const needed = { action: 'end-hold', object: ApprovalObject.of(hold), caseNumber: deed.caseNumber } as const;
      const ended = yield* audited(ports, (tx, record) =>
        changeHold(
          { tx, record },
          { deed, hold },
          (found) => decideHold({ kind: 'EndHold', by: deed.staff, at }, found),
          // What two people agreed to keep is not let go of by one. One that nobody approved yet stops nothing.
          ({ approved }) => (approved === null ? okAsync(undefined) : secondPerson(ports, tx, needed, deed.staff)),
        ),
      );
      yield* store.erasures.wake(ended.subject, at).orElse(() => okAsync(undefined));
      return ok(holdReport(ended, at));
    });
}
