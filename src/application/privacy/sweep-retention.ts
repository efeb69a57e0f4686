import { dayAfter, startOfDay } from '../../domain/calendar.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import { writeOff } from '../../domain/deletion/deletion-policy.ts';
import { Day, type Instant } from '../../domain/instant.ts';
import { isOrderProtected } from '../../domain/legal-hold/protection.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { cutoffFor } from '../../domain/retention/due.ts';
import { decideInactivity, type InactivityPolicy, warnedBelow } from '../../domain/retention/inactivity.ts';
import { dueBelow, type TimedTable, timedTables } from '../../domain/retention/timed-tables.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { DueLook, Place, UnusedAccount } from '../ports/retention-rows.ts';
import { endInactiveAccount } from './end-inactive-account.ts';
import { writeOffKeptOrder } from './write-off-kept-order.ts';

/** How much one sweep does at most; what is left over waits for the next. */
export interface SweepRetentionInput {
  /** How many rows, orders and accounts it disposes of. */
  readonly limit: number;
  /** Only counts what is due, by the same looks. */
  readonly dryRun?: boolean | undefined;
}

/** What one sweep did, or would do. */
export interface RetentionSwept {
  /** Rows by table; tables of which nothing was due are left out. */
  readonly disposed: Readonly<Partial<Record<TableName, number>>>;
  /** Orders that nobody can claim any more. */
  readonly writtenOff: number;
  /** People whom a warning was queued for. */
  readonly warned: number;
  /** Accounts that nobody answered the warning for; their erasure has begun. */
  readonly ended: number;
  /** Orders and accounts that a port held up; the next sweep tries again. */
  readonly failed: number;
  /** Whether another sweep finds more to do right now. */
  readonly more: boolean;
}

/** Disposes of everything whose time is over (POLICY.md C22, C25, C26). It may run at any time, and side by side with itself. */
export type SweepRetention = (input: SweepRetentionInput) => ResultAsync<RetentionSwept, PortFailure>;

type SweepPorts = Pick<Ports, 'store' | 'vault' | 'processor' | 'processors' | 'clock' | 'ids' | 'log' | 'business'>;

/** How many rows one look finds at most. */
const pageSize = 512;

/**
 * Makes the use case: batch by batch, each its own transaction, so that a sweep that ends half way has done half of it and
 * the next one goes on. Rows go first, then orders, since a record of an erasure waits for the last order of its person: it
 * goes with the next sweep.
 */
export function sweepRetention(ports: SweepPorts): SweepRetention {
  return ({ limit, dryRun = false }) =>
    safeTry(async function* () {
      const sweep: Sweep = { ports, now: ports.clock.now(), dryRun, left: limit, failed: 0 };
      const disposed: Partial<Record<TableName, number>> = {};
      for (const table of timedTables) {
        const count = yield* sweepTable(sweep, table);
        if (count > 0) disposed[table.table] = count;
      }
      const writtenOff = yield* sweepOrders(sweep);
      const { inactivity = null } = ports.business;
      const ended = inactivity === null ? 0 : yield* sweepWarned(sweep, inactivity);
      const warned = inactivity === null ? 0 : yield* sweepUnwarned(sweep, inactivity);
      const rows = Object.values(disposed).reduce((sum, count) => sum + count, 0);
      const count = rows + writtenOff + ended + warned;
      if (!dryRun && count > 0) ports.log.write('info', 'retention-swept', { count });
      const more = !dryRun && count > 0 && (sweep.left <= 0 || writtenOff > 0);
      return ok({ disposed, writtenOff, warned, ended, failed: sweep.failed, more });
    });
}

interface Sweep {
  readonly ports: SweepPorts;
  readonly now: Instant;
  readonly dryRun: boolean;
  left: number;
  failed: number;
}

function sweepTable(sweep: Sweep, table: TimedTable): ResultAsync<number, PortFailure> {
  const { retention } = sweep.ports.store;
  return safeTry(async function* () {
    const below = dueBelow(table, sweep.now);
    let count = 0;
    for (const column of below === null ? [] : table.columns) {
      count += yield* inPages(sweep, below, (look) =>
        safeTry(async function* () {
          const places = yield* retention.due(table, column, look);
          const rows = { column, below: look.below, places };
          const run = sweep.dryRun ? retention.countOf : retention.disposeOf;
          return ok({ places, done: places.length === 0 ? 0 : yield* run(table, rows, sweep.now) });
        }),
      );
    }
    return ok(count);
  });
}

function sweepOrders(sweep: Sweep): ResultAsync<number, PortFailure> {
  const { ports, now, dryRun } = sweep;
  const { store } = ports;
  const release = writeOffKeptOrder(ports);
  return inPages(sweep, firstMomentAfter(cutoffFor(writeOff.retention, Day.ofInstant(now))), (look) =>
    safeTry(async function* () {
      const orders = yield* store.retention.lapsedOrders(look);
      let done = 0;
      for (const { subject, order } of orders) {
        if (dryRun) {
          done += isOrderProtected(yield* store.reads.protectionOf(subject, now), order) ? 0 : 1;
        } else {
          done += yield* counted(sweep, release(subject, order));
        }
      }
      return ok({ places: orders.map(({ place }) => place), done });
    }),
  );
}

function sweepUnwarned(sweep: Sweep, policy: InactivityPolicy): ResultAsync<number, PortFailure> {
  const { ports, now } = sweep;
  const cutoff = cutoffFor({ keepFor: policy.warnAfter }, Day.ofInstant(now));
  return inPages(sweep, cutoff === null ? null : dayAfter(cutoff), (look) =>
    accounts(sweep, policy, 'warn', ports.store.retention.unwarnedAccounts(look, now)),
  );
}

function sweepWarned(sweep: Sweep, policy: InactivityPolicy): ResultAsync<number, PortFailure> {
  const { ports, now } = sweep;
  return inPages(sweep, warnedBelow(policy, Day.ofInstant(now)), (look) =>
    accounts(sweep, policy, 'erase', ports.store.retention.warnedAccounts(look, now)),
  );
}

/** Of accounts that look unused, those for which the step is due; the others are passed over. */
function accounts(
  sweep: Sweep,
  policy: InactivityPolicy,
  step: 'warn' | 'erase',
  look: ResultAsync<readonly UnusedAccount[], PortFailure>,
): ResultAsync<PageDone, PortFailure> {
  const { ports, now, dryRun } = sweep;
  const end = endInactiveAccount(ports);
  return safeTry(async function* () {
    const found = yield* look;
    let done = 0;
    for (const { subject, use, isHeld } of found) {
      if (isHeld || decideInactivity(policy, use, Day.ofInstant(now)) !== step) continue;
      done += dryRun
        ? 1
        : yield* counted(
            sweep,
            end(policy, subject, now).map((came) => came !== 'left'),
          );
    }
    return ok({ places: found.map(({ place }) => place), done });
  });
}

/** One that a port holds up holds up no other. */
function counted(sweep: Sweep, work: ResultAsync<boolean, PortFailure>): ResultAsync<number, never> {
  return work
    .map((isDone) => (isDone ? 1 : 0))
    .orElse(() => {
      sweep.failed += 1;
      return okAsync(0);
    });
}

interface PageDone {
  readonly places: readonly Place[];
  readonly done: number;
}

/** Page after page until nothing is due any more, or enough is done. What is protected is passed over and counts as nothing. */
function inPages<Bound extends Instant | Day>(
  sweep: Sweep,
  below: Bound | null,
  run: (look: DueLook<Bound>) => ResultAsync<PageDone, PortFailure>,
): ResultAsync<number, PortFailure> {
  return safeTry(async function* () {
    let count = 0;
    let after: Place | null = null;
    while (below !== null && sweep.left > 0) {
      const limit = Math.min(pageSize, sweep.left);
      const { places, done }: PageDone = yield* run({ below, after, limit });
      count += done;
      sweep.left -= done;
      after = places.at(-1) ?? null;
      if (places.length < limit) break;
    }
    return ok(count);
  });
}

function firstMomentAfter(day: Day | null): Instant | null {
  return day === null ? null : startOfDay(dayAfter(day));
}
