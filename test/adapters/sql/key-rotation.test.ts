import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { OpenedSealing } from '../../../src/adapters/sealing/index.ts';
import { mysqlEngine } from '../../../src/adapters/sql/engine-mysql.ts';
import * as queries from '../../../src/adapters/sql/vault-queries.ts';
import type { VaultRows } from '../../../src/application/ports/vault-rows.ts';
import { keyClasses } from '../../../src/domain/data-map/vocabulary.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { instant, newBytes, newSubject } from '../../../src/testing/contracts/samples.ts';
import { cell } from '../sealing/opened.ts';
import { type MysqlSchemas, mysqlSchemas } from './mysql-schemas.ts';
import { sealingOn } from './opened-stores.ts';

let mysql: MysqlSchemas;
beforeAll(async () => {
  mysql = await mysqlSchemas();
});
afterAll(() => mysql.close());
beforeEach(() => mysql.empty());

/** A process on the vault, closed when the test is over. */
async function opening(): Promise<OpenedSealing> {
  const opened = await sealingOn(mysql.stores);
  onTestFinished(async () => void (await must(opened.vault.close())));
  return opened;
}

function openRows(): VaultRows {
  const rows = mysql.stores.openVaultRows();
  onTestFinished(async () => void (await must(rows.close())));
  return rows;
}

async function signUp({ vault, sealing }: OpenedSealing): Promise<readonly [SubjectId, Uint8Array]> {
  const subject = newSubject();
  await must(vault.createKeys(subject, keyClasses, instant()));
  return [subject, (await must(sealing.sealer(subject))).seal(cell, subject)];
}

/** Opens a value by a process that has nothing at hand. */
async function readBy({ sealing }: OpenedSealing, [subject, sealed]: readonly [SubjectId, Uint8Array]): Promise<void> {
  const keyring = await must(sealing.keyring(subject, 'data-subject-rights'));
  expect(keyring.open(cell, sealed)._unsafeUnwrap()).toBe(subject);
}

test('while keys are moved on MySQL, nobody who reads or signs up notices', async () => {
  const rotating = await opening();
  const people = await Promise.all(Array.from({ length: 120 }, () => signUp(rotating)));
  let moving = true;
  let reads = 0;
  const load = Array.from({ length: 4 }, async (_, reader) => {
    for (let turn = reader; moving || reads < 40; turn += 1) {
      const newcomer = await opening(); // so that every key comes from the vault
      await readBy(newcomer, people[turn % people.length]!);
      await readBy(newcomer, people[(turn * 7) % people.length]!);
      if (turn % 5 === 0) people.push(await signUp(newcomer));
      reads += 2;
    }
  });
  for (let rotation = 0; rotation < 4; rotation++) {
    await must(rotating.rotation.begin());
    await must(rotating.rotation.rewrap(() => {}));
  }
  moving = false;
  await Promise.all(load);
  await must(rotating.rotation.rewrap(() => {}));
  const epochs = await must(rotating.rotation.epochs());
  expect(epochs.map(({ keysLeft }) => keysLeft)).toEqual([0, 0, 0, 0, null]);
  const last = await opening();
  for (const person of people) await readBy(last, person);
  expect(reads).toBeGreaterThanOrEqual(40);
});

test('a move that is killed between two batches on MySQL is gone on with by the next one', async () => {
  const first = await opening();
  const people = await Promise.all(Array.from({ length: 130 }, () => signUp(first)));
  await must(first.rotation.begin());
  const killed = await sealingOn(mysql.stores);
  let closing: Promise<unknown> | undefined;
  const ended = await killed.rotation.rewrap(({ done }) => {
    if (done > 0) closing ??= must(killed.vault.close());
  });
  await closing;
  expect(ended.isErr()).toBe(true);
  const rows = openRows();
  const left = await must(rows.countKeysUnder(1));
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(260);
  expect(await must(first.rotation.rewrap(() => {}))).toEqual({ keys: left, unopened: 0 });
  expect(await must(rows.countKeysUnder(1))).toBe(0);
  const last = await opening();
  for (const person of people) await readBy(last, person);
});

test('an epoch is not destroyed on MySQL while keys are on their way to it', async () => {
  const rows = openRows();
  const subject = newSubject();
  for (const epochId of [1, 2, 3]) {
    await must(rows.beginEpoch({ epochId, wrappedKey: newBytes(60), createdAt: instant(epochId) }));
  }
  const key = { subject, keyClass: 'account', epochId: 1, createdAt: instant() } as const;
  const row = { ...key, wrappedKey: newBytes(69), fingerprint: newBytes(8) };
  for (let round = 0; round < 10; round++) {
    await must(rows.addSubjectKeys([row]));
    const [moved, destroyed] = await Promise.all([
      must(rows.rewrapSubjectKeys(1, [{ ...row, epochId: 2 }])),
      must(rows.destroyEpochKey(2, instant())),
    ]);
    const [standing] = await must(rows.subjectKeys([subject]));
    expect([moved, destroyed, standing?.epochId]).toEqual(destroyed ? [0, true, 1] : [1, false, 2]);
    if (destroyed) return;
    await must(rows.deleteSubjectKeys(subject, keyClasses, instant()));
  }
});

test('a vault whose epoch is missing says so on MySQL', async () => {
  const opened = await opening();
  const [subject] = await signUp(opened);
  const rows = openRows();
  const backup = await must(rows.subjectKeys([subject]));
  await must(opened.rotation.begin());
  await must(opened.rotation.rewrap(() => {}));
  expect(await must(rows.destroyEpochKey(1, instant()))).toBe(true);
  await must(rows.deleteSubjectKeys(subject, keyClasses, instant()));
  await must(rows.addSubjectKeys(backup));
  expect(await refusalOf((await opening()).sealing.sealer(subject))).toMatchObject({ reason: 'missing-epoch' });
});

test('what a rotation asks MySQL is found in an index, in its order, however many keys there are', async () => {
  const rows = openRows();
  for (let batch = 0; batch < 20; batch++) {
    const keys = Array.from({ length: 50 }, newSubject).flatMap((subject) =>
      keyClasses.map((keyClass) => ({
        // Few are left under the old epoch, where a wrong plan would go through all the others.
        ...{ subject, keyClass, epochId: batch === 0 ? 2 : 3, createdAt: instant() },
        ...{ wrappedKey: newBytes(69), fingerprint: newBytes(8) },
      })),
    );
    await must(rows.addSubjectKeys(keys));
  }
  const connection = await createConnection(mysql.schemas.vault.url);
  onTestFinished(() => connection.end());
  await connection.query('ANALYZE TABLE subject_keys');
  const asked = [
    queries.keysUnder.bind(mysqlEngine, { epoch_id: 2, subject: newSubject(), key_class: 'account', limit: 100 }),
    queries.countKeysUnder.bind(mysqlEngine, { epoch_id: 2 }),
    queries.anyKeyUnder.bind(mysqlEngine, { epoch_id: 2 }),
  ];
  for (const { sql, values } of asked) {
    const [[plan]] = await connection.execute<RowDataPacket[]>(`EXPLAIN FORMAT=TRADITIONAL ${sql}`, [
      ...values,
    ] as string[]); // sound: texts and numbers, which the driver takes
    expect(plan).toMatchObject({ key: 'subject_keys_epoch_id_subject_id_key_class' });
    expect(plan?.Extra).not.toMatch(/filesort|temporary/i);
  }
});
