import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { scanForLeaks } from '../../src/adapters/leak-scan/index.ts';
import { openSealing } from '../../src/adapters/sealing/index.ts';
import { systemClock, systemRandomness } from '../../src/adapters/system/index.ts';
import { attributeOf, sealedColumns } from '../../src/domain/data-map/columns.ts';
import { type TableName, tableNames, tableOf } from '../../src/domain/data-map/tables.ts';
import type { SubjectId } from '../../src/domain/ids.ts';
import { hourMs } from '../../src/domain/instant.ts';
import { orThrow } from '../../src/index.ts';
import { type OpenCore, openCore } from './open-core.ts';
import {
  giveCard,
  giveEmail,
  giveUsername,
  leave,
  look,
  type Person,
  rentOne,
  returnOne,
  signUp,
  typing,
} from './person.ts';
import { startPrivateMysql } from './private-mysql.ts';
import { newRefund, newStation } from './typed-values.ts';

const server = startPrivateMysql();
afterAll(async () => (await server).stop());

interface Sealed {
  readonly table: TableName;
  readonly column: string;
  readonly record: string;
  readonly keyClass: ReturnType<typeof sealedColumns>[number]['keyClass'];
  readonly bytes: Buffer;
}

/** Every sealed value of a person's, as it stands in the tables. */
async function sealedOf(core: OpenCore, { subject }: Person): Promise<readonly Sealed[]> {
  const found: Sealed[] = [];
  for (const table of tableNames) {
    const { subjectColumn, record, store } = tableOf(table);
    if (subjectColumn === null || store !== 'data') continue;
    for (const row of await core.rows('data', `SELECT * FROM ${table} WHERE ${subjectColumn} = '${subject}'`)) {
      for (const { column, keyClass } of sealedColumns(table)) {
        const bytes = row[column];
        if (bytes instanceof Buffer) {
          found.push({ table, column, record: record.map((key) => String(row[key])).join('/'), keyClass, bytes });
        }
      }
    }
  }
  return found;
}

/** In how many of the server's files the bytes stand. */
function filesWith(dataDir: string, bytes: Buffer): number {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(bytes),
  ).length;
}

test('what MySQL remembers of an erased person in its logs is sealed, and the vault cannot open it', {
  timeout: 120_000,
}, async () => {
  const { dataDir, schemas, allOnDisk } = await server;
  const core = await openCore('mysql', { schemas });
  const person = await signUp(core);
  await giveEmail(core, person);
  await giveUsername(core, person);
  await giveCard(core, person);
  const order = await rentOne(core, person);
  const at = new Date(core.clock.now()).toISOString();
  core.clock.pass(3 * hourMs);
  await returnOne(core, person, order);
  await orThrow(core.joos.worker.workerPass({ limit: 10 }));
  const station = typing(person, 'station', newStation());
  const { staffSession, caseNumber } = look;
  await orThrow(core.joos.orders.correctRental({ staffSession, caseNumber, order, station, at, refund: newRefund() }));
  const sealed = await sealedOf(core, person);
  expect(new Set(sealed.map(({ column }) => attributeOf(column)))).toEqual(
    new Set([
      'phone',
      'email',
      'other', // of the change that gave the email
      'username',
      'last4',
      'network',
      'payment_method',
      'power_bank',
      'rented_from',
      'started_at',
      'returned_to',
      'ended_at',
      'corrected_to',
      'corrected_at',
      'processor_reference',
    ]),
  );

  const subject = person.subject as SubjectId;
  // A process that has just begun: it has no key in its memory that the vault has not.
  const opens = async () => {
    const rows = core.stores.openVaultRows();
    const basis = { rows, wrapper: core.keys, environment: 'test', clock: systemClock, randomness: systemRandomness };
    const { sealing, vault } = await orThrow(openSealing(basis));
    const keyring = await orThrow(sealing.keyring(subject, 'data-subject-rights'));
    await orThrow(vault.close());
    return sealed.map(({ bytes, ...cell }) => keyring.open(cell, new Uint8Array(bytes)).isOk());
  };
  expect(await opens()).toEqual(sealed.map(() => true));

  expect((await leave(core, person)).state).toBe('certified');
  await allOnDisk();
  // Redo, undo, binary and general logs, and the tables' own files: nothing readable in any encoding …
  const report = await scanForLeaks(person.typed, [dataDir, ...core.traces]);
  expect(report.findings).toEqual([]);
  expect(report.bytes).toBeGreaterThan(1_000_000);
  // … and what is there of the sealed values, which the logs keep until they are rotated away, opens no more.
  expect(sealed.filter(({ bytes }) => filesWith(dataDir, bytes) > 0)).not.toEqual([]);
  expect(await opens()).toEqual(sealed.map(() => false));
  await core.close();
});
