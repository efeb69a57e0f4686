import { describe, expect, it, test } from 'vitest';
import {
  AccountOwner,
  isAccountPrefix,
  systemUser,
  technicalUser,
} from '../../../src/domain/database-account/account-owner.ts';
import { systemRoles } from '../../../src/domain/database-account/account-role.ts';
import { Day } from '../../../src/domain/instant.ts';
import { StaffId } from '../../../src/domain/staff/staff-id.ts';

const jo = StaffId.parse('jo.miller')._unsafeUnwrap();
const day = (text: string): Day => Day.parse(text)._unsafeUnwrap();

describe('The owner of an account', () => {
  test.each([
    { owner: jo, role: 'application', until: null },
    { owner: jo, role: 'technical', until: day('2026-12-31') },
  ] as const)('is read as it was written (%#)', (owner) => {
    expect(AccountOwner.read(JSON.parse(AccountOwner.write(owner)))._unsafeUnwrap()).toEqual(owner);
  });

  it('takes the last day of an earlier owner away by a null, which is read as none', () => {
    const owner = { owner: jo, role: 'application', until: null } as const;
    expect(JSON.parse(AccountOwner.write(owner))).toHaveProperty('until', null);
    expect(AccountOwner.read({ owner: 'jo.miller', role: 'application' })._unsafeUnwrap()).toEqual(owner);
  });

  test.each([
    [null],
    ['text'],
    [{}],
    [{ owner: 'jo.miller' }],
    [{ owner: 'Jo Miller', role: 'application' }],
    [{ owner: 'jo.miller', role: 'root' }],
    [{ owner: 'jo.miller', role: 'technical' }],
    [{ owner: 'jo.miller', role: 'technical', until: 'soon' }],
    [{ owner: 'jo.miller', role: 'technical', until: 20261231 }],
  ])('is nobody by %j', (attribute) => {
    expect(AccountOwner.read(attribute)._unsafeUnwrapErr()).toEqual({ kind: 'UnknownAccountOwner' });
  });

  it('uses it on the last day still, and not after', () => {
    const until = day('2026-12-31');
    expect(AccountOwner.isOver({ until }, day('2026-12-31'))).toBe(false);
    expect(AccountOwner.isOver({ until }, day('2027-01-01'))).toBe(true);
    expect(AccountOwner.isOver({ until: null }, day('2099-01-01'))).toBe(false);
  });
});

describe('The name of an account', () => {
  it('is the person’s, as far as MySQL takes it', () => {
    expect(technicalUser(jo)).toBe('jo.miller');
    expect(technicalUser(StaffId.parse(`${'a'.repeat(32)}`)._unsafeUnwrap())).toHaveLength(32);
    expect(technicalUser(StaffId.parse(`${'a'.repeat(33)}`)._unsafeUnwrap())).toBeNull();
  });

  test.each(systemRoles)('of %s is no person’s', (role) => {
    expect(StaffId.parse(systemUser('joos', role)).isErr()).toBe(true);
    expect(systemUser('a'.repeat(16), role).length).toBeLessThanOrEqual(32);
  });

  test.each([
    ['joos', true],
    ['joos2', true],
    ['a'.repeat(16), true],
    ['a'.repeat(17), false],
    ['', false],
    ['joos_', false],
    ["j'", false],
  ])('may begin with %s: %s', (text, may) => {
    expect(isAccountPrefix(text)).toBe(may);
  });
});
