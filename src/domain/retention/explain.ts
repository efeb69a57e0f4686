import { laterOf } from '../calendar.ts';
import { type FieldId, fieldOf, type PersonalField } from '../data-map/personal-field.ts';
import type { TableName } from '../data-map/tables.ts';
import type { Category, Disposal } from '../data-map/vocabulary.ts';
import { lastDayOfClaims } from '../deletion/deletion-policy.ts';
import type { OrderId } from '../ids.ts';
import type { Day } from '../instant.ts';
import { categoriesOfOrders, type Protection } from '../legal-hold/protection.ts';
import { unreachable } from '../unreachable.ts';
import { keptUntil } from './due.ts';

/**
 * Why each thing that is held of a person is held, until when, and what becomes of it then (POLICY.md C08, C26; GDPR art.
 * 13(2)(a), 15(1)(d)): in the words of the data map, by the same sums as the sweep.
 */

/** Values of one field in one table whose time began on the same day. */
export interface HeldValues {
  readonly table: TableName;
  readonly field: FieldId;
  /** The day of the event from which the time is counted; null while it has not come. */
  readonly since: Day | null;
  /** The rental that they are about; null where they are about none. */
  readonly order: OrderId | null;
  /** How many rows. */
  readonly records: number;
}

/** The person as far as the question needs it. */
export interface ExplainedPerson {
  readonly account:
    | {
        readonly kind: 'active';
        /** The last day on which the account stands if nobody uses it; null where no rule ends it. */
        readonly unusedUntil: Day | null;
      }
    | {
        readonly kind: 'ended';
        readonly on: Day;
        /** Rentals that outlive it because they are open or unpaid. */
        readonly keptOrders: ReadonlySet<OrderId>;
      };
  readonly protection: Protection;
}

/** Until when something is held. */
export type HeldUntil =
  /** The last day. */
  | { readonly kind: 'day'; readonly day: Day }
  /** As long as the account is active; where nobody uses it, no longer than the day. */
  | { readonly kind: 'account'; readonly unusedUntil: Day | null }
  /** Until the rental is returned and paid, but no longer than the day. */
  | { readonly kind: 'settled'; readonly atMost: Day }
  /** A legal hold or an open request keeps it, as it stands, until the end of the day. */
  | { readonly kind: 'hold'; readonly day: Day }
  /** It expires by itself, on the day. */
  | { readonly kind: 'expiry'; readonly day: Day }
  /** As long as it is open; only then its time begins. */
  | { readonly kind: 'closing' }
  /** The erasure that is under way takes it. */
  | { readonly kind: 'erasure' };

/** One field, as it is explained. */
export interface ExplainedLine extends Pick<PersonalField, 'meaning' | 'purposes' | 'basis' | 'clauses'> {
  readonly field: FieldId;
  readonly category: Category;
  readonly records: number;
  readonly since: Day | null;
  readonly until: HeldUntil;
  /** What becomes of it when that is over. */
  readonly afterwards: Disposal;
}

/** The lines of what is still held at the end of a day if nothing new happens; values that tell the same share a line. */
export function explainHeld(
  values: readonly HeldValues[],
  person: ExplainedPerson,
  on: Day | null,
): readonly ExplainedLine[] {
  const lines = new Map<string, ExplainedLine>();
  const orders = new Set(values.flatMap(({ table, order }) => (table === 'orders' && order !== null ? [order] : [])));
  for (const held of values) {
    const line = lineOf(held, person, orders);
    if (on !== null && isGoneBy(line.until, on)) continue;
    const key = JSON.stringify([line.field, line.since, line.until]);
    const records = (lines.get(key)?.records ?? 0) + line.records;
    lines.set(key, { ...line, records });
  }
  return [...lines.values()];
}

function lineOf(held: HeldValues, person: ExplainedPerson, orders: ReadonlySet<OrderId>): ExplainedLine {
  const { category, meaning, purposes, basis, clauses, retention } = fieldOf(held.field);
  const base = untilByMap(held, person);
  const until = underHold(base, heldBy(held, base, person, orders));
  const { field, records, since } = held;
  return { field, category, records, meaning, purposes, basis, clauses, since, until, afterwards: retention.disposal };
}

function untilByMap(
  { field, since, order }: HeldValues,
  { account }: ExplainedPerson,
): Exclude<HeldUntil, { readonly kind: 'hold' }> {
  const { retention } = fieldOf(field);
  if (account.kind === 'ended' && retention.notAfter === 'account-cancelled') return { kind: 'erasure' };
  switch (retention.from) {
    case 'expired':
      return since === null ? { kind: 'erasure' } : { kind: 'expiry', day: since };
    case 'closed':
      return since === null ? { kind: 'closing' } : { kind: 'day', day: keptUntil(retention, since) };
    case 'recorded':
    case 'issued':
    case 'account-cancelled':
    case 'removed-by-person':
    case 'settled': {
      if (account.kind === 'active') {
        return since === null || retention.keepFor === 'P0D'
          ? { kind: 'account', unusedUntil: account.unusedUntil }
          : { kind: 'day', day: keptUntil(retention, since) };
      }
      const keptOrders = account.keptOrders.size > 0;
      if (retention.keepFor !== 'P0D') {
        const day = keptUntil(retention, since ?? account.on);
        const waits = retention.notBefore === 'settled' && keptOrders;
        return { kind: 'day', day: waits ? laterOf(day, lastDayOfClaims(account.on)) : day };
      }
      const isNeeded =
        retention.notBefore === 'settled' && (order === null ? keptOrders : account.keptOrders.has(order));
      return isNeeded ? { kind: 'settled', atMost: lastDayOfClaims(account.on) } : { kind: 'erasure' };
    }
    default:
      return unreachable(retention.from satisfies never);
  }
}

/** The last day on which a hold or an open request protects it; null if none does. */
function heldBy(
  { field, order }: HeldValues,
  until: HeldUntil,
  { protection }: ExplainedPerson,
  orders: ReadonlySet<OrderId>,
): Day | null {
  const { category, retention } = fieldOf(field);
  const names = until.kind === 'settled' ? [category, ...categoriesOfOrders] : [category];
  const byCategory = names.map((name) => protection.categories.get(name) ?? null);
  const ofOrder = (one: OrderId): Day | null => (orders.has(one) ? (protection.orders.get(one) ?? null) : null);
  // What needs no rental any more stays with the last rental that something protects.
  const byOrder =
    order !== null
      ? [isOfRental(category) ? ofOrder(order) : null]
      : retention.notBefore === 'settled'
        ? [...[...orders].map(ofOrder), orders.size === 0 ? null : (protection.categories.get('rental') ?? null)]
        : [];
  return latest([...byCategory, ...byOrder].filter((one) => one !== null));
}

/** Requests and holds name a rental as well, and are no evidence of it. */
function isOfRental(category: Category): boolean {
  return category === 'rental' || category === 'payment' || category === 'bookkeeping';
}

/** A hold only ever adds time; while the account is active there is nothing that it stops. */
function underHold(until: Exclude<HeldUntil, { readonly kind: 'hold' }>, day: Day | null): HeldUntil {
  if (day === null) return until;
  switch (until.kind) {
    case 'account':
    case 'closing':
      return until;
    case 'erasure':
      return { kind: 'hold', day };
    case 'day':
    case 'expiry':
      return day > until.day ? { kind: 'hold', day } : until;
    case 'settled':
      return day > until.atMost ? { kind: 'hold', day } : until;
    default:
      return unreachable(until satisfies never);
  }
}

function latest(days: readonly Day[]): Day | null {
  return days.reduce<Day | null>((last, day) => (last === null || day > last ? day : last), null);
}

function isGoneBy(until: HeldUntil, on: Day): boolean {
  switch (until.kind) {
    case 'day':
    case 'hold':
    case 'expiry':
      return until.day < on;
    case 'settled':
      return until.atMost < on;
    case 'account':
      return until.unusedUntil !== null && until.unusedUntil < on;
    case 'erasure':
      return true;
    case 'closing':
      return false;
    default:
      return unreachable(until satisfies never);
  }
}
