import { err, ok, Result } from '../result.ts';
import type { Privilege } from './privilege.ts';

/** A line of `SHOW GRANTS` that is none of those that MySQL 8 and 9 print. Nothing is concluded from it. */
export interface UnreadableGrant {
  readonly kind: 'UnreadableGrant';
}

/** How the server takes the names of databases. */
export interface GrantReading {
  /** With `partial_revokes` names are taken as they are; otherwise `_` and `%` in them are wildcards, unless escaped. */
  readonly literalNames: boolean;
}

/**
 * Reads what `SHOW GRANTS FOR account` prints, one line each. A line that cannot be read is an error, never nothing: else
 * whoever looks for too wide a grant would miss it. What was revoked in part is read as if it had not been.
 */
export function readShownGrants(
  lines: readonly string[],
  reading: GrantReading,
): Result<readonly Privilege[], UnreadableGrant> {
  return Result.combine(lines.map((line) => privilegesIn(line, reading))).map((privileges) => privileges.flat());
}

const name = '`(?:[^`]|``)*`';
const account = `${name}@${name}`;
const grantLine = new RegExp(
  `^GRANT (?<rights>[A-Z_, ]+(?:\\([^)]*\\)[A-Z_, ]*)*) ON (?:(?<routine>PROCEDURE|FUNCTION) )?(?<database>\\*|${name})\\.(?<table>\\*|${name}) TO ${account}(?<option> WITH GRANT OPTION)?$`,
);
const roleLine = new RegExp(`^GRANT (?<roles>${account}(?:, ?${account})*) TO ${account}(?: WITH ADMIN OPTION)?$`);
const proxyLine = new RegExp(`^GRANT PROXY ON ${account} TO ${account}(?: WITH GRANT OPTION)?$`);
const revokeLine = new RegExp(`^REVOKE [A-Z_, ]+ ON ${name}\\.\\* FROM ${account}$`);
const right = /([A-Z_]+(?: [A-Z_]+)*)(?: \(([^)]*)\))?(?:, ?|$)/y;

function privilegesIn(line: string, reading: GrantReading): Result<readonly Privilege[], UnreadableGrant> {
  if (revokeLine.test(line)) return ok([]);
  if (proxyLine.test(line)) return ok([onServer('PROXY')]);
  if (roleLine.test(line)) return ok([onServer('ROLE')]);
  const { rights, routine, database, table, option } = grantLine.exec(line)?.groups ?? {};
  if (rights === undefined || database === undefined || table === undefined) return err({ kind: 'UnreadableGrant' });
  const place: Omit<Privilege, 'name' | 'column'> = {
    ...databaseIn(database, table === '*' && !reading.literalNames),
    table: table === '*' ? null : plain(table),
    ...(routine === 'PROCEDURE' || routine === 'FUNCTION' ? { routine } : {}),
  };
  const named = rightsIn(rights);
  if (named === null) return err({ kind: 'UnreadableGrant' });
  const held = named.flatMap(({ name: privilege, columns }) =>
    columns.map((column) => ({ name: privilege, ...place, column })),
  );
  return ok(option === undefined ? held : [...held, { name: 'GRANT OPTION', ...place, column: null }]);
}

/** To log in alone is no right to anything. */
function rightsIn(
  text: string,
): readonly { readonly name: string; readonly columns: readonly (string | null)[] }[] | null {
  const found: { name: string; columns: readonly (string | null)[] }[] = [];
  right.lastIndex = 0;
  while (right.lastIndex < text.length) {
    const [, privilege, columns] = right.exec(text) ?? [];
    if (privilege === undefined) return null;
    if (privilege !== 'USAGE') {
      found.push({ name: privilege, columns: columns === undefined ? [null] : columns.split(/, ?/).map(plain) });
    }
  }
  return found;
}

function onServer(privilege: string): Privilege {
  return { name: privilege, database: null, table: null, column: null };
}

/** In the grant of a whole database its name is a pattern; in that of a table it never is. */
function databaseIn(quoted: string, isPattern: boolean): Pick<Privilege, 'database' | 'like'> {
  if (quoted === '*') return { database: null };
  const pattern = plain(quoted);
  if (!isPattern) return { database: pattern };
  return /(?<!\\)[_%]/.test(pattern)
    ? { database: pattern, like: true }
    : { database: pattern.replaceAll(/\\([_%])/g, '$1') };
}

function plain(quoted: string): string {
  return quoted.startsWith('`') ? quoted.slice(1, -1).replaceAll('``', '`') : quoted;
}
