import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dataStoreOn } from '../../../src/adapters/sql/data-store.ts';
import { mysqlSessions } from '../../../src/adapters/sql/sessions-mysql.ts';
import { silentLog } from '../../../src/adapters/system/index.ts';
import { tokenHashing } from '../../../src/adapters/system/token-hashes.ts';
import { authenticate } from '../../../src/application/accounts/authenticate.ts';
import type { DataStore } from '../../../src/application/ports/data-store.ts';
import type { SecretHashing } from '../../../src/application/ports/secret-hashing.ts';
import type { Session } from '../../../src/domain/session/session.ts';
import { sessionUseEveryMs } from '../../../src/domain/session/session-policy.ts';
import { SessionToken } from '../../../src/domain/session/session-token.ts';
import { must, present } from '../../../src/testing/contracts/contract.ts';
import { inOne, signUp } from '../../../src/testing/contracts/person.ts';
import { instant, newBytes, newSession } from '../../../src/testing/contracts/samples.ts';
import { type MysqlSchemas, mysqlSchemas } from './mysql-schemas.ts';
import { ids, sealingOn } from './opened-stores.ts';
import { type RecordedStatement, recording } from './recording.ts';
import { fillWithStrangers } from './strangers.ts';

/** A line of EXPLAIN, as far as it is looked at here. */
interface Plan {
  readonly table: string;
  readonly type: string;
  readonly key: string | null;
  readonly rows: number;
}

describe('the look by a session token on MySQL, among 3,000 sessions', () => {
  let mysql: MysqlSchemas;
  let store: DataStore;
  let statements: RecordedStatement[];
  let close: () => Promise<void>;
  let token: SessionToken;
  let session: Session;

  beforeAll(async () => {
    mysql = await mysqlSchemas();
    const { vault, sealing } = await sealingOn(mysql.stores);
    const sessions = recording(mysqlSessions(mysql.schemas.data.url, 1));
    statements = sessions.statements;
    store = dataStoreOn(sessions, { sealing, ids, log: silentLog });
    close = async () => {
      await must(store.close());
      await must(vault.close());
      await mysql.close();
    };
    const person = await signUp({ store, vault });
    token = SessionToken.fromBytes(newBytes(32));
    session = newSession();
    await inOne(store, async (tx) => {
      const proof = await must(tx.doors.bySession(person.token, instant()));
      await must(tx.sessions.start(proof, tokenHashing.sessionToken(token), session));
    });
    await fillWithStrangers(mysql.data, 3000);
  });
  beforeEach(() => {
    statements.length = 0;
  });
  afterAll(() => close());

  const lookAfter = (passedMs: number, shown: SessionToken = token) =>
    authenticate({
      store,
      // Sound: nothing else of it is asked for.
      hashing: tokenHashing as SecretHashing,
      clock: { now: () => instant(passedMs) },
    })({ session: shown });

  const planOf = async ({ sql, values }: RecordedStatement): Promise<readonly Plan[]> => {
    const bound = values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
    const [rows] = await mysql.data.query<(Plan & RowDataPacket)[]>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, bound);
    return rows.map(({ table, type, key, rows: looked }) => ({ table, type, key, rows: looked }));
  };

  it('is one statement, which locks nothing and finds one row by the unique index of the tokens', async () => {
    expect(await must(lookAfter(sessionUseEveryMs - 1))).toMatchObject({ session: session.session });
    expect(statements.map(({ sql }) => sql)).toEqual([
      expect.stringMatching(/^select (?!.* for (?:share|update)).* from `sessions` where `token_hash` = \?/),
    ]);
    expect(await planOf(present(statements[0]))).toEqual([
      { table: 'sessions', type: 'const', key: expect.stringContaining('token_hash') as string, rows: 1 },
    ]);
  });

  it('is one statement as well where nobody has that token', async () => {
    const shown = SessionToken.fromBytes(newBytes(32));
    expect((await lookAfter(0, shown))._unsafeUnwrapErr()).toEqual({ kind: 'NotLoggedIn' });
    expect(statements).toHaveLength(1);
  });

  it('writes the use once an hour, by the primary key of the session, and then not again', async () => {
    await must(lookAfter(sessionUseEveryMs));
    expect(statements).toHaveLength(2);
    const write = present(statements[1]);
    expect(write.sql).toMatch(/^update `sessions` set `used_at` = \?, `expires_at` = \? where `session_id` = \?/);
    expect(await planOf(write)).toEqual([{ table: 'sessions', type: 'range', key: 'PRIMARY', rows: 1 }]);
    await must(lookAfter(sessionUseEveryMs + 1));
    expect(statements).toHaveLength(3);
  });

  it('would be told apart if it went through all sessions', async () => {
    const [plan] = await planOf({ sql: 'select * from `sessions` where `started_at` = ?', values: [1] });
    expect(plan).toMatchObject({ type: 'ALL', key: null });
  });
});
