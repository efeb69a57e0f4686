import type { ErasureId, SubjectId } from '../ids.ts';
import { type Instant, minuteMs } from '../instant.ts';
import { type ErasureState, erasureStates } from './erasure.ts';

/**
 * What the erasure ledger asks of a data store (POLICY.md C22, C25). The ledger is never restored together with the store:
 * where an older backup of the store was restored, it knows of erasures that the store forgot.
 */

/**
 * `requested` is written before anything is destroyed, and may stand alone where the fence did not come to be; `fenced`
 * says that it did. `held` says that a hold stood in its way at some time. `released` is written when the last kept order
 * is gone.
 */
export type LedgerStep = 'requested' | ErasureState | 'held' | 'released';

/** A line of the ledger, as far as these rules look at it. */
export interface LedgerLine {
  /** Later lines have higher ones; numbers may be missing. */
  readonly position: number;
  readonly erasure: ErasureId;
  readonly subject: SubjectId;
  readonly step: LedgerStep;
  readonly recordedAt: Instant;
}

/** How a data store stands to an erasure, and to its subject. */
export interface ErasureStanding {
  /** How far the store has the erasure; null where it does not know of it. */
  readonly state: ErasureState | null;
  /** The subject's account is there, as if nobody had asked for anything. */
  readonly active: boolean;
  /** The subject has orders that are open or unpaid. */
  readonly unsettledOrders: boolean;
}

/**
 * What is to be done in a data store about an erasure of the ledger.
 *
 * - `nothing`: the store knows of it, and its worker ends it; or there is nobody to erase.
 * - `carry-on`: the store knows of it, but not how far it had come: it goes on from where the ledger says.
 * - `erase-again`: the account is back.
 * - `release-again`: orders are back that outlived the account and were let go of since.
 * - `undecided`: the erasure was asked for, and nothing says that the fence ever stood. Nobody is erased on that alone.
 */
export type LedgerTask = 'nothing' | 'carry-on' | 'erase-again' | 'release-again' | 'undecided';

/** Whether somebody is back who was erased: a store in which that is so must not serve. */
export function isBack(task: LedgerTask): boolean {
  return task === 'erase-again' || task === 'release-again';
}

/** The task that these steps of one erasure make in a store that stands so to it. Steps may be missing among them. */
export function taskOf(steps: ReadonlySet<LedgerLine['step']>, standing: ErasureStanding): LedgerTask {
  if (steps.has('released') && standing.state !== null && standing.unsettledOrders) return 'release-again';
  if (standing.state !== null) return isAhead(steps, standing.state) ? 'carry-on' : 'nothing';
  if (!standing.active) return 'nothing';
  return steps.size === 1 && steps.has('requested') ? 'undecided' : 'erase-again';
}

function isAhead(steps: ReadonlySet<LedgerLine['step']>, state: ErasureState): boolean {
  return erasureStates.slice(erasureStates.indexOf(state) + 1).some((later) => steps.has(later));
}

/**
 * From which state an erasure goes on in a store that was restored: from the beginning, for what was done in the store is
 * gone with it, and a processor is asked under the same name again. One that has its certificate tells nobody any more.
 */
export function resumedAt(steps: ReadonlySet<LedgerLine['step']>): 'fenced' | 'propagated' {
  return steps.has('certified') ? 'propagated' : 'fenced';
}

/**
 * Whether a hold stood in the way of the erasure when the ledger was last written. A restored store may not know of the hold
 * any more, and must not destroy what it protected: a person decides (GDPR art. 17(3)).
 */
export function wasHeld(steps: ReadonlySet<LedgerLine['step']>): boolean {
  return steps.has('held') && !steps.has('verified');
}

/** The steps of each erasure in these lines, in the order in which the erasures come. */
export function stepsByErasure(
  lines: readonly LedgerLine[],
): ReadonlyMap<ErasureId, { readonly subject: SubjectId; readonly steps: ReadonlySet<LedgerLine['step']> }> {
  const found = new Map<ErasureId, { readonly subject: SubjectId; readonly steps: Set<LedgerLine['step']> }>();
  for (const { erasure, subject, step } of lines) {
    const known = found.get(erasure);
    if (known === undefined) found.set(erasure, { subject, steps: new Set([step]) });
    else known.steps.add(step);
  }
  return found;
}

/**
 * For so long a line `requested` that stands alone may still be followed by its fence: it is written right before the
 * commit, and no transaction takes longer. Afterwards a store that does not know of the erasure never will.
 */
export const fenceMayFollowMs: number = 10 * minuteMs;

/**
 * The position up to which everything is done, of lines in their order; null where not even the first is. A request that
 * may still be decided is waited for, so that no line is passed over before its fence has come or failed to.
 */
export function reachedIn(
  lines: readonly LedgerLine[],
  taskFor: (erasure: ErasureId) => LedgerTask,
  at: Instant,
): number | null {
  const waits = ({ erasure, recordedAt }: LedgerLine): boolean => {
    const task = taskFor(erasure);
    return isBack(task) || (task === 'undecided' && at < recordedAt + fenceMayFollowMs);
  };
  const first = lines.findIndex(waits);
  return (first === -1 ? lines.at(-1) : lines[first - 1])?.position ?? null;
}
