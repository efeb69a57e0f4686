import type { HoldId } from '../../domain/ids.ts';
import { evolveHold, type HoldEvent } from '../../domain/legal-hold/decide-hold.ts';
import type { LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { StaffAction } from '../../domain/staff/access-rules.ts';
import type { RecordEntry } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Transaction } from '../ports/transaction.ts';
import { deedOn, type StaffDeed } from './staff-deed.ts';

/** No hold has this number. */
export interface NoSuchHold {
  readonly kind: 'NoSuchHold';
}

/** A deed of staff on one hold, with the name that it is on record by. */
export interface HoldDeed {
  readonly deed: StaffDeed;
  readonly hold: HoldId;
  readonly action: StaffAction;
}

/** What approving and ending have in common: lock, decide, put the deed on record, write. */
export function changeHold<Rejection>(
  { tx, record }: { readonly tx: Transaction; readonly record: RecordEntry },
  { deed, hold, action }: HoldDeed,
  decide: (hold: LegalHold) => Result<readonly HoldEvent[], Rejection>,
): ResultAsync<LegalHold, Rejection | NoSuchHold | PortFailure> {
  return safeTry(async function* () {
    const found = yield* tx.legalHolds.lock(hold);
    if (found === null) return err({ kind: 'NoSuchHold' as const });
    const events = yield* decide(found);
    const changed = events.reduce(evolveHold, found);

    yield* tx.legalHolds.save(changed);
    yield* record(deedOn(deed, action, found.subject, hold));
    return ok(changed);
  });
}
