import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import { BreachAccount, type InvalidBreachAccount } from '../../domain/breach/breach-account.ts';
import { type BreachScope, breachScope, type TouchedTable } from '../../domain/breach/breach-scope.ts';
import { BreachWindow, type InvalidBreachWindow } from '../../domain/breach/breach-window.ts';
import { type LookTally, lookTally } from '../../domain/breach/look-tally.ts';
import { type KnownInTheFuture, notificationClock } from '../../domain/breach/notification-clock.ts';
import { reachOf, type TableReach, tableReach } from '../../domain/breach/table-reach.ts';
import { writtenTables } from '../../domain/breach/written-rows.ts';
import { tableOf } from '../../domain/data-map/tables.ts';
import type { AccountRole } from '../../domain/database-account/account-role.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { Instant, type InvalidInstant } from '../../domain/instant.ts';
import { ok, okAsync, Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import { type AuditPorts, auditedLook } from '../audit/audited.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { actingStaff, type StaffPorts } from '../staff/acting-staff.ts';
import type { StaffRefusal } from '../staff/staff-refusal.ts';
import { everyOwner, type StoredRows } from './every-owner.ts';

/** What is asked after a breach of personal data. */
export interface ScopeBreachInput {
  readonly staffSession: StaffSessionToken;
  /**
   * Whose access it went through: names of the staff, or `db:` and the role of an account of the database. With none,
   * everything that staff did in the window, and what was written in it.
   */
  readonly accounts: readonly string[];
  /** ISO 8601 with an offset: from then on. */
  readonly from: string;
  /** Before then. */
  readonly to: string;
  /** When it became known; the 72 hours of GDPR art. 33(1) run from then. */
  readonly knownAt?: string | undefined;
  /**
   * Told the pseudonyms of the people, a page at a time and each once, for those who have to be notified (GDPR art. 34). That
   * they were handed out is on record.
   */
  readonly onPeople?: ((subjects: readonly SubjectId[]) => void) | undefined;
}

/** Why nothing is told. */
export type ScopeBreachRefusal =
  | StaffRefusal
  | InvalidInstant
  | InvalidBreachWindow
  | InvalidBreachAccount
  | KnownInTheFuture
  | PortFailure;

/** Says what a breach touched: which categories, how many people and records, what was unintelligible (GDPR art. 33, 34). */
export type ScopeBreach = (input: ScopeBreachInput) => ResultAsync<BreachScope, ScopeBreachRefusal>;

/** What it needs of the outside. */
export type ScopeBreachPorts = StaffPorts & AuditPorts & Pick<Ports, 'store' | 'vault'>;

const entriesAtOnce = 1_000;

/** Makes the use case. That somebody asked is on record before anything is counted (POLICY.md C21). */
export function scopeBreach(ports: ScopeBreachPorts): ScopeBreach {
  return (input) =>
    safeTry(async function* () {
      const staff = yield* actingStaff(ports, input.staffSession, 'breach-scope');
      const now = ports.clock.now();
      const accounts = yield* Result.combine(input.accounts.map((text) => BreachAccount.parse(text)));
      const window = yield* BreachWindow.of(yield* Instant.parse(input.from), yield* Instant.parse(input.to), now);
      const clock =
        input.knownAt === undefined ? null : yield* notificationClock(yield* Instant.parse(input.knownAt), now);
      const about = input.onPeople === undefined ? null : 'subjects';
      yield* auditedLook(ports, (_tx, record) => record({ action: 'breach-scope', staff, about }));

      const named = accounts.flatMap((account) => (account.kind === 'staff' ? [account.staff] : []));
      const roles = [...new Set(accounts.flatMap((account) => (account.kind === 'database' ? [account.role] : [])))];
      const looks =
        accounts.length > 0 && named.length === 0 ? null : yield* tallied(ports, [...new Set(named)], window);
      const readable = everything(ports, reachedBy(roles));
      const recent = accounts.length > 0 ? [] : writtenIn(ports, window);
      const reached = roles.length === 0 ? null : { roles, tables: yield* counted(readable) };
      const written = accounts.length > 0 ? null : yield* counted(recent);
      const people = yield* everyOwner({
        sources: [...readable, ...recent].flatMap(({ stored }) => (stored === null ? [] : [stored])),
        besides: looks?.subjects ?? new Set(),
        onPeople: input.onPeople,
      });
      return ok(breachScope({ window, clock, people, looks: looks?.touched() ?? null, reached, written }));
    });
}

/** Counts what these members of the staff did in the window, or with none named what anybody did. */
function tallied(
  { store }: Pick<Ports, 'store'>,
  named: readonly StaffId[],
  { from, to }: BreachWindow,
): ResultAsync<LookTally, PortFailure> {
  return safeTry(async function* () {
    const tally = lookTally();
    for (const staff of named.length === 0 ? [undefined] : named) {
      for (let after: AuditEntry | null = null; ; ) {
        const filter = { staff, from, until: to };
        const page: readonly AuditEntry[] = yield* store.auditLog.search(filter, after, entriesAtOnce);
        for (const entry of page) tally.add(entry);
        const last = page.at(-1);
        if (last === undefined || page.length < entriesAtOnce) break;
        after = last;
      }
    }
    return ok(tally);
  });
}

/** A table, and which of its rows are counted; null where they are not. */
interface CountedRows {
  readonly reach: TableReach;
  readonly stored: StoredRows | null;
}

function reachedBy(roles: readonly AccountRole[]): readonly TableReach[] {
  const tables = roles.flatMap((role) => reachOf(role));
  return tables.filter(({ table }, place) => tables.findIndex((other) => other.table === table) === place);
}

/** All that is stored, in the vault as well: who has a key there, or had one. Rows of nobody count for nobody. */
function everything(
  { store, vault }: Pick<Ports, 'store' | 'vault'>,
  reach: readonly TableReach[],
): readonly CountedRows[] {
  return reach.map((one) => {
    const looks = one.store === 'vault' ? vault : store.reads;
    const isCounted = tableOf(one.table).subjectColumn !== null;
    return { reach: one, stored: isCounted ? { looks, rows: { table: one.table } } : null };
  });
}

function writtenIn({ store }: Pick<Ports, 'store'>, within: BreachWindow): readonly CountedRows[] {
  return writtenTables.map((table) => ({
    reach: tableReach(table),
    stored: { looks: store.reads, rows: { table, within } },
  }));
}

function counted(tables: readonly CountedRows[]): ResultAsync<readonly TouchedTable[], PortFailure> {
  return safeTry(async function* () {
    const touched: TouchedTable[] = [];
    for (const { reach, stored } of tables) {
      const count = stored === null ? okAsync({ rows: null, people: null }) : stored.looks.rowsOfPersons(stored.rows);
      touched.push({ ...reach, ...(yield* count) });
    }
    return ok(touched);
  });
}
