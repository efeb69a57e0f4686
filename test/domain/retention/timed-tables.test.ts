import { describe, expect, it } from 'vitest';
import { heldColumns } from '../../../src/domain/data-map/columns.ts';
import { fieldOf } from '../../../src/domain/data-map/personal-field.ts';
import { type Clock, tableNames, tableOf } from '../../../src/domain/data-map/tables.ts';
import { Day, Instant } from '../../../src/domain/instant.ts';
import { dueBelow, needsClock, timedTables } from '../../../src/domain/retention/timed-tables.ts';

describe.each(tableNames)('The table %s', (table) => {
  const { clock, columns, record } = tableOf(table);
  const timed = heldColumns(table).filter(({ field }) => needsClock(fieldOf(field).retention));

  it('says what starts the time of every field that outlives an event, and of no other', () => {
    if (timed.length === 0) {
      expect(clock).toBeUndefined();
    } else if (clock !== undefined && 'stays' in clock) {
      expect(clock.stays).toMatch(/^[A-Z].{30,}[^.]$/);
    } else {
      const event = clock?.event;
      for (const { field } of timed) expect(fieldOf(field).retention.from, field).toBe(event);
    }
  });

  it('counts by columns that it has, or goes with a table whose rows it names', () => {
    for (const column of columnsOf(clock)) expect(Object.keys(columns)).toContain(column);
    if (clock !== undefined && 'goesWith' in clock) {
      const parent = timedTables.find((one) => one.table === clock.goesWith);
      expect(parent?.along).toContain(table);
      expect(Object.keys(columns)).toContain(parent?.key);
    }
  });

  it('has one key and one time for all of a row, if a sweep goes through it', () => {
    if (!timedTables.some((one) => one.table === table)) return void expect(columnsOf(clock)).toEqual([]);
    expect(record).toHaveLength(1);
    const retentions = new Set(timed.map(({ field }) => JSON.stringify(fieldOf(field).retention)));
    expect(retentions.size).toBe(1);
    return undefined;
  });
});

describe('The tables that a sweep goes through', () => {
  it('are these', () => {
    expect(timedTables.map(({ table }) => table)).toEqual([
      'privacy_requests',
      'legal_holds',
      'erasures',
      'staff_approvals',
      'staff_sessions',
      'staff_grants',
      'staff_members',
      'audit_entries',
      'support_cases',
      'notices',
      'receipts',
      'risk_events',
      'contact_changes',
      'login_attempts',
      'code_budgets',
      'sessions',
      'challenges',
      'users',
    ]);
  });

  it('are due by whole days, in the unit of their columns, and what expires by the millisecond', () => {
    const now = Instant.parse('2027-11-24T10:00:00Z')._unsafeUnwrap();
    const bounds = Object.fromEntries(timedTables.map((one) => [one.table, dueBelow(one, now)]));
    for (const table of ['sessions', 'challenges', 'contact_changes', 'login_attempts', 'code_budgets']) {
      expect(bounds[table], table).toBe(now + 1);
    }
    expect(bounds.risk_events).toBe(Date.UTC(2026, 10, 24));
    expect(bounds.audit_entries).toBe(Date.UTC(2026, 10, 24));
    expect(bounds.users).toBe(Date.UTC(2024, 10, 24));
    expect(bounds.receipts).toBe(Day.parse('2019-01-01')._unsafeUnwrap());
  });
});

function columnsOf(clock: Clock | undefined): readonly string[] {
  return clock !== undefined && 'columns' in clock ? clock.columns : [];
}
