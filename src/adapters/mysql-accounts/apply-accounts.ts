import { AccountOwner } from '../../domain/database-account/account-owner.ts';
import { type DeclaredGrant, privilegesOf } from '../../domain/database-account/declared-grants.ts';
import { beyondDeclared, lackingPrivileges, type Privilege } from '../../domain/database-account/privilege.ts';
import type { Day } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import { newPassword, type PasswordKeeper } from './account-password.ts';
import {
  alterStatement,
  createStatement,
  grantStatement,
  lockingOf,
  lockStatement,
  locksAfterGuesses,
  revokeStatement,
  unlockStatement,
} from './account-statements.ts';
import { spelledOut } from './all-privileges.ts';
import { grantsOn, type PlannedAccount } from './planned-accounts.ts';
import { type AccountsProblem, isThereAlready, Stopped } from './problem.ts';
import { quotedAccount } from './quoted.ts';
import { type AdministeredServer, type Administration, administering, type FoundAccount } from './server.ts';

/** What was done on one server. */
export interface AccountsApplied {
  readonly stores: AdministeredServer['stores'];
  /** What was run; in the place of a password stands `<secret>`. Empty where all was as it should be. */
  readonly statements: readonly string[];
  /** Accounts of the server that this run was not about, and whose they are. Nothing is done to them. */
  readonly others: readonly OtherAccount[];
  /** Tables that the map has and the server has not: migrate, then run this again. */
  readonly missingTables: readonly string[];
}

/** An account that nobody declared in this run. */
export interface OtherAccount {
  readonly user: string;
  readonly host: string;
  readonly owner: string | null;
  readonly role: AccountOwner['role'] | null;
  readonly until: Day | null;
  readonly locked: boolean;
}

/** What is to be done, and by which calendar. */
export interface ApplyAccounts extends PasswordKeeper {
  readonly accounts: readonly PlannedAccount[];
  /** Accounts of people whose last day is over are locked. */
  readonly today: Day;
}

/**
 * Makes the accounts of one server as they are planned (POLICY.md C20, C21): makes those that are not there, changes what
 * differs, grants what is lacking, and takes back what is wider. Run again it does nothing. What is granted comes before what
 * is taken back, so that whoever works meanwhile is refused nothing.
 */
export function applyAccounts(
  server: AdministeredServer,
  { accounts, today, ...keeper }: ApplyAccounts,
): ResultAsync<AccountsApplied, AccountsProblem> {
  return administering(server, async (administration) => {
    const statements: string[] = [];
    const run = async (statement: string, shown: string = statement): Promise<void> => {
      await administration.run(statement);
      statements.push(shown);
    };
    const found = await administration.accounts();
    const planned = accounts.filter((account) => grantsOn(account, server.stores).length > 0);
    const missingTables = new Set<string>();
    for (const account of planned) {
      const before = found.find((one) => isSame(one, account)) ?? null;
      const there = await makeAccount(administration, run, account, before, keeper);
      await makeGrants(administration, run, account, missingTables);
      await lockOrUnlock(run, account, there, today);
    }
    const others = found.filter((one) => !planned.some((account) => isSame(one, account)));
    for (const other of others) await lockIfOver(run, other, today);
    return {
      stores: server.stores,
      statements,
      others: others.map((other) => shownOther(other, today)),
      missingTables: [...missingTables],
    };
  });
}

type Run = (statement: string, shown?: string) => Promise<void>;

/** Answers the account that was there before; null where it was made. */
async function makeAccount(
  administration: Administration,
  run: Run,
  account: PlannedAccount,
  before: FoundAccount | null,
  keeper: PasswordKeeper,
): Promise<FoundAccount | null> {
  const there = before ?? (await madeMeanwhile(administration, run, account, keeper));
  if (there !== null && !hasOptions(there, account)) await run(alterStatement(account));
  return there;
}

/** Makes the account; where somebody else was quicker, theirs is the password that counts, and the account is as found. */
async function madeMeanwhile(
  { stores, accounts }: Administration,
  run: Run,
  account: PlannedAccount,
  { keep, counts }: PasswordKeeper,
): Promise<FoundAccount | null> {
  const { user, host } = account;
  const made = { user, host, role: account.owner.role, stores, password: newPassword() };
  await kept(stores[0], keep(made));
  try {
    await run(createStatement(account, made.password.reveal()), createStatement(account, '<secret>'));
  } catch (problem) {
    const theirs = (await accounts()).find((one) => isSame(one, account));
    if (!isThereAlready(problem) || theirs === undefined) throw problem;
    return theirs;
  }
  await kept(stores[0], counts?.(made));
  return null;
}

/** Waits until a password is kept; what goes wrong with it may quote a path, and stays here. */
export async function kept(store: AdministeredServer['stores'][0], keeping: Promise<void> | undefined): Promise<void> {
  try {
    await keeping;
  } catch {
    throw new Stopped({ kind: 'PasswordNotKept', store });
  }
}

function hasOptions(there: FoundAccount, account: PlannedAccount): boolean {
  const locking = locksAfterGuesses(account) ? lockingOf : { tries: 0, days: 0 };
  return (
    there.tls === (account.certificates ? 'X509' : 'ANY') &&
    there.passwordDays === account.passwordDays &&
    there.locking.tries === locking.tries &&
    there.locking.days === locking.days &&
    there.owner !== null &&
    AccountOwner.write(there.owner) === AccountOwner.write(account.owner)
  );
}

async function makeGrants(
  administration: Administration,
  run: Run,
  account: PlannedAccount,
  missingTables: Set<string>,
): Promise<void> {
  const grants = await onTablesThatAre(administration, grantsOn(account, administration.stores), missingTables);
  const declared = privilegesOf(grants);
  let held = spelledOut(await administration.grantsOf(account));
  const beyond = beyondDeclared(held, declared);
  const rightly = held.filter((privilege) => !beyond.includes(privilege));
  for (const grant of lackingGrants(grants, rightly)) await run(grantStatement(account, grant, administration));
  await revokeOthers(administration, run, account);
  for (const together of byPlace(beyond)) await run(revokeStatement(account, together, administration));
  if (beyond.length === 0) return;
  // MySQL takes the rights to columns back along with one to their table.
  held = spelledOut(await administration.grantsOf(account));
  for (const grant of lackingGrants(grants, held)) await run(grantStatement(account, grant, administration));
}

/** Of each grant what is lacking of it. */
function lackingGrants(grants: readonly DeclaredGrant[], held: readonly Privilege[]): readonly DeclaredGrant[] {
  return grants.flatMap((grant) => {
    const [first, ...more] = grant.privileges.filter(
      (name) => lackingPrivileges(held, privilegesOf([{ ...grant, privileges: [name] }])).length > 0,
    );
    return first === undefined ? [] : [{ ...grant, privileges: [first, ...more] }];
  });
}

/** MySQL grants nothing on a table that is not there. */
async function onTablesThatAre(
  administration: Administration,
  grants: readonly DeclaredGrant[],
  missing: Set<string>,
): Promise<readonly DeclaredGrant[]> {
  const tables = new Map<string, ReadonlySet<string>>();
  const possible: DeclaredGrant[] = [];
  for (const grant of grants) {
    const { database, table } = grant;
    if (database !== null && table !== null) {
      const there = tables.get(database) ?? (await administration.tables(database));
      tables.set(database, there);
      if (!there.has(table)) {
        missing.add(`${database}.${table}`);
        continue;
      }
    }
    possible.push(grant);
  }
  return possible;
}

/** None of our accounts has a role, or stands in for another one. */
async function revokeOthers(administration: Administration, run: Run, account: PlannedAccount): Promise<void> {
  const { roles, proxied } = await administration.othersOf(account);
  for (const role of roles) await run(`REVOKE ${role} FROM ${quotedAccount(account)}`);
  for (const other of proxied) await run(`REVOKE PROXY ON ${other} FROM ${quotedAccount(account)}`);
}

/** Rights at the same place go together. Roles and proxies have no place. */
function byPlace(privileges: readonly Privilege[]): readonly (readonly [Privilege, ...Privilege[]])[] {
  const places = new Map<string, [Privilege, ...Privilege[]]>();
  for (const privilege of privileges) {
    const { name, database, like, table, routine } = privilege;
    if (name === 'ROLE' || name === 'PROXY') continue;
    const key = JSON.stringify([database, like, table, routine]);
    const together = places.get(key);
    if (together === undefined) places.set(key, [privilege]);
    else together.push(privilege);
  }
  return [...places.values()];
}

/** A person's account that is prolonged is let in again; one of a program that somebody locked stays so. */
async function lockOrUnlock(run: Run, account: PlannedAccount, there: FoundAccount | null, today: Day): Promise<void> {
  const isOver = AccountOwner.isOver(account.owner, today);
  if (isOver && there?.locked !== true) await run(lockStatement(account));
  if (!isOver && there?.locked === true && account.owner.role === 'technical') await run(unlockStatement(account));
}

async function lockIfOver(run: Run, other: FoundAccount, today: Day): Promise<void> {
  if (other.owner !== null && AccountOwner.isOver(other.owner, today) && !other.locked) await run(lockStatement(other));
}

function shownOther({ user, host, owner, locked }: FoundAccount, today: Day): OtherAccount {
  return {
    user,
    host,
    owner: owner?.owner ?? null,
    role: owner?.role ?? null,
    until: owner?.until ?? null,
    locked: locked || (owner !== null && AccountOwner.isOver(owner, today)),
  };
}

function isSame(one: { readonly user: string; readonly host: string }, other: typeof one): boolean {
  return one.user === other.user && one.host === other.host;
}
