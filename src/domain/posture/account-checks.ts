import type { StoreName } from '../data-map/vocabulary.ts';
import { AccountOwner } from '../database-account/account-owner.ts';
import { declaredGrants, privilegesOf } from '../database-account/declared-grants.ts';
import { beyondDeclared, type Privilege } from '../database-account/privilege.ts';
import { readShownGrants } from '../database-account/shown-grants.ts';
import { Day, type Instant } from '../instant.ts';
import { instanceOf } from './instance-of.ts';
import {
  type AroundServer,
  type CheckResult,
  failed,
  fine,
  notChecked,
  onBothServers,
  type PostureCheck,
  some,
  whereSeen,
} from './posture-check.ts';
import { isPrivateNetwork } from './private-network.ts';
import type { AccountFacts, ServerFacts } from './server-facts.ts';

/** MySQL's own, which nobody can log in to as long as they are locked. */
const reserved: readonly string[] = ['mysql.sys', 'mysql.session', 'mysql.infoschema'];

/** By these Alibaba Cloud runs an instance; it lets nobody make, change or drop an account of such a name. */
const ofAlibaba: readonly string[] = ['root', 'aliyun_root', 'aurora', 'rds_service', 'aurora_proxy', 'replicator'];

/** For how many days a password lasts at most. */
export const passwordDays = 90;

/** So many days before its password ends an account is found, so that it is changed in time; of a short life in half of it. */
export const passwordNoticeDays = 14;

/** Who may log in to the servers (POLICY.md C20, C21). */
export const accountChecks: readonly PostureCheck[] = [
  {
    id: 'account-anonymous',
    clauses: ['C20'],
    needs: 'database',
    expected: 'no account without a name',
    mend: "DROP USER ''@'HOST'",
    judge: ofAccounts((account) => account.user === ''),
  },
  {
    id: 'account-host',
    clauses: ['C19', 'C20'],
    needs: 'database',
    expected: 'each account logs in from private addresses that it names, without wildcards or names of machines',
    mend: "RENAME USER 'NAME'@'%' TO 'NAME'@'10.0.1.0/255.255.255.0'",
    judge: ofAccounts((account) => !account.locked && !isBoundHost(account.host)),
  },
  {
    id: 'account-owner',
    clauses: ['C20'],
    needs: 'database',
    expected: 'each account has one designated owner',
    mend: `ALTER USER … ATTRIBUTE '{"owner": "anna.miller", "role": "application"}'`,
    judge: ofAccounts((account) => !isRole(account) && !namesOwner(account.attribute)),
  },
  {
    id: 'account-term',
    clauses: ['C20', 'C21'],
    needs: 'database',
    expected: 'an account whose last day is over is locked',
    mend: 'joos db accounts --apply, or ALTER USER … ACCOUNT LOCK',
    judge: ofAccounts(({ locked, attribute }, { at }) => !locked && isOver(attribute, at)),
  },
  {
    id: 'account-tls',
    clauses: ['C16', 'C20'],
    needs: 'database',
    expected: 'each account logs in by TLS alone',
    mend: 'ALTER USER … REQUIRE SSL',
    judge: ofAccounts((account) => !account.locked && !account.needsTls),
  },
  {
    id: 'account-password',
    clauses: ['C20', 'C21'],
    needs: 'database',
    expected: `each account has one password, which ends after ${passwordDays} days at most, in more than ${passwordNoticeDays}`,
    mend: `ALTER USER … PASSWORD EXPIRE INTERVAL ${passwordDays} DAY; joos db rotate-password gives it a new one, and with --discard-old ends the one before`,
    judge: ofAccounts((account, { server }) => !account.locked && !hasGoodPassword(account, server.variables)),
  },
  {
    id: 'account-grants',
    clauses: ['C21'],
    needs: 'database',
    expected: 'no account may do more than what its role is declared to',
    mend: 'joos db accounts says what each may do; REVOKE the rest, or lock what is not used every day',
    judge: onBothServers((server, around) =>
      whereSeen(server.accounts, (accounts) => {
        const results = accounts
          .filter((account) => !account.locked && !isOfTheHouse(account, around))
          .map((account) => beyondRole(account, server, around.database.servers));
        const unread = results.find((result) => result.kind === 'not-checked');
        const bad = results.flatMap((result) => (result.kind === 'failed' ? [result.found] : []));
        if (bad.length > 0) return failed(some(bad));
        return unread ?? fine(`${results.length} accounts`);
      }),
    ),
  },
];

/** What the account may do beyond its role; without a role that is everything. */
function beyondRole(
  account: AccountFacts,
  server: ServerFacts,
  servers: Readonly<Record<StoreName, ServerFacts>>,
): CheckResult {
  return whereSeen(account.grants, (lines) => {
    const held = readShownGrants(lines, { literalNames: server.variables.partial_revokes === 'ON' });
    if (held.isErr()) return notChecked(`${nameOf(account)} has a grant that cannot be read`);
    const role = AccountOwner.read(account.attribute).unwrapOr(null)?.role ?? null;
    const names = { data: servers.data.schema, vault: servers.vault.schema };
    const declared = role === null ? [] : declaredGrants(role, names);
    const here = declared.filter((grant) => servers[grant.store].serverId === server.serverId);
    const beyond = beyondDeclared(held.value, privilegesOf(here));
    return beyond.length > 0 ? failed(`${nameOf(account)}: ${some(beyond.map(inWords))}`) : fine('');
  });
}

function inWords({ name, database, table }: Privilege): string {
  return `${name} on ${database ?? '*'}.${table ?? '*'}`;
}

function nameOf({ user, host }: AccountFacts): string {
  return `'${user}'@'${host}'`;
}

function namesOwner(attribute: unknown): boolean {
  if (typeof attribute !== 'object' || attribute === null || !('owner' in attribute)) return false;
  return typeof attribute.owner === 'string' && attribute.owner.trim() !== '';
}

function isOver(attribute: unknown, at: Instant): boolean {
  const owner = AccountOwner.read(attribute).unwrapOr(null);
  return owner !== null && AccountOwner.isOver(owner, Day.ofInstant(at));
}

/**
 * From where an account comes: an address, a network, or `localhost`, which is the socket. Of any other name whoever answers
 * for it decides which machine that is.
 */
function isBoundHost(host: string): boolean {
  if (host === '' || /[%_]/.test(host)) return false;
  return isPrivateNetwork(host) ?? host.toLowerCase() === 'localhost';
}

function isRole({ locked, hasSecret }: AccountFacts): boolean {
  return locked && !hasSecret;
}

function hasGoodPassword(account: AccountFacts, variables: ServerFacts['variables']): boolean {
  const days = account.passwordLifetimeDays ?? Number(variables.default_password_lifetime ?? 0);
  const { passwordAgeDays: age, passwordExpired, hasSecret, hasOldPassword } = account;
  if (!hasSecret || hasOldPassword || passwordExpired || age === null) return false;
  return days > 0 && days <= passwordDays && days - age > Math.min(passwordNoticeDays, days / 2);
}

/** On which server an account is, and when it was looked at. */
interface Around {
  readonly server: ServerFacts;
  readonly at: Instant;
}

function ofAccounts(isBad: (account: AccountFacts, around: Around) => boolean): PostureCheck['judge'] {
  return onBothServers((server, around) =>
    whereSeen(server.accounts, (accounts) => {
      const ours = accounts.filter((account) => !isOfTheHouse(account, around));
      return judged(
        ours,
        (account) => isBad(account, { server, at: around.database.at }),
        accounts.length - ours.length,
      );
    }),
  );
}

function isOfTheHouse({ user, locked }: AccountFacts, { store, facts }: AroundServer): boolean {
  if (reserved.includes(user)) return locked;
  return ofAlibaba.includes(user) && instanceOf(store, facts).kind === 'seen';
}

function judged(
  accounts: readonly AccountFacts[],
  isBad: (account: AccountFacts) => boolean,
  apart: number,
): CheckResult {
  const bad = accounts.filter(isBad).map(nameOf);
  return bad.length > 0
    ? failed(some(bad))
    : fine(`${accounts.length} accounts, and ${apart} of the server or its provider`);
}
