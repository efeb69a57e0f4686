import type { PaymentMethodReference } from '../../domain/card/payment-method-reference.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import type { CardId } from '../../domain/ids.ts';
import { dayMs, Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
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

/**
 * Has the processor forget the cards of a person who left, save those that something is bound to which stays: the ones that
 * stand here, and whatever else it took in, such as a card whose form was done and that nobody here ever heard of.
 */
export type ForgetCards = (erasure: Erasure, staying: Staying, patience: Patience) => ResultAsync<void, PortFailure>;

type ForgetPorts = Pick<Ports, 'store' | 'vault' | 'processor' | 'clock' | 'log'>;

/**
 * Tells the processor what it need not keep any more (GDPR art. 19). It comes before the `contract` key is destroyed:
 * after that nobody can read under which reference the processor knows a card. What nobody here knows of goes by the
 * pseudonym, with or without a key. A hold on cards holds for all of it.
 *
 * Where nobody can read which card an order needs that stays, the processor keeps all of them: once the last such order
 * goes, this comes again.
 */
export function forgetCards(ports: ForgetPorts): ForgetCards {
  const { processor, clock, log } = ports;
  return (erasure, staying, patience) =>
    safeTry(async function* () {
      if (staying.categories.includes('card')) return ok(undefined);
      const cards = yield* cardsOf(ports, erasure, staying);
      if (cards === 'unreadable' && staying.orders.length > 0) return ok(undefined);
      const { free, needed } = cards === 'unreadable' ? { free: [], needed: [] } : cards;
      const waited = clock.now() >= Instant.plusMs(erasure.requestedAt, waitForProcessorMs);
      const givenUp = patience === 'in-the-end-without' && waited && erasure.tries >= leastTries;
      const tellings = [
        ...free.map((card) => () => processor.forget(card)),
        () => processor.forgetOthers(erasure.subject, needed),
      ];
      for (const tell of tellings) {
        const forgotten = await tell();
        if (forgotten.isOk()) continue;
        log.write('warn', 'card-not-forgotten', { port: 'CardProcessor', retryable: forgotten.error.retryable });
        if (forgotten.error.retryable && !givenUp) return err(forgotten.error);
      }
      return ok(undefined);
    });
}

interface Cards {
  readonly free: readonly PaymentMethodReference[];
  /** An order that stays has to be paid by them. */
  readonly needed: readonly PaymentMethodReference[];
}

/** One damaged value must not keep everything else of the person: what nobody can read nobody can tell. */
function cardsOf(
  ports: ForgetPorts,
  erasure: Erasure,
  staying: Staying,
): ResultAsync<Cards | 'unreadable', PortFailure> {
  const { vault, log } = ports;
  return safeTry(async function* () {
    const classes = yield* vault.keyClassesOf(erasure.subject);
    if (!classes.includes('contract')) return ok('unreadable' as const);
    return readCards(ports, erasure, staying).orElse((failure) => {
      if (failure.retryable) return err(failure);
      log.write('error', 'card-not-forgotten', { port: failure.port, retryable: false });
      return ok('unreadable' as const);
    });
  });
}

function readCards({ store }: ForgetPorts, { subject }: Erasure, { orders }: Staying): ResultAsync<Cards, PortFailure> {
  return safeTry(async function* () {
    const cards = yield* store.reads.everyCardOf(subject, 'data-subject-rights');
    const needed = new Set<CardId>();
    for (const kept of orders) {
      const record = yield* store.reads.orderOf(subject, kept, 'data-subject-rights');
      if (record === null) continue;
      needed.add(record.order.card);
      if (record.payment !== null) needed.add(record.payment.card); // a retry may have moved it to another card
    }
    const referencesOf = (isNeeded: boolean) =>
      cards.filter(({ card }) => needed.has(card) === isNeeded).map(({ paymentMethod }) => paymentMethod);
    return ok({ free: referencesOf(false), needed: referencesOf(true) });
  });
}
