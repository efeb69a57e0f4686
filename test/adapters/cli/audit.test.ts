import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { orThrow } from '../../../src/index.ts';
import { type Installation, installation, joos } from './installation.ts';

/** An installation at whose door something happened, with a checkpoint, and the file of its public keys. */
async function watched(): Promise<Installation & { readonly publicKey: string }> {
  const one = await installation();
  const { joos: core } = await one.open();
  // A country that gets no text is a risk, and a line of the audit log.
  for (let times = 0; times < 3; times += 1) {
    expect((await core.accounts.requestCode({ purpose: 'log-in', phone: '+12025550123' })).isErr()).toBe(true);
  }
  await orThrow(core.audit.checkpointAudit());
  const publicKey = join(one.folder, 'joos.pem');
  writeFileSync(publicKey, (await orThrow(core.privacy.certificateKey())).publicKeys);
  await core.close();
  return { ...one, publicKey };
}

describe('joos audit verify', () => {
  test('needs the data store, the sink and the public keys alone, and says of a whole log that it is', async () => {
    const { environment, publicKey } = await watched();
    const { JOOS_DATABASE_URL = '', JOOS_AUDIT_SINK = '' } = environment;
    const settings = { JOOS_DATABASE_URL, JOOS_AUDIT_SINK };
    const { code, out, err } = await joos(['audit', 'verify', '--public-key', publicKey], { environment: settings });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^The audit log is whole\.\n3 links, 3 of them with their record\n/);
    expect(out).toMatch(/1 checkpoints \(the last of \d{4}-/);
    const json = await joos(['audit', 'verify', '--public-key', publicKey, '--json'], { environment });
    expect(JSON.parse(json.out)).toMatchObject({ whole: true, links: 3, faults: [], checkpoints: 1 });
  });

  test('exits 1 and names the first bad entry, whether it was changed or cut off', async () => {
    const { environment, folder, publicKey } = await watched();
    const database = new DatabaseSync(join(folder, 'data.db'));
    database.exec("UPDATE risk_events SET kind = 'limit-hit' WHERE position = 2");
    const changed = await joos(['audit', 'verify', '--public-key', publicKey], { environment });
    expect(changed.code).toBe(1);
    expect(changed.out).toMatch(/^The audit log is NOT whole\. Lane 0, entry 2: what was recorded was changed\.$/m);
    database.exec('DROP TRIGGER audit_chain_no_delete');
    database.exec(
      'DELETE FROM risk_events; DELETE FROM audit_chain; UPDATE audit_lanes SET length = 0, link = zeroblob(32)',
    );
    database.close();
    const cut = await joos(['audit', 'verify', '--public-key', publicKey], { environment });
    expect(cut.code).toBe(1);
    expect(cut.out).toMatch(
      /^The audit log is NOT whole\. Lane 0, entry 1: the sink has an entry that the log has not/m,
    );
  });

  test('takes no link and no line that another key signed', async () => {
    const { environment } = await watched();
    const { publicKey } = await watched();
    const { code, out } = await joos(['audit', 'verify', '--public-key', publicKey], { environment });
    expect(code).toBe(1);
    expect(out).toContain('Lane 0, entry 1: no key of the installation signed the link');
    expect(out).toMatch(/line \d+ of the sink: no key of the installation signed it/);
  });

  test('says which settings it lacks, and that the key file cannot be read', async () => {
    const { environment, publicKey } = await watched();
    const without = await joos(['audit', 'verify', '--public-key', publicKey], { environment: {} });
    expect(without.code).toBe(3);
    expect(without.err).toMatch(/JOOS_DATABASE_URL is not set[\s\S]*JOOS_AUDIT_SINK is not set/);
    const unread = await joos(['audit', 'verify', '--public-key', '/nowhere'], { environment });
    expect(unread.code).toBe(5);
    expect(unread.err).toContain('the file of --public-key cannot be read');
  });
});

test('joos audit checkpoint tells the sink where the log ends', async () => {
  const { environment, publicKey } = await watched();
  expect((await joos(['audit', 'checkpoint'], { environment })).out).toBe('The sink knows of 3 entries, signed.');
  const verified = await joos(['audit', 'verify', '--public-key', publicKey, '--json'], { environment });
  expect(JSON.parse(verified.out)).toMatchObject({ whole: true, checkpoints: 2 });
});

test('joos audit restored notes a restore once, and what it took is told from then on', async () => {
  const { environment, folder, publicKey, open } = await watched();
  const backup = join(folder, 'backup.db');
  const database = new DatabaseSync(join(folder, 'data.db'));
  database.exec(`VACUUM INTO '${backup}'`);
  database.close();
  const early = await joos(['audit', 'restored'], { environment });
  expect(early.code).toBe(4);
  expect(early.err).toContain('The log has every entry that its sink knows of');
  const { joos: core } = await open();
  for (let times = 0; times < 2; times += 1) {
    expect((await core.accounts.requestCode({ purpose: 'log-in', phone: '+12025550123' })).isErr()).toBe(true);
  }
  await orThrow(core.audit.checkpointAudit());
  await core.close();
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `data.db${end}`), { force: true });
  copyFileSync(backup, join(folder, 'data.db'));
  const verify = ['audit', 'verify', '--public-key', publicKey];
  const before = await joos(verify, { environment });
  expect(before.code).toBe(1);
  expect(before.out).toMatch(/Lane 0, entry 4: the sink has .* a backup was restored and nobody noted it\.$/m);
  const noted = await joos(['audit', 'restored'], { environment });
  expect({ code: noted.code, out: noted.out }).toEqual({
    code: 0,
    out: 'The restore is noted: it took 2 places of the audit log.',
  });
  const after = await joos(verify, { environment });
  expect(after.code).toBe(0);
  expect(after.out).toMatch(
    /^The audit log is whole, but for what restores took: hold these against your backups\.\n4 links/,
  );
  expect(after.out).toMatch(
    /\na restore of the data store, noted at \d{4}-\S+, took 2 places of the log, the earliest recorded by \d{4}-\S+Z$/,
  );
});

test('without a sink no command opens the core', async () => {
  const { environment } = await installation();
  const { JOOS_AUDIT_SINK: _, ...without } = environment;
  const { code, err } = await joos(['worker', '--once'], { environment: without });
  expect(code).toBe(3);
  expect(err).toContain('JOOS_AUDIT_SINK is not set');
  const wrong = await joos(['worker', '--once'], { environment: { ...environment, JOOS_AUDIT_SINK: '/var/audit' } });
  expect(wrong.err).toContain('JOOS_AUDIT_SINK is not file:PATH');
});
