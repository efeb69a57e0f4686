import type { Erasure, ErasureState } from '../../domain/deletion/erasure.ts';
import type { LedgerStep } from '../../domain/deletion/ledger.ts';
import { Instant, minuteMs } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { ErasureLedgerEntry } from '../ports/vault.ts';
import { certifyErasure } from './certify-erasure.ts';
import { drain } from './drain.ts';
import type { ErasurePorts, Step } from './erasure-step.ts';
import { propagate } from './propagate.ts';
import { purgeRows } from './purge-rows.ts';
import { shred } from './shred.ts';
import { verifyErasure } from './verify-erasure.ts';

/** Takes a fenced erasure as far as it goes now, and answers the state that it reached. */
export type CarryOnErasure = (erasure: Erasure) => ResultAsync<ErasureState, PortFailure>;

interface NextStep {
  readonly reaches: ErasureState;
  readonly run: Step;
  /** What comes next tells somebody, cannot be taken back, or counts on the ledger: what was done is written down first. */
  readonly writtenDown: boolean;
}

/**
 * The steps of an erasure after the fence (POLICY.md C25; GDPR art. 17). Each does its work, has its line written into the
 * ledger, and only then the state moves, so a crash anywhere repeats steps and never skips one; each may be repeated by any
 * number of workers at once. Steps that follow each other at once are written down together, but never later than before
 * anybody is told of the erasure, before the keys go, before the certificate, and where a port fails.
 */
export function carryOnErasure(ports: ErasurePorts): CarryOnErasure {
  const next: Readonly<Record<Exclude<ErasureState, 'certified'>, NextStep>> = {
    fenced: { reaches: 'drained', run: drain(ports), writtenDown: true },
    drained: { reaches: 'propagated', run: propagate(ports), writtenDown: true },
    propagated: { reaches: 'shredded', run: shred(ports), writtenDown: false },
    shredded: { reaches: 'purged', run: purgeRows(ports), writtenDown: false },
    purged: { reaches: 'verified', run: verifyErasure(ports), writtenDown: true },
    verified: { reaches: 'certified', run: certifyErasure(ports), writtenDown: true },
  };
  return (erasure) =>
    safeTry(async function* () {
      let { state } = erasure;
      // The fence stands: the first line that says more than a wish. A replay erases again whoever has it.
      let lines: ErasureLedgerEntry[] =
        state === 'fenced' ? [{ ...line(ports, erasure, 'fenced', {}), recordedAt: erasure.requestedAt }] : [];
      while (state !== 'certified') {
        const { reaches, run, writtenDown }: NextStep = next[state];
        const outcome = yield* run({ ...erasure, state }).orElse((failure) => writtenDownAnyway(ports, lines, failure));
        if (outcome.kind === 'wait') {
          // After a restore nobody knows of the hold any more: the ledger does, and then nothing goes on by itself.
          if (outcome.obstacle?.kind === 'held') lines.push(line(ports, erasure, 'held', {}));
          yield* ports.vault.appendToLedger(lines);
          const { until: dueAt, obstacle } = outcome;
          yield* ports.store.erasures.advance(erasure.erasure, { state, obstacle, dueAt, completedAt: null });
          return ok(state);
        }
        state = reaches;
        lines.push(line(ports, erasure, state, outcome.counts));
        if (writtenDown) {
          yield* ports.vault.appendToLedger(lines);
          lines = [];
          yield* advanced(ports, erasure, state);
        }
      }
      return ok(state);
    });
}

function line(
  { clock }: ErasurePorts,
  { erasure, subject }: Erasure,
  step: LedgerStep,
  counts: ErasureLedgerEntry['counts'],
): ErasureLedgerEntry {
  return { erasure, subject, step, recordedAt: clock.now(), counts };
}

/** Where a port fails, the ledger still gets what was done; where it is the vault that fails, the next try writes it. */
function writtenDownAnyway(
  { vault }: ErasurePorts,
  lines: readonly ErasureLedgerEntry[],
  failure: PortFailure,
): ResultAsync<never, PortFailure> {
  return vault
    .appendToLedger(lines)
    .orElse(() => ok(undefined))
    .andThen(() => err(failure));
}

/** Whoever is carrying it on goes on at once; a worker takes it up a minute later if nobody does. */
function advanced(ports: ErasurePorts, erasure: Erasure, state: ErasureState): ResultAsync<void, PortFailure> {
  const { store, clock, log } = ports;
  const at = clock.now();
  const certified = state === 'certified';
  log.write('info', certified ? 'erasure-completed' : 'erasure-step', { erasure: erasure.erasure });
  return store.erasures.advance(erasure.erasure, {
    state,
    obstacle: null,
    dueAt: certified ? null : Instant.plusMs(at, minuteMs),
    completedAt: certified ? at : null,
  });
}
