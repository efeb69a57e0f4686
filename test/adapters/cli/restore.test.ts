import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Installation, installation, joos, kim, signUp } from './installation.ts';

const staff = ['--case', 'CASE-1042'];
const erase = ['user', 'erase', ...staff, '--reason', 'asked-in-writing', '--yes'];
const find = ['user', 'find', ...staff];

/** Someone signs up, a backup is taken, they are erased, and the backup of one of the two files is put back. */
async function restored(here: Installation, file: 'data.db' | 'vault.db'): Promise<void> {
  const { subject } = await signUp(here);
  const place = join(here.folder, file);
  copyFileSync(place, `${place}.backup`);
  await here.agreed('cancel-account', subject);
  expect(await joos(erase, { environment: here.environment, input: kim.phone })).toMatchObject({ code: 0 });
  expect(await joos(['worker', '--once'], { environment: here.environment })).toMatchObject({ code: 0 });
  copyFileSync(`${place}.backup`, place);
}

test('a restored data store is served once the ledger is replayed on it, and not before', async () => {
  const here = await installation();
  const { environment } = here;
  await restored(here, 'data.db');

  const refused = await joos(find, { environment, input: kim.phone });
  expect(refused.code).toBe(4);
  expect(refused.err).toContain('run `joos restore replay` first');
  expect(await joos(['restore', 'status'], { environment })).toMatchObject({ code: 1 });
  const dry = await joos(['restore', 'replay', '--dry-run', '--json'], { environment });
  expect(JSON.parse(dry.out)).toMatchObject({ dryRun: true, toReplay: 1, undecided: [] });
  expect(await joos(find, { environment, input: kim.phone })).toMatchObject({ code: 4 });

  const replayed = await joos(['restore', 'replay'], { environment });
  expect(replayed).toMatchObject({ code: 0, err: '' });
  expect(replayed.out).toMatch(/^Erased again: 1 erasure\.\nThe data store .* may serve\.$/);
  const again = await joos(['restore', 'replay', '--json'], { environment });
  expect(JSON.parse(again.out)).toMatchObject({ replayed: 0, unfinished: 0 });
  expect(await joos(['restore', 'status'], { environment })).toMatchObject({ code: 0 });
  const gone = await joos(find, { environment, input: kim.phone });
  expect([gone.code, gone.err]).toEqual([4, expect.stringMatching(/^joos: Nobody is found\n/)]);
});

test('a vault that was rolled back serves nobody, and what to do is said', async () => {
  const here = await installation();
  const { environment } = here;
  await restored(here, 'vault.db');
  for (const argv of [find, ['worker', '--once'], ['restore', 'status'], ['restore', 'replay']]) {
    const refused = await joos(argv, { environment, input: kim.phone });
    expect(refused.code).toBe(4);
    expect(refused.err).toContain('Restore the newest backup of the vault');
  }
});
