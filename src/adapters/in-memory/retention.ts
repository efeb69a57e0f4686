import type {
  DueLook,
  DueRows,
  HeldAccount,
  LapsedOrder,
  Place,
  RetentionRows,
  UnusedAccount,
} from '../../application/ports/retention-rows.ts';
import { heldColumns } from '../../domain/data-map/columns.ts';
import { type TableName, tableNames, tableOf } from '../../domain/data-map/tables.ts';
import type { OrderId, SubjectId } from '../../domain/ids.ts';
import { Day, type Instant } from '../../domain/instant.ts';
import { holdState } from '../../domain/legal-hold/legal-hold.ts';
import { type HeldRow, heldValuesOf } from '../../domain/retention/held-rows.ts';
import type { AccountUse } from '../../domain/retention/inactivity.ts';
import type { TimedTable } from '../../domain/retention/timed-tables.ts';
import { dropKeptOrder } from './disposal.ts';
import { type Cells, type OwnRow, rowsOf } from './held-records.ts';
import type { Rows, UserRow } from './rows.ts';
import { isFree, placeOf, type TimedRow, timedRows } from './timed-rows.ts';
import type { InTurn } from './turns.ts';

/** {@link RetentionRows} of the store; each call takes its turn between the transactions. */
export function retentionRows(inTurn: InTurn): RetentionRows {
  return {
    due: (table, column, look) =>
      inTurn((rows) => {
        const at = table.columns.indexOf(column);
        const places = timedRows(rows, table.table)
          .filter(({ isFinal }) => isFinal)
          .flatMap((row) => placeOf(row, at) ?? []);
        return page(places, (place) => place, look);
      }),
    countOf: (table, due, at) =>
      inTurn((rows) => free(rows, table, due, at).reduce((count, { along }) => count + 1 + along, 0)),
    disposeOf: (table, due, at) =>
      inTurn((rows) => free(rows, table, due, at).reduce((count, row) => count + row.drop(), 0)),
    lapsedOrders: (look) =>
      inTurn((rows) => {
        const kept = rows.keptOrders
          .where(({ order, since }) => since !== null && rows.orders.has(order))
          .map(
            ({ subject, order, since }): LapsedOrder => ({ subject, order, place: { event: since ?? 0, key: order } }),
          );
        return page(kept, ({ place }) => place, look);
      }),
    writeOff: (subject, order) => inTurn((rows) => writeOff(rows, subject, order)),
    unwarnedAccounts: (look, at) =>
      inTurn((rows) => unused(rows, at, look, (user) => (user.warnedAt === null ? user.lastUsedOn : null))),
    warnedAccounts: (look, at) => inTurn((rows) => unused(rows, at, look, ({ warnedAt }) => warnedAt)),
    accountOf: (subject) => inTurn((rows) => accountOf(rows, subject)),
    heldOf: (subject) => inTurn((rows) => heldValuesOf(heldRows(rows, subject))),
  };
}

/** When an account was last used; null where nobody knows. */
export function useOf(rows: Rows, subject: SubjectId): AccountUse | null {
  const user = rows.users.get(subject);
  if (user === null || user.lastUsedOn === null) return null;
  const hasOpenRental = rows.orders.keysWhere((order) => order.subject === subject && order.kind === 'open').length > 0;
  return { lastUsedOn: user.lastUsedOn, warnedOn: dayOf(user.warnedAt), hasOpenRental };
}

/** Rows below the bound and beyond the place, in the order of their places. */
function page<Row>(
  rows: readonly Row[],
  placeIn: (row: Row) => Place,
  { below, after, limit }: DueLook,
): readonly Row[] {
  return rows
    .filter((row) => placeIn(row).event < below && (after === null || compare(placeIn(row), after) > 0))
    .toSorted((one, other) => compare(placeIn(one), placeIn(other)))
    .slice(0, limit);
}

function compare(one: Place, other: Place): number {
  if (one.event !== other.event) return one.event < other.event ? -1 : 1;
  return one.key === other.key ? 0 : one.key < other.key ? -1 : 1;
}

function free(rows: Rows, table: TimedTable, { column, below, places }: DueRows, at: Instant): readonly TimedRow[] {
  const by = table.columns.indexOf(column);
  const keys = new Set(places.map(({ key }) => key));
  const isDue = (row: TimedRow): boolean => {
    const isBelow = (n: number): boolean => (row.events[n] ?? null) !== null && (row.events[n] ?? 0) < below;
    return row.isFinal && isBelow(by) && !table.columns.slice(0, by).some((_, n) => isBelow(n));
  };
  return timedRows(rows, table.table).filter((row) => keys.has(row.key) && isDue(row) && isFree(rows, table, row, at));
}

function writeOff(rows: Rows, subject: SubjectId, id: OrderId): boolean {
  const order = rows.orders.get(id);
  const isKept = rows.keptOrders.get(id)?.subject === subject && rows.users.get(subject)?.state !== 'active';
  if (order?.subject !== subject || !isKept) return false;
  dropKeptOrder(rows, order);
  return true;
}

function unused(
  rows: Rows,
  at: Instant,
  look: DueLook,
  eventOf: (user: UserRow) => Day | Instant | null,
): readonly UnusedAccount[] {
  const accounts = rows.users
    .where(({ state }) => state === 'active')
    .flatMap((user): readonly UnusedAccount[] => {
      const event = eventOf(user);
      const use = useOf(rows, user.subject);
      if (event === null || use === null) return [];
      const isHeld = rows.legalHolds
        .where(({ subject }) => subject === user.subject)
        .some((hold) => hold.scope.kind === 'person' && holdState(hold, at) === 'active');
      return [{ subject: user.subject, use, isHeld, place: { event, key: user.subject } }];
    });
  return page(accounts, ({ place }) => place, look);
}

function accountOf(rows: Rows, subject: SubjectId): HeldAccount | null {
  const user = rows.users.get(subject);
  if (user === null) return null;
  const { state, leftAt, lastUsedOn, warnedAt } = user;
  return { state, leftOn: dayOf(leftAt), lastUsedOn, warnedOn: dayOf(warnedAt) };
}

function heldRows(rows: Rows, subject: SubjectId): readonly HeldRow[] {
  const all: Readonly<Partial<Record<TableName, readonly OwnRow[]>>> = rowsOf(rows, subject);
  return tableNames.flatMap((table) =>
    (all[table] ?? []).map(({ cells, order }): HeldRow => {
      const there = heldColumns(table).filter(({ column }) => (cells[column] ?? null) !== null);
      return {
        table,
        fields: [...new Set(there.map(({ field }) => field))],
        events: eventsOf(all, table, cells),
        order: order ?? (cells.order_id as OrderId | null | undefined) ?? null, // sound: the column of that name holds one
      };
    }),
  );
}

/** The moments by which the time of a row is counted: its own, or those of the row that it goes with. */
function eventsOf(
  all: Readonly<Partial<Record<TableName, readonly OwnRow[]>>>,
  table: TableName,
  cells: Cells,
): HeldRow['events'] {
  const { clock } = tableOf(table);
  if (clock === undefined || 'stays' in clock) return [];
  if ('columns' in clock) return clock.columns.map((column) => cells[column] ?? null);
  const other = tableNames.find((name) => name === clock.goesWith);
  if (other === undefined) return [];
  const [key] = tableOf(other).record;
  const row = all[other]?.find((one) => one.cells[key] === cells[key]);
  return row === undefined ? [] : eventsOf(all, other, row.cells);
}

function dayOf(at: Instant | null): Day | null {
  return at === null ? null : Day.ofInstant(at);
}
