import { Day } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import { StaffId } from '../staff/staff-id.ts';
import { type AccountRole, accountRoles, type SystemRole } from './account-role.ts';

/**
 * Whose an account is (POLICY.md C20). It stands in the account's own attribute on the server, so that nobody has to ask
 * around: MySQL has neither owners nor a day on which an account ends.
 */
export interface AccountOwner {
  readonly owner: StaffId;
  readonly role: AccountRole;
  /** The last day on which it is used; null for accounts of programs, which end with the installation. */
  readonly until: Day | null;
}

/** The attribute of an account names no owner, or not as we write it. */
export interface UnknownAccountOwner {
  readonly kind: 'UnknownAccountOwner';
}

/** Reads and writes the attribute of an account. */
export const AccountOwner = {
  /**
   * The attribute as JSON; the names hold no character that SQL would need to be careful of. A day that there is not is a null:
   * MySQL lays an attribute over the one before, and takes out what is null in it.
   */
  write({ owner, role, until }: AccountOwner): string {
    return JSON.stringify({ owner, role, until });
  },

  /** Reads the JSON value of an attribute; one that is not there, or is of another tool's making, names nobody. */
  read(attribute: unknown): Result<AccountOwner, UnknownAccountOwner> {
    if (typeof attribute !== 'object' || attribute === null) return unknown;
    const { owner, role, until }: Readonly<Record<string, unknown>> = { ...attribute };
    const known = accountRoles.find((one) => one === role);
    const named = typeof owner === 'string' ? StaffId.parse(owner).unwrapOr(null) : null;
    const last = typeof until === 'string' ? Day.parse(until).unwrapOr(null) : null;
    if (known === undefined || named === null || (last === null) !== (until === undefined || until === null))
      return unknown;
    return known === 'technical' && last === null ? unknown : ok({ owner: named, role: known, until: last });
  },

  /** Whether nobody is to use it any more: it is locked then. */
  isOver({ until }: Pick<AccountOwner, 'until'>, today: Day): boolean {
    return until !== null && until < today;
  },
};

const unknown: Result<never, UnknownAccountOwner> = err({ kind: 'UnknownAccountOwner' });

/** Longer names than these MySQL does not take. */
const longestUser = 32;

/** The name of a person's account is the person's; not every one fits. */
export function technicalUser(owner: StaffId): string | null {
  return owner.length <= longestUser ? owner : null;
}

/** The name of a program's account: no person is called so, for names of staff have no underscore. */
export function systemUser(prefix: string, role: SystemRole): string {
  return `${prefix}_${role}`;
}

/** What the names of the accounts of programs may begin with. */
export function isAccountPrefix(text: string): boolean {
  return /^[a-z][a-z0-9]{0,15}$/.test(text);
}
