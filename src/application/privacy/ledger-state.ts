import { isBack } from '../../domain/deletion/ledger.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { firstLedgerPage, type LedgerPage, nextLedgerPage, type VaultBehind } from './read-ledger.ts';

/** An erasure that was asked for, and of which nothing says that it ever began. */
export interface UndecidedErasure {
  readonly erasure: ErasureId;
  readonly subject: SubjectId;
}

/** How the data store stands to the erasure ledger of the vault. */
export interface LedgerState {
  /** Up to which position of the ledger everything is known to be done. */
  readonly position: number;
  /** How many lines there are beyond it. */
  readonly lines: number;
  /** How many erasures have to be done again before the store may serve: their people, or orders of theirs, are back. */
  readonly toReplay: number;
  /**
   * Requests that nobody is erased on: the process may have ended before the account was fenced, or right after. The account
   * is there and active; ask the person, or erase on their behalf.
   */
  readonly undecided: readonly UndecidedErasure[];
}

/** Holds the data store against the ledger (POLICY.md C25), and changes nothing. Its cost follows the lines that are new. */
export type ReadLedgerState = () => ResultAsync<LedgerState, VaultBehind | PortFailure>;

/** Makes the use case. */
export function ledgerState(ports: Pick<Ports, 'store' | 'vault'>): ReadLedgerState {
  return () =>
    safeTry(async function* () {
      const { position, page: first } = yield* firstLedgerPage(ports);
      const toReplay = new Set<ErasureId>();
      const undecided = new Map<ErasureId, SubjectId>();
      let lines = 0;
      for (let page: LedgerPage | null = first; page !== null; page = yield* nextLedgerPage(ports, page)) {
        lines += page.lines.length;
        for (const { erasure, subject, task } of page.erasures.values()) {
          if (isBack(task)) toReplay.add(erasure);
          if (task === 'undecided') undecided.set(erasure, subject);
          else undecided.delete(erasure);
        }
      }
      return ok({
        position,
        lines,
        toReplay: toReplay.size,
        undecided: [...undecided].map(([erasure, subject]) => ({ erasure, subject })),
      });
    });
}
