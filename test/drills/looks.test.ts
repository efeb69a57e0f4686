import { expect, test } from 'vitest';
import { newSchemas } from '../../drills/drill-server.ts';
import { looksDrill } from '../../drills/looks-drill.ts';
import { mysqlServer } from '../mysql/test-server.ts';

test('nothing is released while the audit sink fails or hangs, and what is stands in it', async () => {
  const size = { reads: 60, atOnce: 20, volumeMb: null };
  const { done, mustBeNone } = await looksDrill(await newSchemas(await mysqlServer()), size, () => {});
  // How long a refusal takes is for the drill itself to say: here other tests run beside it.
  const found = Object.entries(mustBeNone).filter(([what, count]) => count > 0 && !what.startsWith('refusals later'));
  expect(found).toEqual([]);
  expect(done).toMatchObject({ 'of them released while the sink works': 60, 'reads while the sink hangs': 60 });
}, 120_000);
