import { type Seen, unseen } from '../../domain/posture/seen.ts';
import type { AccountFacts } from '../../domain/posture/server-facts.ts';
import { type Ask, allowed } from './ask.ts';

/** A row of `mysql.user`, without a secret. */
interface AccountRow {
  readonly user: string;
  readonly host: string;
  readonly locked: 'Y' | 'N';
  readonly hasSecret: 0 | 1;
  readonly hasOldPassword: 0 | 1;
  readonly attribute: unknown;
  readonly tls: string;
  readonly expired: 'Y' | 'N';
  readonly ageDays: number | null;
  readonly lifetimeDays: number | null;
}

/** Every account of the server. */
export function accountsOn(ask: Ask): Promise<Seen<readonly AccountFacts[]>> {
  return allowed('SELECT on mysql.user', async () => {
    const rows = await ask<AccountRow>(
      'select user, host, account_locked as locked, coalesce(authentication_string, "") <> "" as hasSecret, ' +
        'coalesce(json_contains_path(user_attributes, "one", "$.additional_password"), 0) as hasOldPassword, ' +
        'json_extract(user_attributes, "$.metadata") as attribute, ' +
        'ssl_type as tls, password_expired as expired, timestampdiff(day, password_last_changed, utc_timestamp()) as ageDays, ' +
        'password_lifetime as lifetimeDays from mysql.user order by user, host',
    );
    const grants = new Map<string, AccountFacts['grants']>();
    for (const account of rows) grants.set(key(account), await grantsOf(ask, account));
    return rows.map(
      ({ user, host, locked, hasSecret, hasOldPassword, attribute, tls, expired, ageDays, lifetimeDays }) => ({
        user,
        host,
        locked: locked === 'Y',
        hasSecret: hasSecret === 1,
        hasOldPassword: hasOldPassword === 1,
        attribute,
        grants: grants.get(key({ user, host })) ?? unseen('nobody asked for its grants'),
        needsTls: tls !== '',
        passwordExpired: expired === 'Y',
        passwordAgeDays: ageDays,
        passwordLifetimeDays: lifetimeDays,
      }),
    );
  });
}

function grantsOf(ask: Ask, { user, host }: AccountRow): Promise<Seen<readonly string[]>> {
  return allowed('SELECT on mysql.*', async () =>
    // Each row has one column, which is named for the account.
    (await ask<Readonly<Record<string, string>>>('show grants for ?@?', [user, host])).flatMap((row) =>
      Object.values(row),
    ),
  );
}

function key({ user, host }: Pick<AccountRow, 'user' | 'host'>): string {
  return JSON.stringify([user, host]);
}
