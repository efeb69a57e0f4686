import type { Erasure, ErasureState } from '../../domain/deletion/erasure.ts';
import { keysToDestroy } from '../../domain/deletion/plan-erasure.ts';
import type { OrderId } from '../../domain/ids.ts';
import { err, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type PortFailure, portFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { forgetCards } from './forget-cards.ts';

type ErasurePorts = Pick<Ports, 'store' | 'vault' | 'processor' | 'clock' | 'log'>;

/** Takes a fenced erasure as far as it goes now, and answers the state that it reached. */
export type CarryOnErasure = (erasure: Erasure) => ResultAsync<ErasureState, PortFailure>;

/**
 * The steps of an erasure after the fence: `fenced` → `shredded` → `purged` → `completed` (POLICY.md C25; GDPR art. 17).
 * Each does its work, writes its line into the ledger, and only then moves the state, so a crash anywhere repeats a step
 * and never skips one; each may be repeated by any number of workers at once.
 */
export function carryOnErasure(ports: ErasurePorts): CarryOnErasure {
  const steps: Readonly<Record<Exclude<ErasureState, 'completed'>, Step>> = {
    fenced: shred(ports),
    shredded: purge(ports),
    purged: complete(ports),
  };
  const carryOn: CarryOnErasure = (erasure) =>
    erasure.state === 'completed'
      ? okAsync('completed')
      : steps[erasure.state](erasure).andThen((state) => {
          ports.log.write('info', state === 'completed' ? 'erasure-completed' : 'erasure-step', {
            erasure: erasure.erasure,
          });
          return carryOn({ ...erasure, state });
        });
  return carryOn;
}

type Step = (erasure: Erasure) => ResultAsync<ErasureState, PortFailure>;

/** Destroys the keys: from here on every copy of the sealed values is unreadable, backups included. */
function shred(ports: ErasurePorts): Step {
  const { vault } = ports;
  return (erasure) =>
    safeTry(async function* () {
      const kept = yield* keptNow(ports, erasure);
      yield* forgetCards(ports)(erasure, kept);
      const keys = yield* vault.destroyKeys(erasure.subject, keysToDestroy(kept));
      return reached(ports, erasure, 'shredded', { subject_keys: keys });
    });
}

/** Deletes the rows that no rule keeps. */
function purge(ports: ErasurePorts): Step {
  return (erasure) => purgeRows(ports, erasure).andThen((rows) => reached(ports, erasure, 'purged', rows));
}

/** The orders that still outlive the account. Nothing is added behind the fence: where the plan kept none, there is none. */
function keptNow({ store }: ErasurePorts, erasure: Erasure): ResultAsync<readonly OrderId[], PortFailure> {
  return outlivedByRentals(erasure) ? store.disposal.keptOrdersOf(erasure.subject) : okAsync([]);
}

function outlivedByRentals({ kept }: Erasure): boolean {
  return kept.some(({ category }) => category === 'rental');
}

/** An order that settled since the keys were looked at needs the `contract` key no longer. */
function purgeRows(ports: ErasurePorts, erasure: Erasure): ResultAsync<Readonly<Record<string, number>>, PortFailure> {
  const { store, vault } = ports;
  return safeTry(async function* () {
    const kept = yield* keptNow(ports, erasure);
    if (outlivedByRentals(erasure)) {
      yield* forgetCards(ports)(erasure, kept);
      yield* vault.destroyKeys(erasure.subject, keysToDestroy(kept));
    }
    return store.disposal.purge(erasure.subject, kept);
  });
}

/** Counts what is left, by the data map; only an empty count completes an erasure. */
function complete(ports: ErasurePorts): Step {
  const remnants = (erasure: Erasure): ResultAsync<number, PortFailure> =>
    keptNow(ports, erasure)
      .andThen((kept) => ports.store.disposal.remnants(erasure.subject, kept))
      .map((counts) => Object.values(counts).reduce((sum, count) => sum + count, 0));
  return (erasure) =>
    safeTry(async function* () {
      let left = yield* remnants(erasure);
      if (left > 0) {
        // What settled since the purge is purged like the rest.
        yield* purgeRows(ports, erasure);
        left = yield* remnants(erasure);
      }
      if (left > 0) {
        ports.log.write('error', 'erasure-stuck', { erasure: erasure.erasure, count: left });
        return err(portFailure('DataStore', true));
      }
      return reached(ports, erasure, 'completed', {});
    });
}

/** The line first, the state last. */
function reached(
  ports: ErasurePorts,
  erasure: Erasure,
  step: ErasureState,
  counts: Readonly<Record<string, number>>,
): ResultAsync<ErasureState, PortFailure> {
  const at = ports.clock.now();
  return ports.vault
    .appendToLedger({ erasure: erasure.erasure, subject: erasure.subject, step, recordedAt: at, counts })
    .andThen(() => ports.store.disposal.advance(erasure.erasure, step, step === 'completed' ? at : null))
    .map(() => step);
}
