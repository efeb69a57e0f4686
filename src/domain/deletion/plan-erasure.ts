import { laterOf, plusPeriod } from '../calendar.ts';
import { sealedUnder } from '../data-map/columns.ts';
import { fieldOf } from '../data-map/personal-field.ts';
import { type Category, categories, type KeyClass, keyClasses, type LawfulBasis } from '../data-map/vocabulary.ts';
import type { OrderId } from '../ids.ts';
import { Day, type Instant } from '../instant.ts';
import { unreachable } from '../unreachable.ts';
import { type DeletionRule, type KeepUntil, lastDayOfClaims, type RetentionStart, ruleFor } from './deletion-policy.ts';
import type { Kept, KeptUntil } from './erasure.ts';
import { type HeldAccount, isProtected, outlives, type RecordGroup, recordsOf } from './held-records.ts';
import type { Holdings } from './holdings.ts';

/**
 * What an erasure will do, made before anything is done: every record that is held gets an answer, with the rule that
 * gives it (POLICY.md C22 to C26). An open rental or an unpaid amount keeps its own rows and never the account.
 */

interface Line {
  readonly category: Category;
  /** How many records. */
  readonly records: number;
  readonly rule: DeletionRule['name'];
  readonly clauses: DeletionRule['clauses'];
  readonly basis: LawfulBasis;
  /** Why, in words that the person reads. */
  readonly because: string;
}

/** What becomes of the records of a category that one rule decides on. */
export type PlanLine =
  | (Line & { readonly outcome: 'erase' })
  | (Line & { readonly outcome: 'keep'; readonly until: KeptUntil });

/** What goes and what stays when an account is cancelled, line by line, before anything is touched. */
export interface ErasurePlan {
  /** In the order of the categories, and for each of them in the order of the rules. */
  readonly lines: readonly PlanLine[];
  /** The rentals that outlive the account: open, unpaid, or under a hold. */
  readonly keptOrders: readonly OrderId[];
  /** The categories that are under a hold as a whole. */
  readonly heldCategories: readonly Category[];
  /** The classes whose key is destroyed at once. */
  readonly keysToDestroy: readonly KeyClass[];
  /** The lines that keep something, as the record of the erasure holds them. */
  readonly kept: readonly Kept[];
}

/** Plans the erasure of a person whose account is cancelled at the moment. The same holdings always make the same plan. */
export function planErasure(user: HeldAccount, holdings: Holdings, at: Instant): ErasurePlan {
  const lines = recordsOf(user, holdings).map((group) => lineOf(group, holdings, at));
  const keptOrders = holdings.rentals.filter((rental) => outlives(rental, holdings)).map(({ order }) => order);
  const heldCategories = categories.filter((category) => holdings.protection.categories.has(category));
  return {
    lines,
    keptOrders,
    heldCategories,
    keysToDestroy: keysToDestroy(keptOrders, heldCategories),
    kept: lines.flatMap(keptOf),
  };
}

/**
 * The keys that go at once. The contract's stays with a rental that outlives the account, and either one with a held
 * category that has something sealed under it.
 */
export function keysToDestroy(
  keptOrders: readonly OrderId[],
  heldCategories: readonly Category[],
): readonly KeyClass[] {
  const needed = new Set(heldCategories.flatMap(sealedUnder));
  if (keptOrders.length > 0) needed.add('contract');
  return keyClasses.filter((keyClass) => !needed.has(keyClass));
}

function lineOf(group: RecordGroup, holdings: Holdings, at: Instant): PlanLine {
  const rule = ruleFor(group.category, group.standing);
  if (rule.outcome === 'erase') return { ...lineBy(rule, group), outcome: 'erase' };
  const until = untilOf(rule.until, group.category, holdings, at);
  // What is kept for longer anyway is not kept because of the hold, and the person is told the day that is true.
  const otherwise = rule.until.kind === 'protection' ? ruleFor(group.category, 'free') : rule;
  if (otherwise.outcome === 'keep' && otherwise !== rule && until.kind === 'day') {
    const longer = untilOf(otherwise.until, group.category, holdings, at);
    if (longer.kind === 'day' && longer.day >= until.day) {
      return { ...lineBy(otherwise, group), outcome: 'keep', until: longer };
    }
  }
  return { ...lineBy(rule, group), outcome: 'keep', until };
}

function lineBy(rule: DeletionRule, { category, records }: RecordGroup): Line {
  const { name, clauses, basis, sentence } = rule;
  return { category, records, rule: name, clauses, basis, because: sentence };
}

function untilOf(until: KeepUntil, category: Category, holdings: Holdings, at: Instant): KeptUntil {
  const today = Day.ofInstant(at);
  switch (until.kind) {
    case 'protection':
      return { kind: 'day', day: lastProtectedDay(category, holdings) ?? today };
    case 'settled':
      return { kind: 'settled', atMost: lastDayOfClaims(today) };
    case 'retention': {
      const { keepFor, fromEndOfYear = false } = fieldOf(until.field).retention;
      return { kind: 'day', day: plusPeriod(startOf(until.since, holdings, today), keepFor, { fromEndOfYear }) };
    }
    default:
      return unreachable(until satisfies never);
  }
}

/** Of several protections the last one decides when the last record goes; a key stays as long as what it opens. */
function lastProtectedDay(category: Category, { protection, rentals }: Holdings): Day | null {
  const { orders, categories: held } = protection;
  const byCategory =
    category === 'key'
      ? [...held].flatMap(([other, day]) => (sealedUnder(other).length > 0 ? [day] : []))
      : [held.get(category)];
  const bound = category === 'rental' || category === 'payment' || category === 'card' || category === 'key';
  const byOrder = bound
    ? rentals.filter((rental) => isProtected(rental, protection)).map(({ order }) => orders.get(order))
    : [];
  return [...byCategory, ...byOrder].reduce<Day | null>(
    (last, day) => (day !== undefined && (last === null || day > last) ? day : last),
    null,
  );
}

/** Where the holdings do not say when the newest record was made, it counts as made now: rather a day late than too early. */
function startOf(since: RetentionStart, holdings: Holdings, today: Day): Day {
  switch (since) {
    case 'cancellation':
      return today;
    case 'last-staff-access':
      return holdings.lastStaffAccessAt === null ? today : Day.ofInstant(holdings.lastStaffAccessAt);
    case 'last-receipt':
      return holdings.lastReceiptOn ?? today;
    case 'last-request':
      return laterOf(today, holdings.lastRequestOn ?? today);
    default:
      return unreachable(since satisfies never);
  }
}

function keptOf(line: PlanLine): readonly Kept[] {
  if (line.outcome === 'erase') return [];
  const { category, records, rule, basis, until } = line;
  return [{ category, records, rule, basis, until }];
}
