import type { InvalidId } from '../../domain/ids.ts';
import { Day, type InvalidDay } from '../../domain/instant.ts';
import { type PlacementRejection, placeHold as placed } from '../../domain/legal-hold/decide-hold.ts';
import {
  HoldBasis,
  HoldScope,
  type InvalidHoldBasis,
  type InvalidHoldScope,
  type TypedHoldScope,
} from '../../domain/legal-hold/legal-hold.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { audited } from '../audit/audited.ts';
import { newHoldId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { type HoldReach, type HoldReport, holdReport, reachOf } from './hold-report.ts';
import { type NamedPerson, type NoSuchPerson, notTellingWhose, type PersonRefusal, subjectOf } from './named-person.ts';
import { deedOn, heldFor, parseStaffDeed, type StaffDeedInput, type StaffDeedRefusal } from './staff-deed.ts';

/** Staff asks that something of a person's is kept for now. */
export interface PlaceHoldInput extends StaffDeedInput, TypedHoldScope {
  readonly person: NamedPerson;
  /** One of `holdBases`. */
  readonly basis: string;
  /** The last day on which it holds, `YYYY-MM-DD`, a year ahead at most. */
  readonly until: string;
}

/** The hold waits for its second person, and says what it will be able to keep. */
export interface HoldPlaced extends HoldReport {
  readonly reach: HoldReach;
}

/** Why no hold is placed. */
export type PlaceHoldRefusal =
  | StaffDeedRefusal
  | InvalidHoldBasis
  | InvalidHoldScope
  | InvalidId
  | InvalidDay
  | PlacementRejection
  | PersonRefusal
  | NoSuchPerson
  /** The person has no rental of that id, or it is gone. */
  | { readonly kind: 'NoSuchOrder' }
  | PortFailure;

/**
 * Places a legal hold on a person, a rental or a category (GDPR art. 17(3), 18(1)(c)). It stops nothing before another
 * member of the staff approves it. The person may be leaving or gone: then it can keep only what is still there.
 */
export type PlaceHold = (input: PlaceHoldInput) => ResultAsync<HoldPlaced, PlaceHoldRefusal>;

/** Makes the use case. That staff did so is on record in the same transaction. */
export function placeHold(ports: StaffPorts): PlaceHold {
  const { store, clock, ids } = ports;
  return (input) =>
    safeTry(async function* () {
      const deed = yield* parseStaffDeed(ports, input, 'place-hold');
      const basis = yield* HoldBasis.parse(input.basis);
      const scope = yield* HoldScope.parse(input);
      const until = yield* Day.parse(input.until);
      const subject = yield* subjectOf(ports)(input.person);
      const at = clock.now();
      const { staff: by, caseNumber } = deed;
      const named = newHoldId(ids);
      const hold = yield* audited(ports, (tx, record) =>
        safeTry(async function* () {
          const locked = yield* heldFor(tx, deed, subject);
          const placing = yield* placed({ hold: named, subject, scope, basis, caseNumber, by, at, until });
          if (scope.kind === 'order' && !(yield* tx.orders.has(locked, scope.order))) {
            return err({ kind: 'NoSuchOrder' as const });
          }
          yield* tx.legalHolds.add(locked, placing);
          yield* record(deedOn(deed, subject, named));
          return ok(placing);
        }),
      ).mapErr(notTellingWhose(input.person));
      return ok({ ...holdReport(hold, at), reach: yield* reachOf(store, subject) });
    });
}
