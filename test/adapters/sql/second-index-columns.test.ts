import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { migrateToLatest } from '../../../src/adapters/sql/migrating.ts';
import { data0001 } from '../../../src/adapters/sql/migrations/data-0001.ts';
import { data0002 } from '../../../src/adapters/sql/migrations/data-0002.ts';
import { data0003 } from '../../../src/adapters/sql/migrations/data-0003.ts';
import type { Sessions } from '../../../src/adapters/sql/sessions.ts';
import { mysqlSessions } from '../../../src/adapters/sql/sessions-mysql.ts';
import { sqliteSessions } from '../../../src/adapters/sql/sessions-sqlite.ts';
import { type FreshSchemas, freshSchemas } from '../../mysql/fresh-schemas.ts';

const before = { '0001-first': data0001, '0002-erasures-proved': data0002 };
const after = { ...before, '0003-second-index-columns': data0003 };

async function rowsThatAreThereStay(sessions: Sessions): Promise<void> {
  onTestFinished(() => sessions.close());
  await migrateToLatest(sessions, before);
  const run = async (text: string): Promise<readonly unknown[]> => {
    const session = await sessions.acquireToWrite();
    try {
      return (await session.run(text, [])).rows;
    } finally {
      sessions.release(session, true);
    }
  };
  const index = "x'00112233445566778899aabbccddeeff'";
  await run(
    `insert into identities (identity_id, subject_id, issuer_sealed, provider_subject_sealed, identity_index) values ('i', 's', x'01', x'02', ${index})`,
  );
  await run(
    `insert into challenges (challenge_id, subject_id, purpose, target_index, target_sealed, code_hash, tries_left, sent_at, expires_at) values ('c', null, 'log-in', ${index}, null, x'${'00'.repeat(32)}', 5, 1, 2)`,
  );
  const rows = async (): Promise<readonly unknown[]> => [
    ...(await run('select identity_id, subject_id, issuer_sealed, identity_index from identities')),
    ...(await run('select challenge_id, purpose, target_index, tries_left, expires_at from challenges')),
  ];
  const standing = await rows();
  expect(standing).toHaveLength(2);
  await migrateToLatest(sessions, after);
  expect(await rows()).toEqual(standing);
  await run(`update identities set identity_index = null, identity_index_b = ${index}`);
  await run(`update challenges set target_index = null, target_index_b = ${index}`);
  const twice = run(
    `insert into identities (identity_id, subject_id, issuer_sealed, provider_subject_sealed, identity_index_b) values ('j', 's', x'01', x'02', ${index})`,
  );
  const refused = await twice.then(
    () => null,
    (error: unknown) => sessions.engine.troubleOf(error),
  );
  expect(refused).toEqual({ kind: 'duplicate', index: 'identities.identity_index_b' });
}

test('rows that are there stay as they are when SQLite gets second index columns', () =>
  rowsThatAreThereStay(sqliteSessions(':memory:')));

describe('on MySQL', () => {
  let schemas: FreshSchemas;
  beforeAll(async () => {
    schemas = await freshSchemas();
  });

  test('rows that are there stay as they are when second index columns come', () =>
    rowsThatAreThereStay(mysqlSessions(schemas.data.url, 2)));
});
