import { afterAll, beforeAll, describe } from 'vitest';
import type { Stores } from '../../src/application/ports/stores.ts';
import { indexRotationContract, type OpenedIndexRotation } from '../../src/testing/contracts/index-rotation.ts';
import { type MysqlSchemas, mysqlSchemas } from '../adapters/sql/mysql-schemas.ts';
import { rotatingProcesses } from '../adapters/sql/rotating-processes.ts';
import { sqliteFiles } from '../adapters/sql/sqlite-files.ts';
import { holds } from './holds.ts';

const opened = (stores: Stores, remove: () => void): OpenedIndexRotation => {
  const { process, close } = rotatingProcesses(stores);
  return { process, close: () => close().then(remove) };
};

describe('the rotation of blind indexes on SQLite', () => {
  holds(indexRotationContract, async () => {
    const files = await sqliteFiles();
    return opened(files.stores, files.remove);
  });
});

describe('the rotation of blind indexes on MySQL', () => {
  let mysql: MysqlSchemas;
  beforeAll(async () => {
    mysql = await mysqlSchemas();
  });
  afterAll(() => mysql.close());

  holds(indexRotationContract, async () => {
    await mysql.empty();
    return opened(mysql.stores, () => {});
  });
});
