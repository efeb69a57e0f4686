import type { OrderRecord, Reads } from '../../application/ports/reads.ts';
import type { Order } from '../../domain/order/order.ts';
import { okAsync } from '../../domain/result.ts';
import { heldRecordsOf } from './held-records.ts';
import { activeUser, activeUserWhere, cardsOf, everyCardOf, isInUse, liveSession, recordOf } from './lookups.ts';
import { type Database, draftsOf, type Rows } from './rows.ts';

/** {@link Reads} of what is committed. */
export function reads(database: Database): Reads {
  const rows: Rows = draftsOf(database); // never written to, so it shows what is committed at any moment
  const newestFirst = (one: Order, other: Order): number => other.startedAt - one.startedAt;
  const record = (order: Order | null | undefined): OrderRecord | null => (order ? recordOf(rows, order) : null);
  return {
    session: (token, at) => okAsync(liveSession(rows, token, at)?.subject ?? null),
    user: (subject) => okAsync(activeUser(rows, subject)),
    userByContact: (contact) =>
      okAsync(
        activeUserWhere(rows, ({ email, logins }) =>
          contact.kind === 'email'
            ? email === contact.email
            : logins.some((login) => login.kind === 'phone' && login.phone === contact.phone),
        ),
      ),
    consentsOf: (subject) =>
      okAsync(
        rows.consents
          .where((entry) => entry.subject === subject)
          .toSorted((one, other) => one.recordedAt - other.recordedAt),
      ),
    cardsOf: (subject) => okAsync(cardsOf(rows, subject)),
    everyCardOf: (subject) => okAsync(everyCardOf(rows, subject)),
    unneededCards: (limit) =>
      okAsync(
        rows.cards
          .where(
            (card) => card.removedAt !== null && activeUser(rows, card.subject) !== null && !isInUse(rows, card.card),
          )
          .toSorted((one, other) => (one.removedAt ?? 0) - (other.removedAt ?? 0))
          .slice(0, limit),
      ),
    ordersOf: (subject) =>
      okAsync(
        rows.orders
          .where((order) => order.subject === subject)
          .toSorted(newestFirst)
          .map((order) => recordOf(rows, order)),
      ),
    orderOf: (subject, id) => {
      const order = rows.orders.get(id);
      return okAsync(record(order?.subject === subject ? order : null));
    },
    orderOfPayment: (id) => {
      const payment = rows.payments.get(id);
      return okAsync(record(payment === null ? null : rows.orders.get(payment.payment.order)));
    },
    duePayments: (at, limit) =>
      okAsync(
        rows.payments
          .where(({ dueAt }) => dueAt !== null && dueAt <= at)
          .toSorted((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0))
          .slice(0, limit)
          .map(({ payment }) => payment.payment),
      ),
    erasure: (id) => okAsync(rows.erasures.get(id)),
    erasureOf: (subject) => okAsync(rows.erasures.where((erasure) => erasure.subject === subject)[0] ?? null),
    unfinishedErasures: (limit) =>
      okAsync(
        rows.erasures
          .where(({ state }) => state !== 'completed')
          .toSorted((one, other) => one.requestedAt - other.requestedAt)
          .slice(0, limit),
      ),
    everythingOf: (subject) => okAsync(heldRecordsOf(rows, subject)),
  };
}
