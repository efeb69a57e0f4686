import { isBack, reachedIn } from '../../domain/deletion/ledger.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { caughtUp } from './erase-again.ts';
import type { PurgePorts } from './purge-rows-of.ts';
import { firstLedgerPage, type LedgerPage, nextLedgerPage } from './read-ledger.ts';

type NotePorts = PurgePorts & Pick<Ports, 'log'>;

/** Moves the mark up to which the store has done what the ledger says, so that the next opening has little to read. */
export type NoteLedgerProgress = () => ResultAsync<void, PortFailure>;

/**
 * Makes the use case. It erases nobody: a store that was restored under a running worker is reported, and its mark stays.
 * An erasure of which the store knows less than the ledger is moved on to where nobody is told anything twice.
 */
export function noteLedgerProgress(ports: NotePorts): NoteLedgerProgress {
  const { store, clock, log } = ports;
  return () =>
    safeTry(async function* () {
      const begun = await firstLedgerPage(ports);
      if (begun.isErr() && begun.error.kind === 'VaultBehind') {
        log.write('error', 'vault-behind');
        return ok(undefined);
      }
      const { page: first } = yield* begun.mapErr((problem) => problem as PortFailure); // sound: the other kind has left
      for (let page: LedgerPage | null = first; page !== null; page = yield* nextLedgerPage(ports, page)) {
        const { lines, erasures } = page;
        const back = [...erasures.values()].filter(({ task }) => isBack(task)).length;
        if (back > 0) log.write('error', 'ledger-not-applied', { count: back });
        for (const ledgered of erasures.values()) {
          if (ledgered.task === 'carry-on') yield* caughtUp(ports, ledgered);
        }
        const at = clock.now();
        const reached = reachedIn(lines, (erasure) => erasures.get(erasure)?.task ?? 'nothing', at);
        if (reached === null) break;
        for (const { erasure, step, position } of lines) {
          const passed = position <= reached && step === 'requested';
          if (passed && erasures.get(erasure)?.task === 'undecided')
            log.write('warn', 'erasure-undecided', { erasure });
        }
        yield* store.ledger.record(reached, at);
        if (reached !== lines.at(-1)?.position) break;
      }
      return ok(undefined);
    });
}
