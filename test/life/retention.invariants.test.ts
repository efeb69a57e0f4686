import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenedDataStore } from '../../src/testing/contracts/person.ts';
import { type MysqlSchemas, mysqlSchemas } from '../adapters/sql/mysql-schemas.ts';
import { storeOn } from '../adapters/sql/opened-stores.ts';
import { sqliteFiles } from '../adapters/sql/sqlite-files.ts';
import { liveThrough, type Stage, someYears } from '../application/privacy/retained-lives.ts';
import { openRentalWorld } from '../application/rental-world.ts';
import { staffedStores } from '../staff-desk.ts';
import { engines } from './open-core.ts';
import { runs } from './runs.ts';

/** The world of the tests with its stores in databases. */
function stageOn({ store, vault, everyByte }: OpenedDataStore): Stage {
  const world = openRentalWorld();
  return {
    world: { ...world, ports: { ...world.ports, store, vault } },
    everything: async () =>
      createHash('sha256')
        .update(await everyByte())
        .digest('hex'),
  };
}

describe.for(engines)(
  'on %s',
  (engine) => {
    let mysql: MysqlSchemas | null = null;
    beforeAll(async () => {
      if (engine === 'mysql') mysql = await mysqlSchemas();
    });
    afterAll(() => mysql?.close());

    const opened = async (): Promise<OpenedDataStore> => {
      if (mysql !== null) {
        await mysql.empty();
        return storeOn(staffedStores(mysql.stores), mysql.everyByte);
      }
      const files = await sqliteFiles();
      const store = await storeOn(staffedStores(files.stores), files.everyByte);
      return {
        ...store,
        close: async () => {
          await store.close();
          files.remove();
        },
      };
    };

    test('a sweep takes all that is due and unprotected, nothing else, and what the explanation says', async () => {
      let lives = 0;
      await fc.assert(
        fc.asyncProperty(someYears, async (story) => {
          const databases = await opened();
          await liveThrough(stageOn(databases), story, 2).finally(databases.close);
          lives += 1;
        }),
        { numRuns: runs(engine === 'sqlite' ? 15 : 4) },
      );
      expect(lives).toBeGreaterThan(0);
    });
  },
  180_000,
);
