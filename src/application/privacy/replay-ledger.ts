import { isBack, type LedgerTask, reachedIn } from '../../domain/deletion/ledger.ts';
import type { ErasureId } from '../../domain/ids.ts';
import { ok, okAsync, ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { carryOnAgain, type DoAgain, eraseAgain, releaseAgain } from './erase-again.ts';
import type { ErasurePorts } from './erasure-step.ts';
import { ledgerState, type UndecidedErasure } from './ledger-state.ts';
import {
  firstLedgerPage,
  type LedgeredErasure,
  type LedgerPage,
  nextLedgerPage,
  type VaultBehind,
} from './read-ledger.ts';

/** Who watches a replay, where somebody does. */
export interface ReplayLedgerInput {
  /** Told how many erasures are done, of how many that had to be. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What a replay came to. The store may serve. */
export interface LedgerReplayed {
  /** How many accounts were back and are erased again, and of how many more people orders were back and are gone. */
  readonly replayed: number;
  /** Erasures that still wait for something; the worker ends them. */
  readonly unfinished: number;
  /** Requests that nobody was erased on; see `LedgerState.undecided`. */
  readonly undecided: readonly UndecidedErasure[];
  /** Up to which position of the ledger everything is done now. */
  readonly position: number;
}

/**
 * Does again in a restored data store what the ledger of the vault says was done (POLICY.md C25). It can be interrupted at
 * any point and run again, and by several at once: what is done is not done twice.
 */
export type ReplayLedger = (input?: ReplayLedgerInput) => ResultAsync<LedgerReplayed, VaultBehind | PortFailure>;

/** How many erasures are done side by side: enough to keep two stores busy, few enough for their connections. */
const atOnce = 12;

/**
 * Makes the use case. The mark moves once, in the end: after an interruption the ledger is read again, which costs little,
 * and the store says of each erasure whether it is done.
 */
export function replayLedger(ports: ErasurePorts): ReplayLedger {
  const { store, clock, log } = ports;
  const again = doAgain(ports);
  return ({ onProgress } = {}) =>
    safeTry(async function* () {
      const { toReplay: total } = yield* ledgerState(ports)();
      const undecided = new Map<ErasureId, LedgeredErasure>();
      let replayed = 0;
      let unfinished = 0;
      onProgress?.(replayed, total);

      const { position: before, page: first } = yield* firstLedgerPage(ports);
      let position = before;
      let inOrder = true;
      for (let page: LedgerPage | null = first; page !== null; page = yield* nextLedgerPage(ports, page)) {
        const { lines, erasures } = page;
        yield* sideBySide([...erasures.values()], (ledgered) =>
          again[ledgered.task](ledgered).andTee((ended) => {
            if (!ended) unfinished += 1;
            if (!isBack(ledgered.task)) return;
            replayed += 1;
            onProgress?.(replayed, total);
          }),
        );
        for (const ledgered of erasures.values()) {
          if (ledgered.task === 'undecided') undecided.set(ledgered.erasure, ledgered);
          else undecided.delete(ledgered.erasure);
        }
        if (!inOrder) continue;
        const taskLeft = (erasure: ErasureId): LedgerTask => (undecided.has(erasure) ? 'undecided' : 'nothing');
        position = reachedIn(lines, taskLeft, clock.now()) ?? position;
        inOrder = lines.length === 0 || position === lines.at(-1)?.position;
      }
      if (position > before) yield* store.ledger.record(position, clock.now());
      const open = yield* stillThere(ports, [...undecided.values()]);
      for (const { erasure } of open) log.write('warn', 'erasure-undecided', { erasure });
      log.write('info', 'ledger-replayed', { count: replayed });
      return ok({ replayed, unfinished, undecided: open, position });
    });
}

function doAgain(ports: ErasurePorts): Readonly<Record<LedgerTask, DoAgain>> {
  const nothing: DoAgain = () => okAsync(true);
  return {
    nothing,
    undecided: nothing,
    'carry-on': carryOnAgain(ports),
    'erase-again': eraseAgain(ports),
    'release-again': releaseAgain(ports),
  };
}

/** Some at a time, until one fails; those that are under way then come to their end. */
function sideBySide(
  erasures: readonly LedgeredErasure[],
  work: (erasure: LedgeredErasure) => ResultAsync<unknown, PortFailure>,
): ResultAsync<unknown, PortFailure> {
  let next = 0;
  let failed = false;
  const lane = (): ResultAsync<void, PortFailure> =>
    safeTry(async function* () {
      for (let one = erasures[next++]; one !== undefined && !failed; one = erasures[next++]) {
        const worked = await work(one);
        failed ||= worked.isErr();
        yield* worked;
      }
      return ok(undefined);
    });
  return ResultAsync.combine(Array.from({ length: Math.min(atOnce, erasures.length) }, lane));
}

/** Whoever asked once more was erased on that, and nothing is left to decide. */
function stillThere(
  { store }: ErasurePorts,
  undecided: readonly LedgeredErasure[],
): ResultAsync<readonly UndecidedErasure[], PortFailure> {
  if (undecided.length === 0) return okAsync([]);
  return store.ledger
    .standingOf(undecided)
    .map((standings) =>
      undecided
        .filter(({ erasure }) => standings.get(erasure)?.active === true)
        .map(({ erasure, subject }) => ({ erasure, subject })),
    );
}
