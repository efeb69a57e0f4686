import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ageInWords } from '../../../src/adapters/cli/age-in-words.ts';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { dayMs, hourMs, Instant, minuteMs, secondMs } from '../../../src/domain/instant.ts';
import { onThisMachine } from '../../../src/domain/residency/residency.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { orThrow } from '../../../src/index.ts';
import { type Installation, installation, joos, kim, signUp } from './installation.ts';

const minutesAgo = (minutes: number): Instant => Instant.plusMs(systemClock.now(), -minutes * minuteMs);

/** A rental whose receipt no mail server takes: it is given up. */
async function withParked(here: Installation, rentals = 1): Promise<void> {
  await signUp(here, { returned: rentals });
  const { joos: core } = await here.open(undefined, {
    mailer: { residency: onThisMachine, send: () => errAsync(portFailure('Mailer', false, new Error(kim.email))) },
  });
  await orThrow(core.worker.deliverDue({ limit: 100 }));
  await core.close();
}

describe('joos notices status', () => {
  test('says that nothing waits where nothing does', async () => {
    const { environment } = await installation();
    expect(await joos(['notices', 'status'], { environment })).toMatchObject({
      code: 0,
      err: '',
      out: 'waiting  0, 0 of them due\noldest   none\ndue      none\nparked   0\nunclear  0 tries',
    });
  });

  test.each(['sqlite', 'mysql'] as const)('tells how much is due for how long, on %s', async (engine) => {
    const here = await installation(engine);
    const { environment } = here;
    await signUp(here, { returned: 1, at: minutesAgo(20) });
    const late = await joos(['notices', 'status'], { environment });
    expect(late.code).toBe(1);
    expect(late.out).toMatch(
      /^waiting +(\d+), \1 of them due\noldest +written down 20 minutes ago\ndue +for 20 minutes\n/,
    );
    expect(late.err).toMatch(/^joos: the oldest has waited for too long; does `joos worker` run/);
    const patient = await joos(['notices', 'status', '--max-age', '60', '--json'], { environment });
    expect(patient).toMatchObject({ code: 0, err: '' });
    const status = JSON.parse(patient.out) as Record<string, unknown>;
    expect(status).toMatchObject({ parked: 0, unclearTries: 0, inOrder: true, due: status.queued });
    expect(Number(status.oldestDueMs)).toBeGreaterThanOrEqual(20 * minuteMs);
    expect(status.oldestDueAt).toMatch(/^20\d\d-.*Z$/);
  });

  test('sends somebody to look as soon as one is parked', async () => {
    const here = await installation();
    await withParked(here);
    const { code, out, err } = await joos(['notices', 'status', '--json'], here);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ inOrder: false, queued: 0 });
    expect(err).toBe('joos: some are parked; `joos notices parked` lists them');
  });

  test('says an age in the largest unit of which there are two', () => {
    expect([0, secondMs, 119 * secondMs, 2 * minuteMs, 119 * minuteMs, 36 * hourMs, 2 * dayMs].map(ageInWords)).toEqual(
      ['0 seconds', '1 second', '119 seconds', '2 minutes', '119 minutes', '36 hours', '2 days'],
    );
    expect(ageInWords(-5)).toBe('0 seconds');
  });
});

describe('joos notices parked and release', () => {
  test('list what was given up without a word of whom, and put it back by its number', async () => {
    const here = await installation();
    const { environment } = here;
    expect((await joos(['notices', 'parked'], { environment })).out).toBe('Nothing is parked.');
    await withParked(here, 2);
    const listed = await joos(['notices', 'parked', '--json'], { environment });
    const parked = JSON.parse(listed.out) as { notice: string; kind: string }[];
    expect(parked.length).toBeGreaterThan(1);
    expect(parked).toContainEqual(expect.objectContaining({ kind: 'receipt', problem: 'provider-refused', tries: 1 }));
    const inWords = await joos(['notices', 'parked', '--limit', '1'], { environment });
    expect(inWords.out).toMatch(/^[0-9a-f-]{36} {2}[a-z-]+, of 20.*Z: provider-refused after 1 tries$/);
    for (const value of [kim.email, kim.phone.slice(1)]) expect(listed.out + inWords.out).not.toContain(value);

    const [{ notice } = { notice: '' }] = parked;
    const released = await joos(['notices', 'release', notice, notice], { environment });
    expect(released).toMatchObject({ code: 0, out: 'Released 1.', err: '' });
    const again = await joos(['notices', 'release', notice, '--json'], { environment });
    expect(again.code).toBe(4);
    expect(JSON.parse(again.out)).toEqual({ released: [], notParked: [notice] });

    const all = await joos(['notices', 'release', '--all', '--json'], { environment });
    expect(all.code).toBe(0);
    expect((JSON.parse(all.out) as { released: string[] }).released).toHaveLength(parked.length - 1);
    const pass = await joos(['worker', '--once', '--json'], { environment });
    expect(JSON.parse(pass.out)).toMatchObject({ notices: { sent: parked.length, parked: 0 } });
    expect(await joos(['notices', 'status'], { environment })).toMatchObject({ code: 0 });
  });

  test('ask which ones, and never say again what was typed', async () => {
    const { environment } = await installation();
    for (const argv of [
      ['notices', 'release'],
      ['notices', 'release', '00000000-0000-4000-8000-000000000001', '--all'],
    ]) {
      const { code, err } = await joos(argv, { environment });
      expect({ code, err }).toEqual({ code: 2, err: 'joos: name the notices to release, or all of them by --all' });
    }
    const typed = await joos(['notices', 'release', kim.email], { environment });
    expect(typed.code).toBe(2);
    expect(typed.err).not.toContain(kim.email);
    const unknown = await joos(['notices', 'release', '00000000-0000-4000-8000-000000000001'], { environment });
    expect(unknown).toMatchObject({
      code: 4,
      out: 'Released 0.\nNot parked: 00000000-0000-4000-8000-000000000001',
    });
  });
});

describe('joos notices publish', () => {
  const text = (title: string) => ({ title, paragraphs: ['More stations.'], action: null });
  const edition = { de: text('Neues vom Main'), en: text('News from the Main') };
  const fileWith = ({ folder }: Installation, content: unknown): string => {
    const path = join(folder, 'edition.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  test('queues an edition for who agreed, and the worker tells for how many', async () => {
    const here = await installation();
    const environment = { ...here.environment, JOOS_UNSUBSCRIBE_URL: 'https://api.joos.test/v1/unsubscribe' };
    const { session } = await signUp(here);
    const { joos: core } = await here.open();
    const statement = { purpose: 'newsletter', noticeVersion: '2026-11', noticeLanguage: 'en', channel: 'app' };
    await orThrow(core.consents.recordConsent({ session, ...statement }));
    await core.close();
    const publish = ['notices', 'publish', fileWith(here, edition), '--purpose', 'newsletter'];
    const published = await joos(publish, { environment });
    expect(published).toMatchObject({ code: 0, err: '' });
    expect(published.out).toMatch(/^Published edition [0-9a-f-]{36}; `joos worker` sends it\.$/);
    const pass = await joos(['worker', '--once'], { environment });
    expect(pass.out).toMatch(/; spread: 1; expired: /);
    const mail = /^(\d+)-mail-newsletter\.json$/m.exec(namesIn(here).join('\n'));
    const sent = JSON.parse(readFileSync(join(here.folder, 'messages', mail?.[0] ?? ''), 'utf8')) as Record<
      string,
      string
    >;
    expect(sent.subject).toBe('News from the Main');
    expect(sent.unsubscribeUrl).toMatch(/^https:\/\/api\.joos\.test\/v1\/unsubscribe\/[0-9a-f-]{36}\.\S+$/);
    expect((await joos(['worker', '--once'], { environment })).out).toMatch(/; spread: 0; /);
  });

  test('publishes nothing that nobody could unsubscribe from, and no half edition', async () => {
    const here = await installation();
    const { environment } = here;
    const withUrl = { ...environment, JOOS_UNSUBSCRIBE_URL: 'https://api.joos.test/v1/unsubscribe' };
    const publish = (content: unknown, purpose = 'news') => [
      'notices',
      'publish',
      fileWith(here, content),
      '--purpose',
      purpose,
    ];
    const refused = await joos(publish(edition), { environment });
    expect(refused).toMatchObject({ code: 4, out: '' });
    expect(refused.err).toMatch(/^joos: Nobody could unsubscribe\n/);
    const half = await joos([...publish({ de: edition.de }), '--json'], { environment: withUrl });
    expect(half.code).toBe(4);
    expect(JSON.parse(half.out)).toMatchObject({ kind: 'InvalidEdition' });
    for (const content of ['{', 'null']) {
      expect(await joos(publish(content), { environment: withUrl })).toMatchObject({
        code: 2,
        err: 'joos: the file cannot be read as JSON',
      });
    }
    expect(await joos(publish(edition, 'receipts'), { environment: withUrl })).toMatchObject({ code: 2 });
    expect(
      await joos(['notices', 'publish', '/nowhere/x.json', '--purpose', 'news'], { environment: withUrl }),
    ).toMatchObject({ code: 2 });
  });
});

function namesIn({ folder }: Installation): readonly string[] {
  return readdirSync(join(folder, 'messages'));
}
