import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountRoles } from '../../../src/domain/database-account/account-role.ts';
import { declaredGrants, privilegesOf } from '../../../src/domain/database-account/declared-grants.ts';
import { beyondDeclared, lackingPrivileges, type Privilege } from '../../../src/domain/database-account/privilege.ts';

const names = { data: 'joos_data', vault: 'joos_vault' };
const role = fc.constantFrom(...accountRoles);
const declaredOf = (of: (typeof accountRoles)[number]): readonly Privilege[] => privilegesOf(declaredGrants(of, names));

/** Rights that MySQL knows and that no account here is declared to have, wherever. */
const never = fc.constantFrom(
  'GRANT OPTION',
  'SUPER',
  'FILE',
  'ALL PRIVILEGES',
  'CREATE USER',
  'ROLE',
  'PROXY',
  'RELOAD',
  'SHUTDOWN',
  'SYSTEM_VARIABLES_ADMIN',
);
const known = fc.constantFrom(
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'CREATE',
  'DROP',
  'ALTER',
  'TRIGGER',
  'EXECUTE',
  'PROCESS',
);
const place = fc.oneof(
  fc.constant({ database: null, table: null, column: null }),
  fc.record({
    database: fc.constantFrom('joos_data', 'joos_vault', 'mysql', 'sys'),
    table: fc.constant(null),
    column: fc.constant(null),
  }),
  fc.record({
    database: fc.constantFrom('joos_data', 'joos_vault', 'mysql'),
    table: fc.constantFrom('users', 'receipts', 'erasure_ledger', 'user', 'epoch_keys'),
    column: fc.constantFrom(null, 'refund_id', 'items'),
  }),
);
const privilege: fc.Arbitrary<Privilege> = fc
  .tuple(fc.oneof(known, never), place)
  .map(([name, where]) => ({ name, ...where }));

describe('The rights of an account', () => {
  it('are never beyond themselves, whatever is declared', () => {
    fc.assert(
      fc.property(role, (of) => {
        expect(beyondDeclared(declaredOf(of), declaredOf(of))).toEqual([]);
        expect(lackingPrivileges(declaredOf(of), declaredOf(of))).toEqual([]);
      }),
    );
  });

  it('have any added one found that they did not hold already, and no other', () => {
    fc.assert(
      fc.property(role, fc.array(privilege, { maxLength: 6 }), (of, added) => {
        const declared = declaredOf(of);
        // Counted as the server would: a right is had if the same one is had there, or anywhere around it.
        const isHad = ({ name, database, table, column }: Privilege): boolean =>
          [
            { database, table, column },
            { database, table, column: null },
            { database, table: null, column: null },
            { database: null, table: null, column: null },
          ].some((around) =>
            declared.some(
              (one) =>
                one.name === name &&
                one.database === around.database &&
                one.table === around.table &&
                one.column === around.column,
            ),
          );
        expect(beyondDeclared([...declared, ...added], declared)).toEqual(added.filter((one) => !isHad(one)));
      }),
      { numRuns: 1000 },
    );
  });

  it('hold nothing that lets an account grant, read files or be another one', () => {
    fc.assert(
      fc.property(role, never, place, (of, name, where) => {
        expect(beyondDeclared([{ name, ...where }], declaredOf(of))).toHaveLength(1);
      }),
    );
  });

  it('to a pattern of databases are beyond those to each of them', () => {
    const pattern: Privilege = { name: 'SELECT', database: 'joos_data', like: true, table: null, column: null };
    const exact: Privilege = { name: 'SELECT', database: 'joos_data', table: null, column: null };
    expect(beyondDeclared([pattern], [exact])).toEqual([pattern]);
    expect(beyondDeclared([exact], [pattern])).toEqual([exact]);
  });
});
