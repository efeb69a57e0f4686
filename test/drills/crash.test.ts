import { afterAll, beforeAll, expect, test } from 'vitest';
import { crashDrill } from '../../drills/crash-drill.ts';
import { type DrillServer, startDrillServer } from '../../drills/drill-server.ts';

let server: DrillServer;

// A server of its own, since it is killed.
beforeAll(async () => {
  server = await startDrillServer(() => {});
});
afterAll(() => server.stop());

test('whoever dies while people are erased, every erasure is done, whole, and proved once', async () => {
  const report = await crashDrill(server, { erasures: 16, kills: 8 }, () => {});
  expect(Object.entries(report.mustBeNone).filter(([, count]) => count > 0)).toEqual([]);
  expect(report.done['processes killed']).toBeGreaterThanOrEqual(8);
  expect(report.done['servers killed']).toBeGreaterThan(0);
}, 120_000);
