import { plusPeriod } from '../calendar.ts';
import { fieldOf } from '../data-map/personal-field.ts';
import { type Category, type KeyClass, keyClasses, type LawfulBasis } from '../data-map/vocabulary.ts';
import type { OrderId } from '../ids.ts';
import { type Day, Instant } from '../instant.ts';
import { unreachable } from '../unreachable.ts';
import type { ActiveUser } from '../user/user.ts';
import { type DeletionRule, type KeepUntil, type RetentionStart, ruleFor } from './deletion-policy.ts';
import type { Kept, KeptUntil } from './erasure.ts';
import { isKept, type RecordGroup, recordsOf } from './held-records.ts';
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
  /** The rentals that outlive the account: open, or unpaid. */
  readonly keptOrders: readonly OrderId[];
  /** The classes whose key is destroyed at once. */
  readonly keysToDestroy: readonly KeyClass[];
  /** The lines that keep something, as the record of the erasure holds them. */
  readonly kept: readonly Kept[];
}

/** Plans the erasure of a person whose account is cancelled at the moment. The same holdings always make the same plan. */
export function planErasure(user: ActiveUser, holdings: Holdings, at: Instant): ErasurePlan {
  const lines = recordsOf(user, holdings).map((group) => lineOf(group, holdings, at));
  const keptOrders = holdings.rentals.filter(isKept).map(({ order }) => order);
  return { lines, keptOrders, keysToDestroy: keysToDestroy(keptOrders), kept: lines.flatMap(keptOf) };
}

/** The keys that go at once: the account's always, the contract's where no rental outlives the account. */
export function keysToDestroy(keptOrders: readonly OrderId[]): readonly KeyClass[] {
  return keptOrders.length === 0 ? keyClasses : ['account'];
}

function lineOf({ category, standing, records }: RecordGroup, holdings: Holdings, at: Instant): PlanLine {
  const rule = ruleFor(category, standing);
  const line: Line = {
    category,
    records,
    rule: rule.name,
    clauses: rule.clauses,
    basis: rule.basis,
    because: rule.sentence,
  };
  return rule.outcome === 'erase'
    ? { ...line, outcome: 'erase' }
    : { ...line, outcome: 'keep', until: untilOf(rule.until, holdings, at) };
}

function untilOf(until: KeepUntil, holdings: Holdings, at: Instant): KeptUntil {
  if (until.kind === 'settled') return { kind: 'settled' };
  const { keepFor, fromEndOfYear = false } = fieldOf(until.field).retention;
  return { kind: 'day', day: plusPeriod(startOf(until.since, holdings, at), keepFor, { fromEndOfYear }) };
}

/** Where the holdings do not say when the newest record was made, it counts as made now: rather a day late than too early. */
function startOf(since: RetentionStart, holdings: Holdings, at: Instant): Day {
  switch (since) {
    case 'cancellation':
      return dayOf(at);
    case 'last-staff-access':
      return dayOf(holdings.lastStaffAccessAt ?? at);
    case 'last-receipt':
      return holdings.lastReceiptOn ?? dayOf(at);
    default:
      return unreachable(since satisfies never);
  }
}

/** Retention counts in UTC, as the data map says. */
function dayOf(at: Instant): Day {
  return Instant.toISOString(at).slice(0, 10) as Day; // sound: the date of an ISO 8601 date-time is a calendar day
}

function keptOf(line: PlanLine): readonly Kept[] {
  if (line.outcome === 'erase') return [];
  const { category, records, rule, basis, until } = line;
  return [{ category, records, rule, basis, until }];
}
