/**
 * The accounts of the two databases on MySQL 8.0.22 or newer: the statements that make them, and what makes them so on a
 * server.
 *
 * @module
 */
export { AccountHost, type InvalidAccountHost } from '../../domain/database-account/account-host.ts';
export { AccountOwner, type UnknownAccountOwner } from '../../domain/database-account/account-owner.ts';
export {
  type AccountPurpose,
  type AccountRole,
  accountPurposes,
  accountRoles,
  type SystemRole,
  systemRoles,
} from '../../domain/database-account/account-role.ts';
export {
  type DatabaseNames,
  type DeclaredGrant,
  declaredGrants,
  type MappedTables,
  privilegesOf,
} from '../../domain/database-account/declared-grants.ts';
export {
  beyondDeclared,
  holdsPrivilege,
  lackingPrivileges,
  type Privilege,
  type PrivilegeName,
} from '../../domain/database-account/privilege.ts';
export {
  type GrantReading,
  readShownGrants,
  type UnreadableGrant,
} from '../../domain/database-account/shown-grants.ts';
export { AccountPassword, type MadePassword, type PasswordKeeper } from './account-password.ts';
export { createStatement, type GrantWriting, grantStatement } from './account-statements.ts';
export { type AccountsApplied, type ApplyAccounts, applyAccounts, type OtherAccount } from './apply-accounts.ts';
export {
  type AccountsPlan,
  grantsOn,
  type PlannedAccount,
  systemAccounts,
  technicalAccount,
} from './planned-accounts.ts';
export type { AccountsProblem } from './problem.ts';
export { discardOldPasswords, type RotatedAccount, rotatePasswords, type WhichAccounts } from './rotate-password.ts';
export type { AdministeredServer } from './server.ts';
