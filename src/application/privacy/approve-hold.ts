import { HoldId, type InvalidId } from '../../domain/ids.ts';
import { type ApprovalRejection, decideHold } from '../../domain/legal-hold/decide-hold.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { audited } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { changeHold, type NoSuchHold } from './change-hold.ts';
import { holdReport, reachOf } from './hold-report.ts';
import type { HoldPlaced } from './place-hold.ts';
import { parseStaffDeed, type StaffDeedInput, type StaffDeedRefusal } from './staff-deed.ts';

/** A second member of the staff agrees. */
export interface ApproveHoldInput extends StaffDeedInput {
  /** As `placeHold` answered it. */
  readonly hold: string;
}

/** Why the hold goes on stopping nothing. */
export type ApproveHoldRefusal = StaffDeedRefusal | InvalidId | NoSuchHold | ApprovalRejection | PortFailure;

/** Approves a hold that somebody else placed: from the answer on it stops what it names, as far as that is still there. */
export type ApproveHold = (input: ApproveHoldInput) => ResultAsync<HoldPlaced, ApproveHoldRefusal>;

/**
 * Makes the use case. An erasure is looked at when the hold expires, at the latest: one that waits for a person's decision
 * has no other time. Where that does not get through, the end of a hold wakes it as well, so it is no refusal.
 */
export function approveHold(ports: StaffPorts): ApproveHold {
  const { store, clock } = ports;
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(ports, input, 'approve-hold');
      const hold = yield* HoldId.parse(input.hold);
      const at = clock.now();
      const approved = yield* audited(ports, (tx, record) =>
        // The subject is locked with the hold: a purge that is under way ends first, or finds it.
        changeHold({ tx, record }, { deed, hold }, (found) =>
          decideHold({ kind: 'ApproveHold', by: deed.staff, at }, found),
        ),
      );
      yield* store.erasures.wake(approved.subject, approved.expiresAt).orElse(() => okAsync(undefined));
      return ok({ ...holdReport(approved, at), reach: yield* reachOf(store, approved.subject) });
    });
}
