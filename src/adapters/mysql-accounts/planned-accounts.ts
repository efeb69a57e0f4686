import type { StoreName } from '../../domain/data-map/vocabulary.ts';
import type { AccountHost } from '../../domain/database-account/account-host.ts';
import { type AccountOwner, systemUser, technicalUser } from '../../domain/database-account/account-owner.ts';
import { systemRoles } from '../../domain/database-account/account-role.ts';
import {
  type DatabaseNames,
  type DeclaredGrant,
  declaredGrants,
} from '../../domain/database-account/declared-grants.ts';
import type { Day } from '../../domain/instant.ts';
import type { StaffId } from '../../domain/staff/staff-id.ts';

/** What all accounts of one run have in common. */
export interface AccountsPlan {
  readonly names: DatabaseNames;
  readonly host: AccountHost;
  /** Whether a certificate of the client is demanded beside TLS. */
  readonly certificates: boolean;
  /** After how many days a password no longer counts. */
  readonly passwordDays: number;
}

/** An account as it is to be. */
export interface PlannedAccount {
  readonly user: string;
  readonly host: AccountHost;
  readonly owner: AccountOwner;
  readonly certificates: boolean;
  readonly passwordDays: number;
  readonly grants: readonly DeclaredGrant[];
}

/** The accounts of programs, all with one owner. */
export function systemAccounts(plan: AccountsPlan, prefix: string, owner: StaffId): readonly PlannedAccount[] {
  return systemRoles.map((role) => planned(plan, systemUser(prefix, role), { owner, role, until: null }));
}

/** One person's own account; null if MySQL takes no name as long as this one. */
export function technicalAccount(plan: AccountsPlan, owner: StaffId, until: Day): PlannedAccount | null {
  const user = technicalUser(owner);
  return user === null ? null : planned(plan, user, { owner, role: 'technical', until });
}

/** What an account is granted on the server of some stores; the same on both is granted once. */
export function grantsOn(
  { grants }: Pick<PlannedAccount, 'grants'>,
  stores: readonly StoreName[],
): readonly DeclaredGrant[] {
  const seen = new Set<string>();
  return grants.filter(({ store, database, table, privileges, columns }) => {
    const key = JSON.stringify([database, table, privileges, columns]);
    if (!stores.includes(store) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function planned({ names, ...common }: AccountsPlan, user: string, owner: AccountOwner): PlannedAccount {
  return { ...common, user, owner, grants: declaredGrants(owner.role, names) };
}
