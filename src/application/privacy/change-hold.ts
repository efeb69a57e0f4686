import type { HoldId } from '../../domain/ids.ts';
import { evolveHold, type HoldEvent } from '../../domain/legal-hold/decide-hold.ts';
import type { LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import { err, ok, okAsync, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { RecordEntry } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Transaction } from '../ports/transaction.ts';
import type { StaffNotAllowed } from '../staff/staff-refusal.ts';
import type { NoSuchCase } from '../support/case-deed.ts';
import { deedOn, demandCase, type StaffDeed } from './staff-deed.ts';

/** No hold has this number. */
export interface NoSuchHold {
  readonly kind: 'NoSuchHold';
}

/** A deed of staff on one hold. */
export interface HoldDeed {
  readonly deed: StaffDeed;
  readonly hold: HoldId;
}

/** What approving and ending have in common: lock, decide, see to what is demanded, put the deed on record, write. */
export function changeHold<Rejection, Missing = never>(
  { tx, record }: { readonly tx: Transaction; readonly record: RecordEntry },
  { deed, hold }: HoldDeed,
  decide: (hold: LegalHold) => Result<readonly HoldEvent[], Rejection>,
  demand: (hold: LegalHold) => ResultAsync<void, Missing | PortFailure> = () => okAsync(undefined),
): ResultAsync<LegalHold, Rejection | Missing | NoSuchHold | NoSuchCase | StaffNotAllowed | PortFailure> {
  return safeTry(async function* () {
    const found = yield* tx.legalHolds.lock(hold);
    if (found === null) return err({ kind: 'NoSuchHold' as const });
    const person = yield* tx.doors.byAnySubject(found.subject);
    if (person !== null) yield* demandCase(tx, deed, person);
    const events = yield* decide(found);
    yield* demand(found);
    const changed = events.reduce(evolveHold, found);

    yield* tx.legalHolds.save(changed);
    yield* record(deedOn(deed, found.subject, hold));
    return ok(changed);
  });
}
