import { expect, test } from 'vitest';
import { restoreDrill } from '../../drills/restore-drill.ts';
import { mysqlServer } from '../mysql/test-server.ts';

test('a restored backup serves nobody before the ledger is replayed, and nobody is back afterwards', async () => {
  const report = await restoreDrill(await mysqlServer(), { times: 2, people: 4 }, () => {});
  expect(Object.entries(report.mustBeNone).filter(([, count]) => count > 0)).toEqual([]);
  expect(Object.entries(report.done).filter(([, count]) => count === 0)).toEqual([]);
}, 120_000);
