import { expect, test } from 'vitest';
import { codesDrill } from '../../drills/codes-drill.ts';
import { newSchemas } from '../../drills/drill-server.ts';
import { mysqlServer } from '../mysql/test-server.ts';

test('of many who show a code at once one is logged in, no burst gets a guess too many, and a pump gets 50 messages', async () => {
  const size = {
    rounds: 10,
    verifications: 60,
    processes: 2,
    sends: 600,
    numbers: 100,
    prefixes: 10,
    spray: 1_000_000,
  };
  const report = await codesDrill(await newSchemas(await mysqlServer()), size, () => {});
  expect(Object.entries(report.mustBeNone).filter(([, count]) => count > 0)).toEqual([]);
  expect(report.done).toMatchObject({ sessions: 10, 'rounds in which everybody guesses': 1 });
  expect(report.done['messages that the pump got']).toBeGreaterThan(0);
}, 120_000);
