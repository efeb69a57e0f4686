import type { DataStore } from '../../application/ports/data-store.ts';
import type { Propagation } from '../../application/ports/erasure-journal.ts';
import type { Transaction } from '../../application/ports/transaction.ts';
import type { Vault } from '../../application/ports/vault.ts';
import type { Card } from '../../domain/card/masked-card.ts';
import { keyClasses } from '../../domain/data-map/vocabulary.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import type { OrderId, PaymentId, RefundId } from '../../domain/ids.ts';
import { hourMs, type Instant } from '../../domain/instant.ts';
import type { OpenOrder, ReturnedOrder } from '../../domain/order/order.ts';
import type { BookkeepingReceipt } from '../../domain/order/receipt.ts';
import type { DraftCorrection } from '../../domain/order/receipt-correction.ts';
import type { ReceiptSeries } from '../../domain/order/receipt-number.ts';
import type { Payment, PendingPayment } from '../../domain/payment/payment.ts';
import type { Session } from '../../domain/session/session.ts';
import type { ActiveUser } from '../../domain/user/user.ts';
import { sealDisposal } from './chained.ts';
import { asWork, type Closable, must, present } from './contract.ts';
import {
  declined,
  instant,
  newBytes,
  newCard,
  newCorrection,
  newErasure,
  newOrder,
  newPayment,
  newProcessorReference,
  newRefundId,
  newSession,
  newStation,
  newUser,
  receipt,
  series,
} from './samples.ts';

/** What the adapter of {@link DataStore} opens for a check: an empty store and the vault that it seals with. */
export interface OpenedDataStore extends Closable {
  readonly store: DataStore;
  readonly vault: Vault;
  /** Everything that the store holds at rest, for a search: database files, or a dump of every table. */
  readonly everyByte: () => Promise<Uint8Array>;
  /** Whether personal values stand sealed in the store. Only a store that never leaves the memory may answer no. */
  readonly sealsAtRest: boolean;
}

/** Someone who signed up and is logged in. */
export interface Person {
  readonly user: ActiveUser;
  readonly token: Uint8Array;
  readonly session: Session;
}

/** Runs a piece of a check as one unit of work that must go through. */
export function inOne<Value>(store: DataStore, run: (tx: Transaction) => Promise<Value>): Promise<Value> {
  return must(store.transact((tx) => asWork(() => run(tx))));
}

/** Signs a person up, with keys and a session. */
export async function signUp(
  { store, vault }: Pick<OpenedDataStore, 'store' | 'vault'>,
  changes: Partial<ActiveUser> = {},
  session: Session = newSession({ expiresAt: instant(hourMs) }),
): Promise<Person> {
  const user = newUser(changes);
  const token = newBytes(32);
  await must(vault.createKeys(user.subject, keyClasses, instant()));
  await inOne(store, async (tx) => {
    const proof = await must(tx.users.register(user));
    await must(tx.sessions.start(proof, token, session));
  });
  return { user, token, session };
}

/** Adds a card of the person's. */
export async function addCard(store: DataStore, person: Person, changes: Partial<Card> = {}): Promise<Card> {
  const card = newCard(person.user.subject, changes);
  await inOne(store, async (tx) => {
    const proof = await must(tx.doors.bySession(person.token, instant()));
    await must(tx.cards.add(proof, card));
  });
  return card;
}

/** Rents a power bank. */
export async function rent(
  store: DataStore,
  person: Person,
  card: Card,
  changes: Partial<OpenOrder> = {},
): Promise<OpenOrder> {
  const order = newOrder(card, changes);
  await inOne(store, async (tx) => {
    const proof = await must(tx.doors.bySession(person.token, instant()));
    await must(tx.orders.add(proof, order));
  });
  return order;
}

/** Returns a power bank: receipt, end of the order, payment due at once. */
export async function giveBack(
  store: DataStore,
  open: OpenOrder,
  endedAt: Instant = instant(hourMs),
): Promise<{ readonly order: ReturnedOrder; readonly payment: PendingPayment }> {
  const payment = newPayment(open, { createdAt: endedAt });
  return inOne(store, async (tx) => {
    const held = present(await must(tx.doors.byOrder(open.order, 'data-subject-rights')));
    const number = await must(tx.orders.issueReceipt(series, receipt, null));
    const order: ReturnedOrder = {
      ...open,
      kind: 'returned',
      returnedTo: newStation(),
      endedAt,
      receipt: number,
      corrected: null,
    };
    await must(tx.orders.end(held, order));
    await must(tx.payments.add(held.proof, payment, endedAt));
    return { order, payment };
  });
}

/** Books a correction of an order's receipt under a refund, with the payment held as whoever gives money back holds it. */
export async function bookCorrection(
  store: DataStore,
  { order, payment }: { readonly order: ReturnedOrder; readonly payment: Payment },
  changes: Partial<DraftCorrection> = {},
  { refund = newRefundId(), of = series }: { readonly refund?: RefundId; readonly of?: ReceiptSeries } = {},
): Promise<BookkeepingReceipt> {
  const correction = newCorrection(order.receipt, changes);
  return inOne(store, async (tx) => {
    present(await must(tx.doors.byPayment(payment.payment, 'payment')));
    return { ...correction, number: await must(tx.orders.issueReceipt(of, correction, refund)) };
  });
}

/** Writes where and when a power bank really came back. */
export async function correctEnd(store: DataStore, order: ReturnedOrder): Promise<ReturnedOrder> {
  const corrected: ReturnedOrder = { ...order, corrected: { returnedTo: newStation(), endedAt: instant(60_000) } };
  await inOne(store, async (tx) => {
    const held = present(await must(tx.doors.byOrder(order.order, 'rental')));
    await must(tx.orders.correct(held, corrected));
  });
  return corrected;
}

/** Fences a person's account and records the erasure. */
export async function leave(
  { store, vault }: Pick<OpenedDataStore, 'store' | 'vault'>,
  person: Person,
  changes: Partial<Erasure> = {},
  toTell: readonly Propagation[] = [],
): Promise<Erasure> {
  const erasure = newErasure(person.user.subject, changes);
  await must(vault.createKeys(person.user.subject, ['farewell'], instant()));
  await inOne(store, async (tx) => {
    const held = await must(tx.doors.bySessionAlone(person.token, instant(), 'data-subject-rights'));
    await must(tx.users.fence(held, instant()));
    await must(tx.erasures.add(held, erasure, instant(), toTell));
  });
  return erasure;
}

/** Brings a fenced account to its end: keys, rows, state. Answers what was counted as left over. */
export async function finishErasure(
  { store, vault }: Pick<OpenedDataStore, 'store' | 'vault'>,
  { erasure, subject }: Erasure,
  keptOrders: readonly OrderId[] = [],
): Promise<Readonly<Record<string, number>>> {
  const left = { orders: keptOrders, categories: [] };
  const kept = keptOrders.length === 0 ? [] : (['contract'] as const);
  const classes = (['account', 'contract', 'farewell'] as const).filter(
    (keyClass) => !kept.some((one) => one === keyClass),
  );
  await must(vault.destroyKeys(subject, classes, instant()));
  await must(store.disposal.purge(erasure, subject, left, instant(), sealDisposal));
  await must(store.erasures.advance(erasure, { ...onTheWay, state: 'purged' }));
  const remnants = await must(store.disposal.remnants(subject, left));
  await must(store.erasures.advance(erasure, certified));
  return remnants;
}

const onTheWay = { obstacle: null, dueAt: instant(1000), completedAt: null } as const;
const certified = { obstacle: null, dueAt: null, completedAt: instant(2000), state: 'certified' } as const;

/** Settles a pending or failed payment, so that nothing is tried again. */
export async function settle(store: DataStore, id: PaymentId, outcome: 'succeeded' | 'failed'): Promise<Payment> {
  return inOne(store, async (tx) => {
    const held = present(await must(tx.doors.byPayment(id, 'data-subject-rights')));
    const { payment, subject, order, card, amount, createdAt, attempt } = held.payment;
    const owed = { payment, subject, order, card, amount, createdAt, attempt };
    const settled: Payment =
      outcome === 'succeeded'
        ? { ...owed, kind: 'succeeded', reference: newProcessorReference(), settledAt: instant(hourMs + 1000) }
        : { ...owed, kind: 'failed', reason: declined, settledAt: instant(hourMs + 1000) };
    await must(tx.payments.save(held, settled, null));
    return settled;
  });
}
