import type { Erasure } from '../../domain/deletion/erasure.ts';
import type { CardId, OrderId } from '../../domain/ids.ts';
import { dayMs, Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** For so long an erasure waits for a card processor that does not answer; then it goes on without. */
const waitForProcessorMs: number = dayMs;

/** Has the processor forget the cards of a person who left, save those that an open or unpaid order is bound to. */
export type ForgetCards = (erasure: Erasure, keptOrders: readonly OrderId[]) => ResultAsync<void, PortFailure>;

/**
 * Tells the processor what it need not keep any more (GDPR art. 19). It comes before the `contract` key is destroyed:
 * after that nobody can read under which reference the processor knows a card.
 */
export function forgetCards(ports: Pick<Ports, 'store' | 'vault' | 'processor' | 'clock' | 'log'>): ForgetCards {
  const { store, vault, processor, clock, log } = ports;
  return (erasure, keptOrders) =>
    safeTry(async function* () {
      const classes = yield* vault.keyClassesOf(erasure.subject);
      if (!classes.includes('contract')) return ok(undefined);
      const cards = yield* store.reads.everyCardOf(erasure.subject, 'data-subject-rights');
      const needed = new Set<CardId>();
      for (const kept of keptOrders) {
        const record = yield* store.reads.orderOf(erasure.subject, kept, 'data-subject-rights');
        if (record === null) continue;
        needed.add(record.order.card);
        if (record.payment !== null) needed.add(record.payment.card); // a retry may have moved it to another card
      }
      for (const card of cards.filter((one) => !needed.has(one.card))) {
        const forgotten = await processor.forget(card.paymentMethod);
        if (forgotten.isOk()) continue;
        log.write('warn', 'card-not-forgotten', { port: 'CardProcessor', retryable: forgotten.error.retryable });
        const givenUp = clock.now() >= Instant.plusMs(erasure.requestedAt, waitForProcessorMs);
        if (forgotten.error.retryable && !givenUp) return err(forgotten.error);
      }
      return ok(undefined);
    });
}
