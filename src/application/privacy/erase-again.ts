import { type Erasure, hasReached } from '../../domain/deletion/erasure.ts';
import { keptWithoutName } from '../../domain/deletion/kept-without-name.ts';
import { resumedAt } from '../../domain/deletion/ledger.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { carryOnErasure } from './carry-on-erasure.ts';
import { type ErasurePorts, stayingNow } from './erasure-step.ts';
import type { LedgeredErasure } from './read-ledger.ts';

/** Does in a restored store what the ledger says of one erasure; answers whether that erasure has come to its end. */
export type DoAgain = (ledgered: LedgeredErasure) => ResultAsync<boolean, PortFailure>;

/**
 * Erases an account again that came back with a backup (POLICY.md C25). The fence is what the store may not serve without;
 * the other steps are those of every erasure, and a worker ends them where something stands in their way. Nobody gets a
 * second goodbye or a second certificate, and no processor a second request.
 */
export function eraseAgain(ports: ErasurePorts): DoAgain {
  const { store, vault, clock } = ports;
  return ({ erasure, subject }) =>
    safeTry(async function* () {
      const lines = yield* vault.ledgerOf(erasure);
      const at = clock.now();
      const requestedAt = lines[0]?.recordedAt ?? at;
      const keysThere = yield* vault.keyClassesOf(subject);
      const fenced = yield* store.ledger.fenceAgain(
        {
          erasure,
          subject,
          request: { kind: 'replay' },
          requestedAt,
          state: resumedAt(new Set(lines.map(({ step }) => step))),
          obstacle: null,
          deleted: {},
          drainedAt: at,
          tries: 0,
          completedAt: null,
        },
        at,
        // An order whose key is gone was let go of before: it comes back with the backup, and outlives nothing.
        (holdings) =>
          keptWithoutName(keysThere.includes('contract') ? holdings : { ...holdings, rentals: [] }, requestedAt),
      );
      return fenced === null ? ok(true) : ok(yield* ended(ports, fenced));
    });
}

/** Goes on with an erasure that the restored store has in an earlier state than the ledger. */
export function carryOnAgain(ports: ErasurePorts): DoAgain {
  const { store, vault } = ports;
  return ({ erasure }) =>
    safeTry(async function* () {
      const found = yield* store.reads.erasure(erasure);
      if (found === null) return ok(true);
      const state = resumedAt(new Set((yield* vault.ledgerOf(erasure)).map(({ step }) => step)));
      return ok(yield* ended(ports, hasReached(found, state) ? found : { ...found, state }));
    });
}

/**
 * Deletes orders that outlived their account, were let go of, and came back with the backup; their key is gone for good.
 * An erasure that the backup has unfinished goes on afterwards.
 */
export function releaseAgain(ports: ErasurePorts): DoAgain {
  const { store } = ports;
  const carryOn = carryOnAgain(ports);
  return (ledgered) =>
    safeTry(async function* () {
      const { erasure, subject } = ledgered;
      const found = yield* store.reads.erasure(erasure);
      if (found === null) return ok(true);
      const { categories } = yield* stayingNow(ports, found);
      yield* store.disposal.purge(erasure, subject, { orders: [], categories });
      return found.state === 'certified' ? ok(true) : ok(yield* carryOn(ledgered));
    });
}

/** Whoever is fenced cannot come back: where the other steps fail, the worker tries them again. */
function ended(ports: ErasurePorts, erasure: Erasure): ResultAsync<boolean, never> {
  return carryOnErasure(ports)(erasure)
    .map((state) => state === 'certified')
    .orElse(({ port, retryable }) => {
      ports.log.write('warn', 'erasure-stuck', { erasure: erasure.erasure, port, retryable });
      return okAsync(false);
    });
}
