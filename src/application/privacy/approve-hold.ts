import { HoldId, type InvalidId } from '../../domain/ids.ts';
import { type ApprovalRejection, decideHold, evolveHold } from '../../domain/legal-hold/decide-hold.ts';
import { err, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { newLastingEntryId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { holdReport, reachOf } from './hold-report.ts';
import type { HoldPlaced } from './place-hold.ts';
import { accessFor, type InvalidStaffDeed, parseStaffDeed, type StaffDeedInput } from './staff-deed.ts';

/** A second member of the staff agrees. */
export interface ApproveHoldInput extends StaffDeedInput {
  /** As `placeHold` answered it. */
  readonly hold: string;
}

/** No hold has this number. */
export interface NoSuchHold {
  readonly kind: 'NoSuchHold';
}

/** Why the hold goes on stopping nothing. */
export type ApproveHoldRefusal = InvalidStaffDeed | InvalidId | NoSuchHold | ApprovalRejection | PortFailure;

/** Approves a hold that somebody else placed: from the answer on it stops what it names, as far as that is still there. */
export type ApproveHold = (input: ApproveHoldInput) => ResultAsync<HoldPlaced, ApproveHoldRefusal>;

/**
 * Makes the use case. An erasure is looked at when the hold expires, at the latest: one that waits for a person's decision
 * has no other time. Where that does not get through, the end of a hold wakes it as well, so it is no refusal.
 */
export function approveHold({ store, clock, ids }: Pick<Ports, 'store' | 'clock' | 'ids'>): ApproveHold {
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(input);
      const id = yield* HoldId.parse(input.hold);
      const at = clock.now();
      const entry = newLastingEntryId(ids);
      const hold = yield* store.transact((tx) =>
        safeTry(async function* () {
          const found = yield* tx.legalHolds.lock(id);
          if (found === null) return err({ kind: 'NoSuchHold' as const });
          // A purge that is under way ends first, or finds the hold.
          yield* tx.doors.byAnySubject(found.subject);
          const events = yield* decideHold({ kind: 'ApproveHold', by: deed.staff, at }, found);
          const approved = events.reduce(evolveHold, found);
          yield* tx.staffAccesses.record(accessFor(deed, entry, found.subject, at));
          yield* tx.legalHolds.save(approved);
          return ok(approved);
        }),
      );
      yield* store.erasures.wake(hold.subject, hold.expiresAt).orElse(() => okAsync(undefined));
      return ok({ ...holdReport(hold, at), reach: yield* reachOf(store, hold.subject) });
    });
}
