import type { Seen } from '../../domain/posture/seen.ts';
import type { AccountFacts } from '../../domain/posture/server-facts.ts';
import { type Ask, allowed } from './ask.ts';

/** A row of `mysql.user`, without a secret and without the name of an owner. */
interface AccountRow {
  readonly user: string;
  readonly host: string;
  readonly locked: 'Y' | 'N';
  readonly hasSecret: 0 | 1;
  readonly hasOwner: 0 | 1;
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
        'coalesce(json_unquote(json_extract(user_attributes, "$.metadata.owner")), "") <> "" as hasOwner, ' +
        'ssl_type as tls, password_expired as expired, timestampdiff(day, password_last_changed, utc_timestamp()) as ageDays, ' +
        'password_lifetime as lifetimeDays from mysql.user order by user, host',
    );
    return rows.map(({ user, host, locked, hasSecret, hasOwner, tls, expired, ageDays, lifetimeDays }) => ({
      user,
      host,
      locked: locked === 'Y',
      hasSecret: hasSecret === 1,
      hasOwner: hasOwner === 1,
      needsTls: tls !== '',
      passwordExpired: expired === 'Y',
      passwordAgeDays: ageDays,
      passwordLifetimeDays: lifetimeDays,
    }));
  });
}
