import { statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { freshSchemas } from '../../mysql/fresh-schemas.ts';
import { joos, newFolder, settingsIn } from './installation.ts';

const steps = [
  { store: 'data', name: expect.any(String) as unknown },
  { store: 'vault', name: expect.any(String) as unknown },
];

describe('joos migrate', () => {
  test.each(['sqlite', 'mysql'])(
    'on %s says what it would do, does it, and has nothing to do any more',
    async (engine) => {
      const environment = settingsIn(newFolder());
      const schemas = engine === 'mysql' ? await freshSchemas() : null;
      const around = {
        environment:
          schemas === null
            ? environment
            : { ...environment, JOOS_DATABASE_URL: schemas.data.url, JOOS_VAULT_URL: schemas.vault.url },
      };
      const planned = await joos(['migrate', '--dry-run', '--create-key', '--json'], around);
      expect(JSON.parse(planned.out)).toEqual({
        dryRun: true,
        keyMade: false,
        steps: expect.arrayContaining(steps) as unknown,
      });
      expect((await joos(['worker', '--once'], around)).err).toContain('JOOS_KEY_FILE names no file that is there');

      const done = await joos(['migrate', '--create-key'], around);
      expect(done).toMatchObject({ code: 0, err: '' });
      expect(done.out).toMatch(/^Made the key file\. Keep a copy .*\nDid:\n {2}data store: \S+\n {2}vault: \S+$/);
      const keyFile = environment.JOOS_KEY_FILE ?? '';
      expect(statSync(keyFile).mode & 0o777).toBe(0o600);

      const before = statSync(keyFile).mtimeMs;
      const again = await joos(['migrate', '--create-key', '--json'], around);
      expect(JSON.parse(again.out)).toEqual({ dryRun: false, keyMade: false, steps: [] });
      expect(statSync(keyFile).mtimeMs, 'a key is never replaced').toBe(before);
      expect(await joos(['migrate'], around)).toMatchObject({ code: 0, out: 'Both schemas are up to date.' });
      expect(await joos(['worker', '--once'], around)).toMatchObject({ code: 0, err: '' });
    },
  );

  test('is asked for by a command that finds the schemas behind', async () => {
    const environment = settingsIn(newFolder());
    await joos(['migrate', '--dry-run'], { environment });
    const { createKeyFile } = await import('../../../src/adapters/key-file/index.ts');
    expect((await createKeyFile(environment.JOOS_KEY_FILE ?? '')).isOk()).toBe(true);
    const { code, err } = await joos(['worker', '--once'], { environment });
    expect({ code, err }).toEqual({
      code: 3,
      err: 'joos: the databases lack 2 schema steps; run `joos migrate` first',
    });
  });

  test('says that a server does not answer, without its address', async () => {
    const url = 'mysql://root:geheim-7f3c@127.0.0.1:9';
    const environment = { ...settingsIn(newFolder()), JOOS_DATABASE_URL: `${url}/a`, JOOS_VAULT_URL: `${url}/b` };
    const { code, out, err } = await joos(['migrate'], { environment });
    expect({ code, out }).toEqual({ code: 5, out: '' });
    expect(err).toMatch(/^joos: The data store does not answer\n.*\n {2}Try the same command again later\.$/);
    expect(err).not.toContain('geheim');
    const asJson = await joos(['migrate', '--json'], { environment });
    expect(JSON.parse(asJson.out)).toMatchObject({ kind: 'PortFailure', title: 'The data store does not answer' });
  });

  test('says when no key file can be made', async () => {
    const environment = { ...settingsIn(newFolder()), JOOS_KEY_FILE: '/nowhere/at/all/master.key' };
    const { code, err } = await joos(['migrate', '--create-key'], { environment });
    expect(code).toBe(3);
    expect(err).not.toContain('/nowhere');
  });
});
