import type { StoreName } from '../data-map/vocabulary.ts';
import {
  type CheckResult,
  failed,
  fine,
  onBothServers,
  type PostureCheck,
  type PostureFacts,
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
    expected: 'each account logs in from private addresses that it names, without wildcards',
    mend: "RENAME USER 'NAME'@'%' TO 'NAME'@'10.0.1.0/255.255.255.0'",
    judge: ofAccounts((account) => !account.locked && !isBoundHost(account.host)),
  },
  {
    id: 'account-owner',
    clauses: ['C20'],
    needs: 'database',
    expected: 'each account has one designated owner',
    mend: `ALTER USER … ATTRIBUTE '{"owner": "anna.miller"}'`,
    judge: ofAccounts((account) => !isRole(account) && !account.hasOwner),
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
    expected: `each account has a password, which ends after ${passwordDays} days at most and has not ended`,
    mend: `ALTER USER … PASSWORD EXPIRE INTERVAL ${passwordDays} DAY, and give it a new one in time`,
    judge: ofAccounts((account, { variables }) => !account.locked && !hasGoodPassword(account, variables)),
  },
];

/** From where an account comes: an address, a network, or the name of a machine; `localhost` is the socket. */
function isBoundHost(host: string): boolean {
  if (host === '' || /[%_]/.test(host)) return false;
  return isPrivateNetwork(host) ?? !host.includes('/');
}

function isRole({ locked, hasSecret }: AccountFacts): boolean {
  return locked && !hasSecret;
}

function hasGoodPassword(account: AccountFacts, variables: ServerFacts['variables']): boolean {
  const days = account.passwordLifetimeDays ?? Number(variables.default_password_lifetime ?? 0);
  const { passwordAgeDays: age, passwordExpired, hasSecret } = account;
  return hasSecret && !passwordExpired && days > 0 && days <= passwordDays && age !== null && age < days;
}

function ofAccounts(isBad: (account: AccountFacts, server: ServerFacts) => boolean): PostureCheck['judge'] {
  return onBothServers((server, store, facts) =>
    whereSeen(server.accounts, (accounts) => {
      const ours = accounts.filter((account) => !isOfTheHouse(account, store, facts));
      return judged(ours, (account) => isBad(account, server), accounts.length - ours.length);
    }),
  );
}

function isOfTheHouse({ user, locked }: AccountFacts, store: StoreName, { configuration }: PostureFacts): boolean {
  if (reserved.includes(user)) return locked;
  const isManaged = configuration.kind === 'seen' && configuration.value.managed.includes(store);
  return isManaged && ofAlibaba.includes(user);
}

function judged(
  accounts: readonly AccountFacts[],
  isBad: (account: AccountFacts) => boolean,
  apart: number,
): CheckResult {
  const bad = accounts.filter(isBad).map(({ user, host }) => `'${user}'@'${host}'`);
  return bad.length > 0
    ? failed(some(bad))
    : fine(`${accounts.length} accounts, and ${apart} of the server or its provider`);
}
