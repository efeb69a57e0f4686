import { describe, expect, test } from 'vitest';
import { BreachAccount } from '../../../src/domain/breach/breach-account.ts';
import { reachOf, tableReach } from '../../../src/domain/breach/table-reach.ts';
import { writtenBy, writtenTables } from '../../../src/domain/breach/written-rows.ts';
import { heldColumns } from '../../../src/domain/data-map/columns.ts';
import { tableNames, tableOf } from '../../../src/domain/data-map/tables.ts';
import { accountRoles } from '../../../src/domain/database-account/account-role.ts';

describe('an account that a breach went through', () => {
  test.each([
    ['anna.support', { kind: 'staff', staff: 'anna.support' }],
    ['db:application', { kind: 'database', role: 'application' }],
    ['db:technical', { kind: 'database', role: 'technical' }],
  ])('is named as %s', (text, account) => {
    expect(BreachAccount.parse(text)._unsafeUnwrap()).toEqual(account);
  });

  test.each(['', 'db:', 'db:root', 'application ', 'Anna', '+4915228895456', 'db:application;'])(
    'is not %j, and the refusal does not repeat it',
    (text) => {
      expect(BreachAccount.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidBreachAccount' });
    },
  );
});

describe('what an account of the database reaches', () => {
  const personal = (store: 'data' | 'vault') =>
    tableNames.filter((table) => tableOf(table).store === store && heldColumns(table).length > 0);

  test.each([
    ['application', personal('data')],
    ['worker', personal('data')],
    ['vault', personal('vault')],
    ['migrator', [...personal('data'), ...personal('vault')]],
    ['auditor', ['audit_entries', 'risk_events', 'erasure_ledger']],
    ['technical', []],
  ] as const)('as %s are the tables of persons that it may read', (role, tables) => {
    expect(new Set(reachOf(role).map(({ table }) => table))).toEqual(new Set(tables));
  });

  test.each(accountRoles)('as %s is every field of a table once: in clear, in part or unintelligible', (role) => {
    for (const { table, clear, partly, unintelligible } of reachOf(role)) {
      const all = [...clear, ...partly, ...unintelligible];
      expect(new Set(all).size, table).toBe(all.length);
      expect(new Set(all), table).toEqual(new Set(heldColumns(table).map(({ field }) => field)));
    }
  });

  test('without a key is nobody’s phone, email, name, card or station', () => {
    const hidden = ['login.phone', 'contact.email', 'profile.username', 'login.provider-subject', 'card.last4'];
    const reach = reachOf('application');
    const unintelligible = new Set(reach.flatMap((table) => table.unintelligible));
    const clear = new Set(reach.flatMap((table) => table.clear));
    for (const field of [...hidden, 'rental.station', 'verification.target']) {
      expect([field, unintelligible.has(field as never), clear.has(field as never)]).toEqual([field, true, false]);
    }
  });

  test('is told apart where plain columns stand beside sealed ones', () => {
    expect(tableReach('contact_changes')).toMatchObject({ clear: [], partly: ['contact.former'], unintelligible: [] });
    expect(tableReach('users').clear).toContain('profile.state');
    expect(tableReach('payments').unintelligible).toEqual(['payment.processor-reference']);
  });
});

test('rows are told by the time at which they were written in tables of persons, by a column of theirs', () => {
  for (const table of writtenTables) {
    expect(tableOf(table).subjectColumn).toBe('subject_id');
    expect(Object.keys(tableOf(table).columns)).toContain(writtenBy[table]);
  }
});
