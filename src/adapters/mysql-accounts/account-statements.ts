import { AccountOwner } from '../../domain/database-account/account-owner.ts';
import type { DeclaredGrant } from '../../domain/database-account/declared-grants.ts';
import type { Privilege } from '../../domain/database-account/privilege.ts';
import type { PlannedAccount } from './planned-accounts.ts';
import { quotedAccount, quotedName, quotedText } from './quoted.ts';

/** The statements that make an account and say what it may do. Only what an account without SUPER can run. */

/** How the server takes the name of a database in a grant: see `GrantReading`. */
export interface GrantWriting {
  readonly literalNames: boolean;
}

/**
 * Makes the account. Where it is printed the server makes the password and shows it to whoever runs the statement, so that
 * none stands in a terminal's history or in a ticket; run again it does nothing. With a password it fails where the account
 * is there already: it would have kept the password that it has, and the one that was made for it would open nothing.
 */
export function createStatement(account: PlannedAccount, password: string | null): string {
  const secret = password === null ? 'RANDOM PASSWORD' : quotedText(password);
  const making = password === null ? 'CREATE USER IF NOT EXISTS' : 'CREATE USER';
  return `${making} ${quotedAccount(account)} IDENTIFIED BY ${secret} ${optionsOf(account)}`;
}

/** Brings an account that is there to the same options; its password stays. */
export function alterStatement(account: PlannedAccount): string {
  return `ALTER USER ${quotedAccount(account)} ${optionsOf(account)}`;
}

/** Wrong guesses at a person's password lock it for so many days. */
export const lockingOf: { readonly tries: number; readonly days: number } = { tries: 5, days: 1 };

/**
 * Nobody guesses the password of a program's account, 256 bits of chance: to lock it after some wrong ones would only let
 * anybody on the network, or one process with an old password, stop the service.
 */
export function locksAfterGuesses({ owner }: Pick<PlannedAccount, 'owner'>): boolean {
  return owner.role === 'technical';
}

function optionsOf(account: PlannedAccount): string {
  const { owner, certificates, passwordDays } = account;
  const { tries, days } = locksAfterGuesses(account) ? lockingOf : { tries: 0, days: 0 };
  return [
    `REQUIRE ${certificates ? 'X509' : 'SSL'}`,
    `PASSWORD EXPIRE INTERVAL ${passwordDays} DAY`,
    `FAILED_LOGIN_ATTEMPTS ${tries} PASSWORD_LOCK_TIME ${days}`,
    `ATTRIBUTE ${quotedText(AccountOwner.write(owner))}`,
  ].join(' ');
}

/** Lets nobody in by the account, and leaves it there: what it did stays its own. */
export function lockStatement(account: { readonly user: string; readonly host: string }): string {
  return `ALTER USER ${quotedAccount(account)} ACCOUNT LOCK`;
}

/** Lets its owner in again. */
export function unlockStatement(account: { readonly user: string; readonly host: string }): string {
  return `ALTER USER ${quotedAccount(account)} ACCOUNT UNLOCK`;
}

/** Grants all of it. */
export function grantStatement(
  account: { readonly user: string; readonly host: string },
  { privileges, columns, database, table }: DeclaredGrant,
  writing: GrantWriting,
): string {
  const rights = privileges.map((privilege) => withColumns(privilege, columns)).join(', ');
  return `GRANT ${rights} ON ${placeIn({ database, table }, writing)} TO ${quotedAccount(account)}`;
}

/** Takes back rights at one place. */
export function revokeStatement(
  account: { readonly user: string; readonly host: string },
  privileges: readonly [Privilege, ...Privilege[]],
  writing: GrantWriting,
): string {
  const [place] = privileges;
  const rights = privileges.map(({ name, column }) => withColumns(name, column === null ? null : [column])).join(', ');
  return `REVOKE ${rights} ON ${placeIn(place, writing)} FROM ${quotedAccount(account)}`;
}

function withColumns(right: string, columns: readonly string[] | null): string {
  return columns === null ? right : `${right} (${columns.map(quotedName).join(', ')})`;
}

/** In the grant of a whole database its name is a pattern, where the server takes it so; in that of a table it never is. */
function placeIn(
  { database, like, table, routine }: Pick<Privilege, 'database' | 'like' | 'table' | 'routine'>,
  { literalNames }: GrantWriting,
): string {
  if (database === null) return '*.*';
  if (table === null) {
    return `${quotedName(literalNames || like ? database : database.replaceAll(/[_%]/g, '\\$&'))}.*`;
  }
  return `${routine === undefined ? '' : `${routine} `}${quotedName(database)}.${quotedName(table)}`;
}
