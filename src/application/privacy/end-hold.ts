import { HoldId, type InvalidId } from '../../domain/ids.ts';
import { decideHold, type HoldOver } from '../../domain/legal-hold/decide-hold.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type AuditPorts, audited } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { changeHold, type NoSuchHold } from './change-hold.ts';
import { type HoldReport, holdReport } from './hold-report.ts';
import { type InvalidStaffDeed, parseStaffDeed, type StaffDeedInput } from './staff-deed.ts';

/** The reason for a hold is gone. */
export interface EndHoldInput extends StaffDeedInput {
  /** As `placeHold` answered it. */
  readonly hold: string;
}

/** Why there is nothing to end. */
export type EndHoldRefusal = InvalidStaffDeed | InvalidId | NoSuchHold | HoldOver | PortFailure;

/** Ends a hold before its time, approved or not. An erasure that it stopped goes on by itself. */
export type EndHold = (input: EndHoldInput) => ResultAsync<HoldReport, EndHoldRefusal>;

/**
 * Makes the use case. The erasure is woken after the end is written; where that does not get through, it looks again when
 * it is due anyway, so it is no refusal.
 */
export function endHold(ports: AuditPorts): EndHold {
  const { store, clock } = ports;
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(input);
      const hold = yield* HoldId.parse(input.hold);
      const at = clock.now();
      const ended = yield* audited(ports, (tx, record) =>
        changeHold({ tx, record }, { deed, hold, action: 'end-hold' }, (found) =>
          decideHold({ kind: 'EndHold', by: deed.staff, at }, found),
        ),
      );
      yield* store.erasures.wake(ended.subject, at).orElse(() => okAsync(undefined));
      return ok(holdReport(ended, at));
    });
}
