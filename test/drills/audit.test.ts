import { expect, test } from 'vitest';
import { auditDrill } from '../../drills/audit-drill.ts';
import { newSchemas } from '../../drills/drill-server.ts';
import { mysqlServer } from '../mysql/test-server.ts';

test('whatever is done to the audit log behind its back is found, and nothing in one that nobody touched', async () => {
  const size = { rows: 300, probes: 150, mysqlProbes: 40, seed: Math.floor(Math.random() * 2 ** 31) };
  const report = await auditDrill(await newSchemas(await mysqlServer()), size, () => {});
  expect(
    Object.entries(report.mustBeNone).filter(([, count]) => count > 0),
    `seed ${size.seed}`,
  ).toEqual([]);
  expect(report.done).toMatchObject({ 'probes on SQLite': 150, 'probes on MySQL': 40 });
}, 120_000);
