import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { z } from 'zod';
import { AccountHost, type InvalidAccountHost } from '../../../domain/database-account/account-host.ts';
import { isAccountPrefix } from '../../../domain/database-account/account-owner.ts';
import { accountPurposes } from '../../../domain/database-account/account-role.ts';
import { Day } from '../../../domain/instant.ts';
import type { Result } from '../../../domain/result.ts';
import { StaffId } from '../../../domain/staff/staff-id.ts';
import type { AccountsApplied, PlannedAccount } from '../../mysql-accounts/index.ts';
import { inFolder, toBeShown } from '../account-files.ts';
import {
  accountsRefused,
  appliedInWords,
  passwordsInWords,
  purposeInWords,
  serverInWords,
} from '../accounts-in-words.ts';
import { administeredServers, type ConfiguredDatabases, configuredDatabases } from '../database-servers.ts';
import { exitCodes } from '../exit-codes.ts';
import { readJsonFile } from '../json-file.ts';
import { wholeNumber } from '../option-values.ts';
import { answer, Exit, type Shell, stop, withProgress } from '../shell.ts';
import { rotatePasswordCommand } from './rotate-password.ts';

/** `joos db accounts|rotate-password`: who may log in to the databases, and do what there. */
export function dbCommand(shell: Shell): CommandUnknownOpts {
  return new Command('db')
    .description('the accounts of the two databases: who may do what, and their passwords')
    .addHelpText(
      'after',
      `
Example:
  joos db accounts --owner jo.miller --from-hosts 10.0.0.0/16`,
    )
    .addCommand(accountsCommand(shell))
    .addCommand(rotatePasswordCommand(shell));
}

function accountsCommand(shell: Shell) {
  return new Command('accounts')
    .description('print the accounts with all that each may do, or make them so')
    .requiredOption('--from-hosts <network>', 'from where: 10.0.0.0/16, 10.0.%, or one private address')
    .option('--owner <name>', 'who answers for the accounts of programs, such as jo.miller')
    .option('--technical <name>', 'one person’s own account instead, named after the person')
    .option('--until <day>', 'its last day, such as 2027-06-30')
    .option('--technical-file <file>', 'several of them: [{"name": "jo.miller", "until": "2027-06-30"}]')
    .option('--prefix <letters>', 'what the names of programs begin with', 'joos')
    .option(
      '--password-days <days>',
      'for how long a password counts',
      wholeNumber(shell, '--password-days', 1, 365),
      90,
    )
    .option('--certificates', 'demand a certificate of the client, beside TLS')
    .option('--apply', 'make it so, as the administrator in JOOS_DATABASE_ADMIN')
    .option('--passwords-to <folder>', 'write new passwords there, and show none')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
What is printed is SQL, to be read or run by hand: the server makes passwords
then, and shows them to whoever runs it. --apply runs no more than what differs,
and takes back whatever is wider; accounts that are not declared are listed and
left alone, but those of people whose last day is over are locked. New passwords
are shown once, or written as addresses (mode 0600), for JOOS_DATABASE_URL_FILE
and JOOS_VAULT_URL_FILE. Nothing is granted on tables that are not there:
migrate first, and run it again after each migration. It exits 1 if tables are
missing.

Example:
  joos db accounts --owner jo.miller --from-hosts 10.0.0.0/16
  joos db accounts --owner jo.miller --from-hosts 10.0.0.0/16 \\
    --apply --passwords-to /run/secrets/joos
  joos db accounts --technical kim.berg --until 2027-06-30 \\
    --from-hosts 10.0.9.7 --apply`,
    )
    .action(async ({ apply, passwordsTo, json, ...typed }) => {
      const databases = configuredDatabases(shell);
      const accounts = await plannedAccounts(shell, databases, typed);
      if (apply) await applied(shell, databases, accounts, passwordsTo, json);
      else await printed(shell, databases, accounts, json);
    });
}

interface Typed {
  readonly fromHosts: string;
  readonly owner?: string | undefined;
  readonly technical?: string | undefined;
  readonly until?: string | undefined;
  readonly technicalFile?: string | undefined;
  readonly prefix: string;
  readonly passwordDays: number;
  readonly certificates?: true | undefined;
}

async function plannedAccounts(
  shell: Shell,
  { names }: ConfiguredDatabases,
  typed: Typed,
): Promise<readonly PlannedAccount[]> {
  const { systemAccounts, technicalAccount } = await import('../../mysql-accounts/index.ts');
  const host = AccountHost.parse(typed.fromHosts).match(
    (parsed) => parsed,
    ({ reason }) => stop(shell, exitCodes.usage, hostWords[reason]),
  );
  const { certificates = false, passwordDays, prefix } = typed;
  const plan = { names, host, certificates, passwordDays };
  const people = peopleIn(shell, typed);
  if (people !== null) {
    return people.map(
      ({ owner, until }) =>
        technicalAccount(plan, owner, until) ??
        stop(shell, exitCodes.usage, 'a name is too long: MySQL takes 32 characters'),
    );
  }
  if (!isAccountPrefix(prefix)) stop(shell, exitCodes.usage, '--prefix takes 1 to 16 small letters and digits');
  if (typed.owner === undefined) return stop(shell, exitCodes.usage, 'who answers for the accounts? Say --owner');
  return systemAccounts(plan, prefix, staff(shell, '--owner', typed.owner));
}

const hostWords: Readonly<Record<InvalidAccountHost['reason'], string>> = {
  unreadable: '--from-hosts takes an address or a network, such as 10.0.0.0/16 or 10.0.%, and no name of a host',
  open: '--from-hosts takes no network that everybody is in',
  public: '--from-hosts takes private networks alone: the databases are not reached from outside',
};

interface TechnicalPerson {
  readonly owner: StaffId;
  readonly until: Day;
}

/** Null where it is about the accounts of programs. */
function peopleIn(shell: Shell, { technical, until, technicalFile }: Typed): readonly TechnicalPerson[] | null {
  if (technicalFile !== undefined) {
    const listed = readJsonFile(technicalFile, z.array(z.strictObject({ name: z.string(), until: z.string() })));
    if (listed.isErr()) return stop(shell, exitCodes.usage, '--technical-file names no JSON list of names and days');
    return listed.value.map((one) => ({
      owner: staff(shell, '--technical-file', one.name),
      until: day(shell, '--technical-file', one.until),
    }));
  }
  if (technical === undefined) return null;
  if (until === undefined) return stop(shell, exitCodes.usage, 'a person’s account has a last day: say --until');
  return [{ owner: staff(shell, '--technical', technical), until: day(shell, '--until', until) }];
}

function staff(shell: Shell, option: string, text: string): StaffId {
  return parsed(shell, StaffId.parse(text), `${option} takes a person’s short name, such as jo.miller`);
}

function day(shell: Shell, option: string, text: string): Day {
  return parsed(shell, Day.parse(text), `${option} takes a day, such as 2027-06-30`);
}

function parsed<Value>(shell: Shell, read: Result<Value, unknown>, words: string): Value {
  return read.isOk() ? read.value : stop(shell, exitCodes.usage, words);
}

async function printed(
  shell: Shell,
  { servers }: ConfiguredDatabases,
  accounts: readonly PlannedAccount[],
  json: boolean | undefined,
): Promise<void> {
  const { createStatement, grantsOn, grantStatement } = await import('../../mysql-accounts/index.ts');
  const onServers = servers.map((stores) => ({
    stores,
    accounts: accounts
      .map((account) => ({ account, grants: grantsOn(account, stores) }))
      .filter(({ grants }) => grants.length > 0)
      .map(({ account, grants }) => ({
        account,
        create: createStatement(account, null),
        grants: grants
          .map((grant) => ({ ...grant, statement: grantStatement(account, grant, { literalNames: false }) }))
          .toSorted((one, other) => (one.why < other.why ? -1 : one.why > other.why ? 1 : 0)),
      })),
  }));
  const words = onServers.flatMap((server) => [
    `-- On ${serverInWords(server.stores)}`,
    ...server.accounts.flatMap(({ account, create, grants }) => [
      '',
      purposeInWords(account),
      `${create};`,
      ...grants.flatMap(({ why, statement }, at) => [
        ...(grants[at - 1]?.why === why ? [] : [`-- ${why}`]),
        `${statement};`,
      ]),
    ]),
  ]);
  const value = onServers.map((server) => ({
    stores: server.stores,
    accounts: server.accounts.map(({ account: { user, host, owner }, create, grants }) => ({
      user,
      host,
      ...owner,
      purpose: accountPurposes[owner.role].purpose,
      clauses: accountPurposes[owner.role].clauses,
      create,
      grants: grants.map(({ privileges, database, table, columns, why, statement }) => ({
        privileges,
        database,
        table,
        columns,
        why,
        statement,
      })),
    })),
  }));
  answer(shell, json, { servers: value }, words.join('\n'));
}

async function applied(
  shell: Shell,
  databases: ConfiguredDatabases,
  accounts: readonly PlannedAccount[],
  folder: string | undefined,
  json: boolean | undefined,
): Promise<void> {
  const { applyAccounts } = await import('../../mysql-accounts/index.ts');
  const { systemClock } = await import('../../system/index.ts');
  const servers = administeredServers(shell, databases);
  const today = Day.ofInstant(systemClock.now());
  const shown = toBeShown();
  const keeper = folder === undefined ? shown : inFolder(databases, folder);
  const done: AccountsApplied[] = [];
  for (const server of servers) {
    const result = await withProgress(shell, 'making accounts', () =>
      applyAccounts(server, { accounts, today, ...keeper }),
    );
    if (result.isErr()) return accountsRefused(shell, json, result.error, shown.shown);
    done.push(result.value);
  }
  const words = [...done.flatMap(appliedInWords), ...passwordsInWords(shown.shown)];
  answer(shell, json, { servers: done, passwords: shown.shown }, words.join('\n'));
  if (done.some(({ missingTables }) => missingTables.length > 0)) throw new Exit(exitCodes.found);
}
