import type { OrderRecord, RecordedPayment } from '../../application/ports/reads.ts';
import type { Card } from '../../domain/card/masked-card.ts';
import type { CardId, OrderId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Order } from '../../domain/order/order.ts';
import type { BookkeepingReceipt } from '../../domain/order/receipt.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import { sessionExpiry } from '../../domain/session/session-policy.ts';
import { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import type { ActiveUser, Login } from '../../domain/user/user.ts';
import type { Rows, SessionRow } from './rows.ts';

/** Questions that several of the ports ask of the rows. */

/** The session, if it is known and not expired, and its person active. */
export function liveSession(rows: Rows, token: Uint8Array, at: Instant): SessionRow | null {
  const session = rows.sessions.get(hex(token));
  return session !== null && session.expiresAt > at && activeUser(rows, session.subject) !== null ? session : null;
}

/** The session after a use. */
export function used(session: SessionRow, at: Instant): SessionRow {
  return { ...session, usedAt: at, expiresAt: sessionExpiry(session.startedAt, at) };
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The user, if active. */
export function activeUser(rows: Rows, subject: SubjectId): ActiveUser | null {
  const row = rows.users.get(subject);
  return row?.state === 'active' ? row.user : null;
}

/** The active user that fits. */
export function activeUserWhere(rows: Rows, fits: (user: ActiveUser) => boolean): ActiveUser | null {
  const [row] = rows.users.where(({ state, user }) => state === 'active' && user !== null && fits(user));
  return row?.user ?? null;
}

export function sameLogin(one: Login, other: Login): boolean {
  if (one.kind === 'phone') return other.kind === 'phone' && one.phone === other.phone;
  if (other.kind === 'phone') return false;
  return ThirdPartyIdentity.same(one.identity, other.identity);
}

export function paymentOf(rows: Rows, order: OrderId): Payment | null {
  return rows.payments.where(({ payment }) => payment.order === order)[0]?.payment ?? null;
}

/** Whether an order ended and its amount is pending or failed. */
export function isUnpaid(payment: Payment | null): boolean {
  return payment !== null && (payment.kind === 'pending' || payment.kind === 'failed');
}

/** Whether an order outlives its person's account. */
export function isUnsettled(rows: Rows, order: Order): boolean {
  return order.kind === 'open' || isUnpaid(paymentOf(rows, order.order));
}

/** Whether an open rental or an unpaid amount is bound to the card. */
export function isInUse(rows: Rows, card: CardId): boolean {
  return (
    rows.orders.keysWhere((order) => order.card === card && isUnsettled(rows, order)).length > 0 ||
    rows.payments.keysWhere(({ payment }) => payment.card === card && isUnpaid(payment)).length > 0
  );
}

/** The cards that these orders and their payments are bound to. */
export function cardsOfOrders(rows: Rows, orders: readonly OrderId[]): ReadonlySet<CardId> {
  const ofOrders = rows.orders.where((order) => orders.includes(order.order)).map(({ card }) => card);
  const ofPayments = rows.payments
    .where(({ payment }) => orders.includes(payment.order))
    .map(({ payment }) => payment.card);
  return new Set([...ofOrders, ...ofPayments]);
}

/** The subject's cards that are not removed, oldest first. */
export function cardsOf(rows: Rows, subject: SubjectId): readonly Card[] {
  return everyCardOf(rows, subject).filter(({ removedAt }) => removedAt === null);
}

/** Those that are removed and still bound to something included. */
export function everyCardOf(rows: Rows, subject: SubjectId): readonly Card[] {
  return rows.cards.where((card) => card.subject === subject).toSorted((one, other) => one.addedAt - other.addedAt);
}

/** An order with all that belongs to it. */
export function recordOf(rows: Rows, order: Order): OrderRecord {
  const card = rows.cards.get(order.card);
  const payment = paymentOf(rows, order.order);
  return {
    order,
    card: card && { last4: card.last4, network: card.network },
    receipt: 'receipt' in order ? rows.receipts.get(order.receipt) : null,
    corrections: 'receipt' in order ? correctionsOf(rows, order.receipt) : [],
    payment: payment && withoutReference(payment),
  };
}

/** What corrects a receipt, in the order of their numbers. */
export function correctionsOf(rows: Rows, receipt: ReceiptNumber): readonly BookkeepingReceipt[] {
  return rows.receipts
    .where(({ corrects }) => corrects === receipt)
    .toSorted((one, other) => (one.number < other.number ? -1 : 1));
}

function withoutReference(payment: Payment): RecordedPayment {
  if (payment.kind === 'pending' || payment.kind === 'failed') return payment;
  const { reference: _sealed, ...recorded } = payment;
  return recorded;
}

/** By code units, as ids and words are ordered in a database. */
export function textOrder(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
