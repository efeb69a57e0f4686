import { ledgerState, type ReadLedgerState } from '../../application/privacy/ledger-state.ts';
import { type ReplayLedger, replayLedger } from '../../application/privacy/replay-ledger.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { JoosAdapters } from './adapters.ts';
import { type DatabasesNotOpened, openDatabases } from './open.ts';
import { allPorts } from './tokens.ts';

/** The core as far as it opens on a data store that was restored: whoever is back is erased again, and nobody is served. */
export interface JoosForReplay {
  readonly ledgerState: ReadLedgerState;
  readonly replayLedger: ReplayLedger;
  /** Closes both stores. A replay must have ended. */
  close(): Promise<void>;
}

/** Opens the core for a replay; see `openForReplay`. */
export function openForReplayWithInversify(adapters: JoosAdapters): ResultAsync<JoosForReplay, DatabasesNotOpened> {
  return openDatabases(adapters).map((container) => {
    const ports = container.get(allPorts);
    return {
      ledgerState: ledgerState(ports),
      replayLedger: replayLedger(ports),
      close: () => container.unbindAllAsync(),
    };
  });
}
