import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrillServer, startDrillServer } from '../../drills/drill-server.ts';
import { noticesDrill } from '../../drills/notices-drill.ts';

let server: DrillServer;

// A server of its own, since it is killed.
beforeAll(async () => {
  server = await startDrillServer(() => {});
});
afterAll(() => server.stop());

test('whatever breaks, every notice arrives, none that must not, and twice only where nobody could know', async () => {
  const report = await noticesDrill(server, { messages: 500, kills: 2 }, () => {});
  expect(Object.entries(report.mustBeNone).filter(([, count]) => count > 0)).toEqual([]);
  expect(report.done['workers killed']).toBe(2);
  expect(report.done['database servers killed']).toBe(1);
  expect(report.done['mails taken']).toBeGreaterThanOrEqual(500);
}, 180_000);
