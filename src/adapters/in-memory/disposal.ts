import type { Disposal } from '../../application/ports/disposal.ts';
import { heldColumns } from '../../domain/data-map/columns.ts';
import { fieldOf } from '../../domain/data-map/personal-field.ts';
import { type TableName, tableNames, tableOf } from '../../domain/data-map/tables.ts';
import { erasureStates } from '../../domain/deletion/erasure.ts';
import type { OrderId, SubjectId } from '../../domain/ids.ts';
import { type OwnRow, rowsOf } from './held-records.ts';
import { cardsOfOrders, isUnsettled } from './lookups.ts';
import type { Rows } from './rows.ts';
import type { InTurn } from './turns.ts';

type Counts = Readonly<Record<string, number>>;

/** {@link Disposal} of the store; each call takes its turn between the transactions. */
export function disposal(inTurn: InTurn): Disposal {
  return {
    purge: (subject, keptOrders) => inTurn((rows) => purge(rows, subject, keptOrders)),
    remnants: (subject, keptOrders) => inTurn((rows) => remnants(rows, subject, keptOrders)),
    keptOrdersOf: (subject) => inTurn((rows) => keptOrdersOf(rows, subject)),
    advance: (id, to, completedAt) =>
      inTurn((rows) => {
        const erasure = rows.erasures.get(id);
        if (erasure === null || erasureStates.indexOf(to) <= erasureStates.indexOf(erasure.state)) return;
        rows.erasures.set(id, { ...erasure, state: to, completedAt });
        const row = rows.users.get(erasure.subject);
        if (to === 'completed' && row !== null) rows.users.set(row.subject, { ...row, state: 'erased' });
      }),
    releaseSettled: (subject, order) => inTurn((rows) => releaseSettled(rows, subject, order)),
    settledKeptOrders: (limit) =>
      inTurn((rows) =>
        rows.keptOrders
          .where(({ order }) => {
            const kept = rows.orders.get(order);
            return kept !== null && !isUnsettled(rows, kept);
          })
          .slice(0, limit)
          .map(({ subject, order }) => ({ subject, order })),
      ),
    dropCard: (card) => inTurn((rows) => rows.cards.deleteWhere((one) => one.card === card && one.removedAt !== null)),
    expire: (at, limit) =>
      inTurn((rows) => {
        const codes = rows.challenges.keysWhere(({ challenge }) => challenge.expiresAt <= at).slice(0, limit);
        const sessions = rows.sessions.keysWhere(({ expiresAt }) => expiresAt <= at).slice(0, limit);
        for (const code of codes) rows.challenges.delete(code);
        for (const session of sessions) rows.sessions.delete(session);
        return codes.length + sessions.length;
      }),
  };
}

function purge(rows: Rows, subject: SubjectId, keptOrders: readonly OrderId[]): Counts {
  const user = rows.users.get(subject);
  if (user === null || user.state === 'active') return {}; // only what is fenced is purged
  const identities = user.user?.logins.filter(({ kind }) => kind === 'third-party').length ?? 0;
  const keptCards = cardsOfOrders(rows, keptOrders);
  const own = (row: { readonly subject: SubjectId | null }): boolean => row.subject === subject;
  const free = (row: { readonly subject: SubjectId; readonly order: OrderId }): boolean =>
    own(row) && !keptOrders.includes(row.order);
  rows.users.set(subject, { ...user, user: null });
  for (const order of keptOrders) {
    if (rows.orders.get(order)?.subject === subject) rows.keptOrders.set(order, { subject, order, since: user.leftAt });
  }
  const counts = {
    users: user.user === null ? 0 : 1,
    identities,
    challenges: rows.challenges.deleteWhere(({ challenge }) => own(challenge)),
    sessions: rows.sessions.deleteWhere(own),
    consent_entries: rows.consents.deleteWhere(own),
    cards: rows.cards.deleteWhere((card) => own(card) && !keptCards.has(card.card)),
    orders: rows.orders.deleteWhere(free),
    payments: rows.payments.deleteWhere(({ payment }) => free(payment)),
    notices: rows.notices.deleteWhere(({ notice }) => own(notice)),
  } satisfies Partial<Record<TableName, number>>;
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** Goes by the data map: a row is left over if it holds a value of a field that ends with the account. */
function remnants(rows: Rows, subject: SubjectId, keptOrders: readonly OrderId[]): Counts {
  const all: Readonly<Partial<Record<TableName, readonly OwnRow[]>>> = rowsOf(rows, subject);
  const keptCards = cardsOfOrders(rows, keptOrders);
  const isKept = ({ order, card }: OwnRow): boolean =>
    (order !== undefined && keptOrders.includes(order)) || (card !== undefined && keptCards.has(card));
  const counts = tableNames
    .filter((table) => tableOf(table).subjectColumn !== null)
    .map((table) => {
      const ending = heldColumns(table).filter(({ field }) => fieldOf(field).retention.keepFor === 'P0D');
      const left = (all[table] ?? []).filter(
        (row) => !isKept(row) && ending.some(({ column }) => (row.cells[column] ?? null) !== null),
      );
      return [table, left.length] as const;
    });
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function keptOrdersOf(rows: Rows, subject: SubjectId): readonly OrderId[] {
  return rows.orders.keysWhere((order) => order.subject === subject && isUnsettled(rows, order));
}

function releaseSettled(rows: Rows, subject: SubjectId, id: OrderId): number {
  const order = rows.orders.get(id);
  const isGone = rows.users.get(subject)?.state !== 'active';
  if (isGone && order !== null && order.subject === subject && !isUnsettled(rows, order)) {
    const cards = cardsOfOrders(rows, [id]);
    rows.orders.delete(id);
    rows.keptOrders.delete(id);
    rows.payments.deleteWhere(({ payment }) => payment.order === id);
    const others = rows.orders.keysWhere((other) => other.subject === subject);
    const bound = cardsOfOrders(rows, others);
    for (const card of cards) if (!bound.has(card)) rows.cards.delete(card);
  }
  return keptOrdersOf(rows, subject).length;
}
