import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { dayAfter } from '../../../src/domain/calendar.ts';
import { Day, dayMs, Instant } from '../../../src/domain/instant.ts';
import { type Installation, installation, joos, kim, signUp } from './installation.ts';

const anna = ['--case', 'CASE-1042'];
const daysAgo = (days: number): Instant => Instant.plusMs(systemClock.now(), -days * dayMs);
const inDays = (days: number): Day => Day.ofInstant(daysAgo(-days));

/** What a command line answers as JSON. */
async function asked<Answer>({ environment }: Installation, argv: readonly string[]): Promise<Answer> {
  const ran = await joos([...argv, '--json'], { environment });
  expect(ran).toMatchObject({ code: 0, err: '' });
  return JSON.parse(ran.out) as Answer; // sound: the test names what it expects
}

interface Swept {
  readonly disposed: Readonly<Record<string, number>>;
  readonly warned: number;
  readonly ended: number;
  readonly dryRun: boolean;
}
interface Explained {
  readonly lines: readonly { readonly field: string; readonly until: { readonly kind: string; readonly day?: Day } }[];
}

const sweep = ['retention', 'sweep'];
const explain = (subject: string): string[] => ['retention', 'explain', subject, ...anna];

describe.each(['sqlite', 'mysql'] as const)('retention on %s', (engine) => {
  test('is explained in words and as JSON, by field, without a value', async () => {
    const here = await installation(engine);
    const { environment } = here;
    const { subject } = await signUp(here);
    const words = await joos(explain(subject), { environment });
    expect(words).toMatchObject({ code: 0, err: '' });
    expect(words.out).toMatch(new RegExp(`^Subject ${subject}, account active\n`));
    expect(words.out).toMatch(
      /^login\.phone \(1\): .*\n {4}why: {3}.*C02.*\n {4}until: while the account is active; then erased$/m,
    );
    expect(words.out).toMatch(/^staff-access\.entry \(2\): .*\n.*\n {4}since: \d{4}-\d\d-\d\d\n {4}until: \d{4}/m);
    expect(words.out).not.toContain(kim.phone);
    expect(words.out).not.toContain(kim.email);
    const { lines } = await asked<Explained>(here, explain(subject));
    const look = lines.find(({ field }) => field === 'staff-access.entry');
    expect(look).toMatchObject({ records: 3, basis: 'legitimate-interest', until: { kind: 'day' } });
  });

  test('is explained for the end of a day: what is over by then is not in it', async () => {
    const here = await installation(engine);
    const { subject } = await signUp(here);
    const fieldsAt = async (day: Day): Promise<readonly string[]> =>
      (await asked<Explained>(here, [...explain(subject), '--at', day])).lines.map(({ field }) => field);
    const { lines } = await asked<Explained>(here, explain(subject));
    const last = lines.find(({ field }) => field === 'staff-access.entry')?.until.day ?? inDays(0);
    expect(await fieldsAt(last)).toContain('staff-access.entry');
    const after = await fieldsAt(dayAfter(last));
    expect(after).toContain('login.phone');
    expect(after).not.toContain('staff-access.entry');
    expect(after).not.toContain('session.token');
  });

  test('is swept: a dry run counts and leaves everything, and a limit is gone on from', async () => {
    const here = await installation(engine);
    const { environment } = here;
    const { subject } = await signUp(here, { at: daysAgo(500) });
    const held = async () =>
      (await asked<Explained>(here, explain(subject))).lines
        .filter(({ field }) => field.startsWith('session.'))
        .map(({ field }) => field);
    expect(new Set(await held())).toEqual(new Set(['session.token', 'session.times']));

    const counted = await asked<Swept>(here, [...sweep, '--dry-run']);
    expect(counted).toMatchObject({
      disposed: { sessions: 1, audit_entries: 1, notices: 2, contact_changes: 1 },
      warned: 0,
      ended: 0,
      dryRun: true,
    });
    expect(await asked<Swept>(here, [...sweep, '--dry-run'])).toEqual(counted);
    expect(await held()).toHaveLength(2);
    const words = await joos([...sweep, '--dry-run'], { environment });
    expect(words.out).toMatch(/^Due now, and left as it is:\n[\s\S]* {2}sessions {11}1(?:\n|$)/);

    const due = Object.values(counted.disposed).reduce((sum, count) => sum + count, 0);
    const first = await joos([...sweep, '--limit', '1'], { environment });
    expect(first).toMatchObject({ code: 0, err: '' });
    const [, table = ''] =
      /^Disposed of:\n {2}(\w+) +1\nThe limit is reached; the next sweep goes on\.$/.exec(first.out) ?? [];
    const seen: Record<string, number> = { [table]: 1 };
    for (let left = due - 1; left > 0; left -= 1) {
      const { disposed } = await asked<Swept>(here, [...sweep, '--limit', '1']);
      for (const [name, count] of Object.entries(disposed)) seen[name] = (seen[name] ?? 0) + count;
    }
    expect(seen).toEqual(counted.disposed);
    expect(await joos(sweep, { environment })).toMatchObject({ code: 0, out: 'Nothing is due.', err: '' });
    expect(await held()).toEqual([]);
  });

  test('warns who is away for as long as JOOS_INACTIVITY says, and only then ends the account', async () => {
    const here = await installation(engine);
    const { subject } = await signUp(here, { at: daysAgo(500) });
    const strict: Installation = { ...here, environment: { ...here.environment, JOOS_INACTIVITY: 'P12M/P13M' } };
    expect(await asked<Swept>(here, sweep), 'where no time is set').toMatchObject({ warned: 0, ended: 0 });
    expect(await asked<Swept>(strict, [...sweep, '--dry-run'])).toMatchObject({ warned: 1, ended: 0 });
    const words = await joos(sweep, { environment: strict.environment });
    expect(words.out).toMatch(/^Disposed of:\n {2}people warned {6}1$/);
    expect(await asked<Swept>(strict, sweep), 'the warning is young').toMatchObject({ warned: 0, ended: 0 });
    const told = await joos(explain(subject), { environment: strict.environment });
    expect(told.out).toMatch(/until: while the account is active; if nobody uses it, \d{4}-\d\d-\d\d; then erased/);
    const last = /if nobody uses it, (\S+);/.exec(told.out)?.[1] ?? '';
    expect(last > inDays(14)).toBe(true); // the whole time of the warning, though it came late
  });
});

describe('retention', () => {
  test('is not explained of a text that is no subject, nor of nobody, nor for a day that is none', async () => {
    const here = await installation();
    const { environment } = here;
    const { subject } = await signUp(here);
    const typed = await joos(explain(kim.phone), { environment });
    expect(typed).toMatchObject({
      code: 2,
      out: '',
      err: 'joos: the argument is no subject id; `joos user find` shows it',
    });
    const nobody = await joos(explain('00000000-0000-4000-8000-000000000001'), { environment });
    expect(nobody).toMatchObject({ code: 4, out: '' });
    expect(nobody.err).toMatch(/^joos: Nobody is found/);
    const asJson = await joos([...explain('00000000-0000-4000-8000-000000000001'), '--json'], { environment });
    expect(asJson.code).toBe(4);
    expect(JSON.parse(asJson.out)).toMatchObject({ kind: 'NoSuchPerson' });
    const never = await joos([...explain(subject), '--at', '2027-02-30'], { environment });
    expect(never).toMatchObject({ code: 4, out: '' });
    expect(never.err).not.toContain('2027-02-30');
    const { JOOS_STAFF_SESSION_FILE: _, ...signedOut } = environment;
    const nameless = await joos(explain(subject), { environment: signedOut });
    expect(nameless).toMatchObject({ code: 3, out: '' });
    expect(nameless.err).toMatch(/^joos: JOOS_STAFF_SESSION_FILE is not set/);
  });

  test('is not swept by a limit that is no number, nor with a time of inactivity that is none', async () => {
    const { environment } = await installation();
    for (const limit of ['0', '-1', 'all', '1.5']) {
      expect(await joos([...sweep, '--limit', limit], { environment }), limit).toMatchObject({ code: 2, out: '' });
    }
    for (const time of ['P23M', 'P24M/P23M', 'P23M/P23M7D', '2 years', 'PT1H/PT2H', 'P1Y/P2Y/P3Y']) {
      const ran = await joos(sweep, { environment: { ...environment, JOOS_INACTIVITY: time } });
      expect(ran, time).toMatchObject({ code: 3, out: '' });
      expect(ran.err).toContain(
        'JOOS_INACTIVITY is neither none nor two times such as P23M/P24M, at least 14 days apart',
      );
    }
    expect((await joos(sweep, { environment: { ...environment, JOOS_INACTIVITY: 'none' } })).code).toBe(0);
  });

  test('says that a part does not answer where the vault is gone', async () => {
    const here = await installation();
    await signUp(here);
    const environment = { ...here.environment, JOOS_DATABASE_URL: 'sqlite:/nowhere/data.db' };
    expect(await joos(sweep, { environment })).toMatchObject({ code: 5, out: '' });
  });
});
