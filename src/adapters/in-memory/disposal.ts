import type { Disposal, LeftStanding, SealDisposal } from '../../application/ports/disposal.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { heldColumns } from '../../domain/data-map/columns.ts';
import { fieldOf } from '../../domain/data-map/personal-field.ts';
import { type TableName, tableNames, tableOf } from '../../domain/data-map/tables.ts';
import type { Category } from '../../domain/data-map/vocabulary.ts';
import type { ErasureId, OrderId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Order } from '../../domain/order/order.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { endsWithAccount } from '../../domain/retention/due.ts';
import { type OwnRow, rowsOf } from './held-records.ts';
import { protectedOf } from './lasting-records.ts';
import { cardsOfOrders, isUnsettled } from './lookups.ts';
import { auditPlaceKey, type Rows, type UserRow } from './rows.ts';
import type { Turns } from './turns.ts';

type Counts = Readonly<Record<string, number>>;

/** {@link Disposal} of the store; each call takes its turn between the transactions. */
export function disposal(turns: Turns): Disposal {
  const { inTurn } = turns;
  return {
    purge: (erasure, subject, left, at, seal) =>
      turns.take((rows) => {
        const standing = withProtected(rows, subject, left, at);
        const noted = seal === null ? okAsync(undefined) : noteDisposals(rows, subject, standing, seal);
        return noted.map(() => purge(rows, erasure, subject, standing, seal !== null));
      }),
    remnants: (subject, left) => inTurn((rows) => remnants(rows, subject, left)),
    keptOrdersOf: (subject) => inTurn((rows) => keptOrdersOf(rows, subject)),
    releaseSettled: (subject, order) => inTurn((rows) => releaseSettled(rows, subject, order)),
    settledKeptOrders: (at, limit) =>
      inTurn((rows) =>
        rows.keptOrders
          .where(({ order, subject }) => {
            const kept = rows.orders.get(order);
            const { orders, categories } = protectedOf(rows, subject, at);
            const isProtected = orders.has(order) || categories.size > 0;
            return kept !== null && !isUnsettled(rows, kept) && !isProtected;
          })
          .slice(0, limit)
          .map(({ subject, order }) => ({ subject, order })),
      ),
    dropCard: (card) => inTurn((rows) => rows.cards.deleteWhere((one) => one.card === card && one.removedAt !== null)),
    expire: (at, limit) =>
      inTurn((rows) => {
        const codes = rows.challenges.keysWhere(({ challenge }) => challenge.expiresAt <= at).slice(0, limit);
        const sessions = rows.sessions.keysWhere(({ expiresAt }) => expiresAt <= at).slice(0, limit);
        const attempts = rows.attempts.keysWhere(({ expiresAt }) => expiresAt <= at).slice(0, limit);
        const changes = rows.contactChanges.keysWhere(({ undoUntil }) => undoUntil <= at).slice(0, limit);
        const buckets = rows.codeBudgets.keysWhere((emptiesAt) => emptiesAt <= at).slice(0, limit);
        for (const code of codes) rows.challenges.delete(code);
        for (const session of sessions) rows.sessions.delete(session);
        for (const attempt of attempts) rows.attempts.delete(attempt);
        for (const change of changes) rows.contactChanges.delete(change);
        for (const bucket of buckets) rows.codeBudgets.delete(bucket);
        return codes.length + sessions.length + attempts.length + changes.length + buckets.length;
      }),
  };
}

/** What a hold or an open request protects stays as well. */
function withProtected(rows: Rows, subject: SubjectId, left: LeftStanding, at: Instant): LeftStanding {
  const protection = protectedOf(rows, subject, at);
  return {
    orders: [...new Set([...left.orders, ...protection.orders.keys()])],
    categories: [...new Set([...left.categories, ...protection.categories.keys()])],
  };
}

/** Of the risks that are about to go: their links say from then on that it was rightly so. */
function noteDisposals(
  rows: Rows,
  subject: SubjectId,
  { categories }: LeftStanding,
  seal: SealDisposal,
): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    const user = rows.users.get(subject);
    const stays = user === null || user.state === 'active' || categories.includes('verification');
    for (const { place, ...event } of stays ? [] : rows.riskEvents.where((risk) => risk.subject === subject)) {
      const key = auditPlaceKey(place);
      const link = rows.auditLinks.get(key);
      if (link === null || rows.auditDisposals.get(key) !== null) continue;
      const sealed = yield* seal(link, { ...event, salt: place.salt });
      if (sealed !== null) rows.auditDisposals.set(key, { lane: link.lane, position: link.position, ...sealed });
    }
    return ok(undefined);
  });
}

function purge(
  rows: Rows,
  id: ErasureId,
  subject: SubjectId,
  { orders: keptOrders, categories }: LeftStanding,
  risksGo: boolean,
): void {
  const user = rows.users.get(subject);
  if (user === null || user.state === 'active') return; // only what is fenced is purged
  const goes = (category: Category): boolean => !categories.includes(category);
  const own = (row: { readonly subject: SubjectId | null }): boolean => row.subject === subject;
  const free = (row: { readonly subject: SubjectId; readonly order: OrderId }): boolean =>
    own(row) && !keptOrders.includes(row.order);
  if (goes('rental')) forgetRefunds(rows, rows.orders.where(free));
  const counts = {
    challenges: goes('verification') ? rows.challenges.deleteWhere(({ challenge }) => own(challenge)) : 0,
    risk_events: risksGo && goes('verification') ? rows.riskEvents.deleteWhere(own) : 0,
    contact_changes: goes('contact') ? rows.contactChanges.deleteWhere(own) : 0,
    sessions: goes('session') ? rows.sessions.deleteWhere(own) : 0,
    consent_entries: goes('consent') ? rows.consents.deleteWhere(own) : 0,
    payments: goes('payment') ? rows.payments.deleteWhere(({ payment }) => free(payment)) : 0,
    orders: goes('rental') ? rows.orders.deleteWhere(free) : 0,
    cards: goes('card') ? dropUnboundCards(rows, subject) : 0,
    notices: goes('message') ? rows.notices.deleteWhere(({ notice }) => own(notice)) : 0,
    case_notes: goes('support') ? rows.caseNotes.deleteWhere(own) : 0,
    case_messages: goes('support') ? rows.caseMessages.deleteWhere(own) : 0,
    support_cases: goes('support') ? rows.supportCases.deleteWhere(own) : 0,
    farewells: rows.farewells.deleteWhere(own),
    ...emptyUser(rows, user, goes),
  } satisfies Partial<Record<TableName, number>>;
  for (const order of keptOrders) {
    if (rows.orders.get(order)?.subject === subject) rows.keptOrders.set(order, { subject, order, since: user.leftAt });
  }
  const row = rows.erasures.get(id);
  if (row === null) return;
  const deleted: Record<string, number> = { ...row.erasure.deleted };
  for (const [table, count] of Object.entries(counts)) if (count > 0) deleted[table] = (deleted[table] ?? 0) + count;
  rows.erasures.set(id, { ...row, erasure: { ...row.erasure, deleted } });
}

/** Of orders that are deleted: their corrections stay in the books, without the names of their refunds. */
function forgetRefunds(rows: Rows, orders: readonly Order[]): void {
  const receipts = new Set(orders.flatMap((order) => ('receipt' in order ? [order.receipt] : [])));
  const isOfOne = (number: ReceiptNumber): boolean => {
    const corrects = rows.receipts.get(number)?.corrects ?? null;
    return corrects !== null && receipts.has(corrects);
  };
  rows.bookedRefunds.deleteWhere(isOfOne);
}

/** What a person gave stands in one row here: under a hold on any part of it, the whole of it stays. */
function emptyUser(
  rows: Rows,
  user: UserRow,
  goes: (category: Category) => boolean,
): { readonly users: number; readonly identities: number } {
  if (user.user === null || !(['login', 'contact', 'profile'] as const).every(goes)) return { users: 0, identities: 0 };
  rows.users.set(user.subject, { ...user, user: null, lastUsedOn: null, warnedAt: null, phoneProvedOn: null });
  return { users: 1, identities: user.user.logins.filter(({ kind }) => kind === 'third-party').length };
}

function dropUnboundCards(rows: Rows, subject: SubjectId): number {
  const bound = cardsOfOrders(
    rows,
    rows.orders.keysWhere((order) => order.subject === subject),
  );
  return rows.cards.deleteWhere((card) => card.subject === subject && !bound.has(card.card));
}

/** Goes by the data map: a row is left over if it holds a value of a field that ends with the account. */
function remnants(rows: Rows, subject: SubjectId, { orders: keptOrders, categories }: LeftStanding): Counts {
  const all: Readonly<Partial<Record<TableName, readonly OwnRow[]>>> = rowsOf(rows, subject);
  const keptCards = cardsOfOrders(rows, keptOrders);
  const isKept = ({ order, card }: OwnRow): boolean =>
    (order !== undefined && keptOrders.includes(order)) || (card !== undefined && keptCards.has(card));
  const counts = tableNames
    .filter((table) => tableOf(table).subjectColumn !== null)
    .map((table) => {
      const ending = heldColumns(table).filter(({ column, field }) => {
        const { category, retention } = fieldOf(field);
        return column !== tableOf(table).subjectColumn && endsWithAccount(retention) && !categories.includes(category);
      });
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
    dropKeptOrder(rows, order);
  }
  return keptOrdersOf(rows, subject).length;
}

/** Deletes an order with its payment and those of its cards that nothing else is bound to. */
export function dropKeptOrder(rows: Rows, order: Order): void {
  const cards = cardsOfOrders(rows, [order.order]);
  forgetRefunds(rows, [order]);
  rows.orders.delete(order.order);
  rows.keptOrders.delete(order.order);
  rows.payments.deleteWhere(({ payment }) => payment.order === order.order);
  const bound = cardsOfOrders(
    rows,
    rows.orders.keysWhere((other) => other.subject === order.subject),
  );
  for (const card of cards) if (!bound.has(card)) rows.cards.delete(card);
}
