import { DatabaseSync } from 'node:sqlite';
import { type Connection, createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { mysqlStores } from '../../../src/adapters/sql/mysql.ts';
import type { ErasureLedgerEntry } from '../../../src/application/ports/vault.ts';
import type { VaultRows } from '../../../src/application/ports/vault-rows.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { instant, newErasureId, newSubject } from '../../../src/testing/contracts/samples.ts';
import { limitedAccount } from '../../mysql/limited-account.ts';
import { type MysqlSchemas, mysqlSchemas } from './mysql-schemas.ts';
import { sqliteFiles } from './sqlite-files.ts';

const entry = (): ErasureLedgerEntry => ({
  erasure: newErasureId(),
  subject: newSubject(),
  step: 'requested',
  recordedAt: instant(),
  counts: { account: 1 },
});

const rewrites = {
  'an update': "UPDATE erasure_ledger SET counts = '{}'",
  'a deletion': 'DELETE FROM erasure_ledger',
} as const;

describe('the erasure ledger on MySQL', () => {
  let mysql: MysqlSchemas;
  let root: Connection;
  beforeAll(async () => {
    mysql = await mysqlSchemas();
    root = await createConnection(mysql.schemas.vault.url);
  });
  afterAll(async () => {
    await root.end();
    await mysql.close();
  });

  /** The vault as an account has it that may read and add to the ledger and the certificates, nothing more. */
  async function leastPrivileged(): Promise<{ readonly rows: VaultRows; readonly connection: Connection }> {
    const { schemas } = mysql;
    const account = await limitedAccount(schemas.server, [
      `SELECT, INSERT ON ${schemas.vault.name}.erasure_ledger`,
      `SELECT, INSERT ON ${schemas.vault.name}.certificates`,
    ]);
    const url = account.url(schemas.vault.name);
    const rows = mysqlStores({ dataUrl: schemas.data.url, vaultUrl: url }).openVaultRows();
    const connection = await createConnection(url);
    onTestFinished(async () => {
      await connection.end();
      await must(rows.close());
    });
    return { rows, connection };
  }

  test('is written, read and certified by an account that may do nothing else', async () => {
    const { rows } = await leastPrivileged();
    const lines = [entry(), entry(), entry()];
    await must(rows.appendToLedger(lines.slice(0, 2)));
    await must(rows.appendToLedger(lines));
    const appended = await must(rows.ledgerAfter(0, 10));
    expect(appended.map(({ erasure }) => erasure)).toEqual(lines.map(({ erasure }) => erasure));
    expect(await must(rows.ledgerOf(lines[2]!.erasure))).toEqual(appended.slice(2));
    expect(await must(rows.keepCertificate(lines[0]!.erasure, '{"n":1}', instant()))).toBe('{"n":1}');
    expect(await must(rows.keepCertificate(lines[0]!.erasure, '{"n":2}', instant()))).toBe('{"n":1}');
  });

  test.each(Object.entries({ ...rewrites, 'an emptying': 'TRUNCATE TABLE erasure_ledger' }))(
    'refuses %s to the account of the application, by its grants',
    async (_what, statement) => {
      const { rows, connection } = await leastPrivileged();
      const line = entry();
      await must(rows.appendToLedger([line]));
      await expect(connection.query(statement)).rejects.toMatchObject({ code: 'ER_TABLEACCESS_DENIED_ERROR' });
      expect(await must(rows.ledgerOf(line.erasure))).toMatchObject([{ counts: { account: 1 } }]);
    },
  );

  test.each(
    Object.entries({
      ...rewrites,
      'a replacement': 'REPLACE INTO erasure_ledger SELECT * FROM erasure_ledger LIMIT 1',
      'an insert that updates':
        'INSERT INTO erasure_ledger (erasure_id, subject_id, step, recorded_at, counts) ' +
        "SELECT erasure_id, subject_id, step, 0, '{}' FROM erasure_ledger AS l LIMIT 1 " +
        'ON DUPLICATE KEY UPDATE recorded_at = 0',
    }),
  )('refuses %s even to root, by a trigger', async (_what, statement) => {
    const rows = mysql.stores.openVaultRows();
    onTestFinished(async () => void (await must(rows.close())));
    const line = entry();
    await must(rows.appendToLedger([line]));
    const before = await must(rows.ledgerAfter(0, 1000));
    await expect(root.query(statement)).rejects.toMatchObject({ sqlState: '45000' });
    expect(await must(rows.ledgerAfter(0, 1000))).toEqual(before);
  });

  test('takes nothing of a batch of which a line is refused for another reason than being there', async () => {
    const rows = mysql.stores.openVaultRows();
    onTestFinished(async () => void (await must(rows.close())));
    const [good, bad] = [entry(), { ...entry(), counts: { ['x'.repeat(70_000)]: 1 } }];
    expect(await refusalOf(rows.appendToLedger([good, bad]))).toMatchObject({ kind: 'PortFailure', retryable: false });
    expect(await must(rows.ledgerOf(good.erasure))).toEqual([]);
  });

  test('is not read past a line that is still being written', async () => {
    const rows = mysql.stores.openVaultRows();
    onTestFinished(async () => void (await must(rows.close())));
    await must(rows.appendToLedger([entry()]));
    const before = (await must(rows.ledgerAfter(0, 1000))).at(-1)!.position;
    const [slow, quick] = [entry(), entry()];
    await root.beginTransaction();
    await root.execute(
      'INSERT INTO erasure_ledger (erasure_id, subject_id, step, recorded_at, counts) VALUES (?, ?, ?, ?, ?)',
      [slow.erasure, slow.subject, slow.step, slow.recordedAt, '{}'],
    );
    await must(rows.appendToLedger([quick]));
    const reading = must(rows.ledgerAfter(before, 10));
    await root.commit();
    expect((await reading).map(({ erasure }) => erasure)).toEqual([slow.erasure, quick.erasure]);
  });
});

describe('the erasure ledger on SQLite', () => {
  test.each(Object.entries(rewrites))('refuses %s by a trigger', async (_what, statement) => {
    const files = await sqliteFiles();
    const rows = files.stores.openVaultRows();
    const file = new DatabaseSync(files.vaultFile);
    onTestFinished(async () => {
      file.close();
      await must(rows.close());
      files.remove();
    });
    const line = entry();
    await must(rows.appendToLedger([line]));
    expect(() => file.exec(statement)).toThrow('erasure_ledger is append-only');
    expect(await must(rows.ledgerOf(line.erasure))).toMatchObject([{ counts: { account: 1 } }]);
  });
});

test('a certificate stays as it is, whoever asks, on MySQL and on SQLite', async () => {
  const mysql = await mysqlSchemas();
  const connection = await createConnection(mysql.schemas.vault.url);
  const files = await sqliteFiles();
  const file = new DatabaseSync(files.vaultFile);
  onTestFinished(async () => {
    file.close();
    files.remove();
    await connection.end();
    await mysql.close();
  });
  const issue = `INSERT INTO certificates (erasure_id, issued_at, document) VALUES ('${newErasureId()}', 1, '{}')`;
  await connection.query(issue);
  file.exec(issue);
  for (const rewrite of ["UPDATE certificates SET document = '[]'", 'DELETE FROM certificates']) {
    await expect(connection.query(rewrite)).rejects.toThrow('certificates is append-only');
    expect(() => file.exec(rewrite)).toThrow('certificates is append-only');
  }
});
