import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heldColumns, subjectTables } from '../../../src/domain/data-map/columns.ts';
import { fieldOf } from '../../../src/domain/data-map/personal-field.ts';
import { type TableName, tableOf } from '../../../src/domain/data-map/tables.ts';
import type { SubjectId } from '../../../src/domain/ids.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { finishErasure, leave, type OpenedDataStore, signUp } from '../../../src/testing/contracts/person.ts';
import { storeOn } from './opened-stores.ts';
import { type SqliteFiles, sqliteFiles } from './sqlite-files.ts';

/** Tables of which no row of an erased person may be left. */
const emptied: readonly TableName[] = subjectTables('data').filter(
  (table) => table !== 'users' && heldColumns(table).some(({ field }) => fieldOf(field).retention.keepFor === 'P0D'),
);

describe('the count of what is left of an erased person', () => {
  let files: SqliteFiles;
  let opened: OpenedDataStore;
  let subject: SubjectId;

  beforeEach(async () => {
    files = await sqliteFiles();
    opened = await storeOn(files.stores, files.everyByte);
    const person = await signUp(opened);
    ({ subject } = person.user);
    expect(await finishErasure(opened, await leave(opened, person))).toEqual({});
  });
  afterEach(async () => {
    await opened.close();
    files.remove();
  });

  const plant = (sql: string): void => {
    const file = new DatabaseSync(files.dataFile);
    file.exec(sql);
    file.close();
  };

  it('looks at most tables', () => {
    expect(emptied.length).toBeGreaterThan(7);
  });

  it.each(emptied)('finds a row that was forgotten in %s', async (table) => {
    const columns = Object.keys(tableOf(table).columns);
    const values = columns.map((column) => {
      if (column === tableOf(table).subjectColumn) return `'${subject}'`;
      if (/_(sealed|index|index_b|hash)$/.test(column)) return "x'00'";
      return /_(at|until|minor|epoch|left|since|version)$|^(tries|attempt|digits)$/.test(column) &&
        column !== 'notice_version'
        ? '1'
        : "'word'";
    });
    plant(`insert into ${table} (${columns.join(', ')}) values (${values.join(', ')})`);
    expect(await must(opened.store.disposal.remnants(subject, { orders: [], categories: [] }))).toEqual({ [table]: 1 });
  });

  it.each([
    'language',
    'phone_sealed',
    'phone_index',
    'phone_index_b',
    'email_sealed',
    'email_index',
    'email_index_b',
    'username_sealed',
    'username_index',
    'username_index_b',
  ])('finds a %s that was forgotten in the row of the account', async (column) => {
    plant(`update users set ${column} = ${column === 'language' ? "'de'" : "x'00'"} where subject_id = '${subject}'`);
    expect(await must(opened.store.disposal.remnants(subject, { orders: [], categories: [] }))).toEqual({ users: 1 });
  });
});
