import type { StoreName } from '../../domain/data-map/vocabulary.ts';
import { accountPurposes } from '../../domain/database-account/account-role.ts';
import type { AccountsApplied, AccountsProblem, OtherAccount, PlannedAccount } from '../mysql-accounts/index.ts';
import type { ShownPassword } from './account-files.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { inColumns } from './in-columns.ts';
import { Exit, refuse, type Shell } from './shell.ts';

const storeNames: Readonly<Record<StoreName, string>> = { data: 'data store', vault: 'vault' };

/** Which stores a server holds. */
export function serverInWords(stores: readonly StoreName[]): string {
  return `the server of the ${stores.map((store) => storeNames[store]).join(' and the ')}`;
}

/** Why there is such an account, as a comment of SQL. */
export function purposeInWords({ user, owner }: PlannedAccount): string {
  const { purpose, clauses } = accountPurposes[owner.role];
  const until = owner.until === null ? '' : `, until ${owner.until}`;
  return `-- ${user} (${owner.owner}${until}): ${purpose} (${clauses.join(', ')})`;
}

/** What was done on a server, and what there is beside it. */
export function appliedInWords({ stores, statements, others, missingTables }: AccountsApplied): readonly string[] {
  return [
    `On ${serverInWords(stores)}:`,
    ...(statements.length === 0 ? ['  nothing to do'] : statements.map((statement) => `  ${statement};`)),
    ...(missingTables.length === 0
      ? []
      : [
          'Not granted, since these tables are not there yet. Run `joos migrate`, then this again:',
          ...missingTables.map((table) => `  ${table}`),
        ]),
    ...(others.length === 0
      ? []
      : ['Other accounts, which were left alone:', ...inColumns(others.map(otherInWords), '  ')]),
  ];
}

function otherInWords({ user, host, owner, role, until, locked }: OtherAccount): readonly string[] {
  return [
    `  ${user}@${host}`,
    owner === null ? 'nobody’s' : `${owner}’s, ${role ?? ''}`,
    until === null ? '' : `until ${until}`,
    locked ? 'locked' : '',
  ];
}

/** New passwords, which are shown this once. */
export function passwordsInWords(shown: readonly ShownPassword[]): readonly string[] {
  if (shown.length === 0) return [];
  const lines = shown.map(({ user, host, stores, password }) => [`  ${user}@${host}`, stores.join('+'), password]);
  return ['Passwords, shown this once:', ...inColumns(lines, '  ')];
}

/** Says why it stopped, and ends the command. New passwords that count already are shown all the same: nothing else has them. */
export function accountsRefused(
  shell: Shell,
  json: boolean | undefined,
  problem: AccountsProblem,
  passwords: readonly ShownPassword[],
): never {
  if (problem.kind === 'PortFailure') {
    if (passwords.length > 0) shell.out(passwordsInWords(passwords).join('\n'));
    return refuse(shell, json, problem);
  }
  const { kind, store } = problem;
  const { title, advice, code } = problems[kind];
  if (json) {
    shell.out(JSON.stringify({ kind, store, title, advice, passwords }, null, 2));
  } else {
    if (passwords.length > 0) shell.out(passwordsInWords(passwords).join('\n'));
    shell.err(`joos: ${title} (${storeNames[store]})\n  What was done stands.\n  ${advice}`);
  }
  throw new Exit(code);
}

const problems: Readonly<
  Record<
    Exclude<AccountsProblem['kind'], 'PortFailure'>,
    { readonly title: string; readonly advice: string; readonly code: ExitCode }
  >
> = {
  AdministratorNotAllowed: {
    title: 'The administrator’s account is refused, or may not do this',
    advice: 'It needs CREATE USER, SELECT on `mysql`, and every right that it is to grant, with GRANT OPTION.',
    code: exitCodes.configuration,
  },
  ConnectionNotEncrypted: {
    title: 'The administrator’s connection is not encrypted, and new passwords would go over it',
    advice:
      'Say so in the address: mysql://…/?ssl={"ca":"…","verifyIdentity":true}, with JSON that is escaped as in every URL.',
    code: exitCodes.configuration,
  },
  PasswordsWouldBeLogged: {
    title: 'The server would write new passwords into its logs as they are',
    advice: 'Turn log_raw off, then run this again.',
    code: exitCodes.refused,
  },
  ServerTooOld: {
    title: 'The server is older than MySQL 8.0.22',
    advice: 'Accounts have no owners there, and some reads need more rights than are declared. Upgrade it.',
    code: exitCodes.configuration,
  },
  UnreadableGrant: {
    title: 'What the server says of a grant cannot be read',
    advice: 'Nothing was taken back, since nobody can say what is too wide. Look at SHOW GRANTS of the accounts.',
    code: exitCodes.refused,
  },
  AnotherRunUnderWay: {
    title: 'Somebody else runs this on the same server',
    advice: 'Wait until that is over, then run this again.',
    code: exitCodes.unavailable,
  },
  PasswordNotKept: {
    title: 'A new password cannot be written where it was to be',
    advice: 'Look at the folder that --passwords-to names.',
    code: exitCodes.unavailable,
  },
};
