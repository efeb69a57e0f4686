import type { OrderId, SubjectId } from '../../domain/ids.ts';
import { isOrderProtected } from '../../domain/legal-hold/protection.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { doomedKeys, isPurged, stayingNow } from './erasure-step.ts';
import { forgetCards } from './forget-cards.ts';

/** Lets go of an order that nobody can claim any more, open or unpaid as it is; says whether it is gone. */
export type WriteOffKeptOrder = (subject: SubjectId, order: OrderId) => ResultAsync<boolean, PortFailure>;

type WriteOffPorts = Pick<Ports, 'store' | 'vault' | 'processor' | 'clock' | 'log'>;

/**
 * The rule `write-off` (POLICY.md C26): as `releaseKeptOrder`, without waiting for the order to be settled. What a hold or
 * an open request protects stays.
 *
 * The key goes before the row here as well: after a crash in between the next sweep finds the row again. The line comes last:
 * a store that has the row and a ledger that says it was let go of would count as restored.
 */
export function writeOffKeptOrder(ports: WriteOffPorts): WriteOffKeptOrder {
  const { store, vault, clock } = ports;
  return (subject, order) =>
    safeTry(async function* () {
      const erasure = yield* store.reads.erasureOf(subject);
      if (erasure === null || !isPurged(erasure)) return ok(false);
      const now = clock.now();
      const protection = yield* store.reads.protectionOf(subject, now);
      if (isOrderProtected(protection, order)) return ok(false);
      const staying = yield* stayingNow(ports, erasure);
      const others = staying.orders.filter((other) => other !== order);
      const left = { orders: others, categories: staying.categories };
      yield* forgetCards(ports)(erasure, left, 'as-long-as-it-takes');
      // Telling the processor takes time, and a hold may have come meanwhile.
      if (isOrderProtected(yield* store.reads.protectionOf(subject, clock.now()), order)) return ok(false);
      const isLast = others.length === 0;
      const keys = isLast ? yield* vault.destroyKeys(subject, doomedKeys(left), now) : 0;
      const gone = yield* store.retention.writeOff(subject, order);
      if (gone && isLast) {
        const counts = { subject_keys: keys };
        const line = { erasure: erasure.erasure, subject, step: 'released', recordedAt: now, counts } as const;
        yield* vault.appendToLedger([line]);
      }
      return ok(gone);
    });
}
