import { expect, test } from 'vitest';
import { newSchemas } from '../../drills/drill-server.ts';
import { raceDrill } from '../../drills/race-drill.ts';
import { mysqlServer } from '../mysql/test-server.ts';

test('whatever people do while they are erased, nothing lands behind the fence, and nothing reaches them afterwards', async () => {
  const size = { operations: 400, erasures: 40, concurrency: 8, speed: 8 };
  const report = await raceDrill(await newSchemas(await mysqlServer()), size, () => {});
  expect(Object.entries(report.mustBeNone).filter(([, count]) => count > 0)).toEqual([]);
  expect(report.done).toMatchObject({ 'people erased': 40 });
}, 120_000);
