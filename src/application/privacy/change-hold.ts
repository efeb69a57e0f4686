import type { EntryId, HoldId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { evolveHold, type HoldEvent } from '../../domain/legal-hold/decide-hold.ts';
import type { LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Transaction } from '../ports/transaction.ts';
import { accessFor, type StaffDeed } from './staff-deed.ts';

/** No hold has this number. */
export interface NoSuchHold {
  readonly kind: 'NoSuchHold';
}

/** A deed of staff on one hold, at a moment; the name of its record is made outside, so that a retry has the same. */
export interface HoldDeed {
  readonly deed: StaffDeed;
  readonly hold: HoldId;
  readonly entry: EntryId;
  readonly at: Instant;
}

/** What approving and ending have in common: lock, decide, put the deed on record, write. */
export function changeHold<Rejection>(
  tx: Transaction,
  { deed, hold, entry, at }: HoldDeed,
  decide: (hold: LegalHold) => Result<readonly HoldEvent[], Rejection>,
): ResultAsync<LegalHold, Rejection | NoSuchHold | PortFailure> {
  return safeTry(async function* () {
    const found = yield* tx.legalHolds.lock(hold);
    if (found === null) return err({ kind: 'NoSuchHold' as const });
    const events = yield* decide(found);
    const changed = events.reduce(evolveHold, found);
    yield* tx.staffAccesses.record(accessFor(deed, entry, found.subject, at));
    yield* tx.legalHolds.save(changed);
    return ok(changed);
  });
}
