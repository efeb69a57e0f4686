import type { Card } from '../../domain/card/masked-card.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import type { CardId } from '../../domain/ids.ts';
import { dayMs, Instant } from '../../domain/instant.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Staying } from './erasure-step.ts';

/** For so long, and so many tries, an erasure waits for a card processor that does not answer; then it goes on without. */
const waitForProcessorMs: number = dayMs;
const leastTries = 10;

/**
 * Whether to go on without a processor that does not answer: an erasure does in the end, for its person waits; what outlived
 * its account waits for as long as it takes.
 */
type Patience = 'in-the-end-without' | 'as-long-as-it-takes';

/** Has the processor forget the cards of a person who left, save those that something is bound to which stays. */
export type ForgetCards = (erasure: Erasure, staying: Staying, patience: Patience) => ResultAsync<void, PortFailure>;

type ForgetPorts = Pick<Ports, 'store' | 'vault' | 'processor' | 'clock' | 'log'>;

/**
 * Tells the processor what it need not keep any more (GDPR art. 19). It comes before the `contract` key is destroyed:
 * after that nobody can read under which reference the processor knows a card. A hold on cards holds for it as well.
 */
export function forgetCards(ports: ForgetPorts): ForgetCards {
  const { vault, processor, clock, log } = ports;
  return (erasure, staying, patience) =>
    safeTry(async function* () {
      if (staying.categories.includes('card')) return ok(undefined);
      const classes = yield* vault.keyClassesOf(erasure.subject);
      if (!classes.includes('contract')) return ok(undefined);
      const free = await freeCards(ports, erasure, staying);
      if (free.isErr()) return unreadable(ports, free.error);
      const waited = clock.now() >= Instant.plusMs(erasure.requestedAt, waitForProcessorMs);
      const givenUp = patience === 'in-the-end-without' && waited && erasure.tries >= leastTries;
      for (const card of free.value) {
        const forgotten = await processor.forget(card.paymentMethod);
        if (forgotten.isOk()) continue;
        log.write('warn', 'card-not-forgotten', { port: 'CardProcessor', retryable: forgotten.error.retryable });
        if (forgotten.error.retryable && !givenUp) return err(forgotten.error);
      }
      return ok(undefined);
    });
}

/** One damaged value must not keep everything else of the person: what nobody can read nobody can tell. */
function unreadable({ log }: ForgetPorts, failure: PortFailure): Result<void, PortFailure> {
  if (failure.retryable) return err(failure);
  log.write('error', 'card-not-forgotten', { port: failure.port, retryable: false });
  return ok(undefined);
}

function freeCards(
  { store }: ForgetPorts,
  { subject }: Erasure,
  { orders }: Staying,
): ResultAsync<readonly Card[], PortFailure> {
  return safeTry(async function* () {
    const cards = yield* store.reads.everyCardOf(subject, 'data-subject-rights');
    const needed = new Set<CardId>();
    for (const kept of orders) {
      const record = yield* store.reads.orderOf(subject, kept, 'data-subject-rights');
      if (record === null) continue;
      needed.add(record.order.card);
      if (record.payment !== null) needed.add(record.payment.card); // a retry may have moved it to another card
    }
    return ok(cards.filter((one) => !needed.has(one.card)));
  });
}
