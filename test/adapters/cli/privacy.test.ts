import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { Day, dayMs, Instant } from '../../../src/domain/instant.ts';
import { installation, joos, kim, signUp } from './installation.ts';

const anna = ['--case', 'CASE-1042'];
const record = ['privacy', 'record', ...anna, '--right', 'access', '--channel', 'letter'];
const daysAgo = (days: number): string => Day.ofInstant(Instant.plusMs(systemClock.now(), -days * dayMs));

describe.each(['sqlite', 'mysql'] as const)('a privacy request on %s', (engine) => {
  test('is recorded, listed by time left with an alarm, verified, extended and closed', async () => {
    const here = await installation(engine);
    const { environment } = here;
    const { subject } = await signUp(here);
    const list = (...more: string[]) => joos(['privacy', 'requests', ...more], { environment });
    expect(await list()).toMatchObject({ code: 0, out: 'Nobody waits for an answer.', err: '' });

    const fresh = await joos(record, { environment, input: kim.phone });
    expect(fresh).toMatchObject({ code: 0, err: '' });
    expect(fresh.out).toMatch(/^[0-9a-f-]{36} {2}received, due \d{4}-\d\d-\d\d, \d+ days left$/);
    const request = fresh.out.slice(0, 36);
    expect(await list()).toMatchObject({ code: 0, err: '' });

    const old = await joos([...record, '--received', daysAgo(40), '--json', subject], { environment });
    const overdue = JSON.parse(old.out) as { readonly request: string };
    const alarmed = await list();
    expect(alarmed).toMatchObject({ code: 1, err: 'joos: 1 overdue, 0 due within 7 days' });
    const [first = '', second = ''] = alarmed.out.split('\n');
    expect(first).toMatch(
      new RegExp(`^${overdue.request} {2}due .*, OVERDUE by \\d+ days: access, received, CASE-1042$`),
    );
    expect(second.slice(0, 36)).toBe(request);
    const asJson = await list('--json');
    expect(asJson.code).toBe(1);
    expect(JSON.parse(asJson.out)).toMatchObject([{ id: overdue.request, overdue: true }, { id: request }]);

    const late = await joos(['privacy', 'extend', overdue.request, ...anna, '--reason', 'complexity'], { environment });
    expect(late).toMatchObject({ code: 4 });
    expect(late.err).toMatch(/^joos: It is too late for more time\n/);
    const withdrawn = ['privacy', 'close', overdue.request, ...anna, '--outcome', 'withdrawn'];
    expect(await joos(withdrawn, { environment })).toMatchObject({ code: 0, out: `${overdue.request}  closed` });

    const done = ['privacy', 'close', request, ...anna, '--outcome', 'done'];
    expect((await joos(done, { environment })).err).toMatch(/^joos: It is not sure yet who asks\n/);
    const verified = await joos(['privacy', 'verify', request, ...anna], { environment });
    expect(verified.out).toContain(`${request}  verified`);
    const extended = await joos(['privacy', 'extend', request, ...anna, '--reason', 'complexity'], { environment });
    expect(extended.out).toMatch(/\nThe person is told by `joos worker`\.$/);
    expect((await list()).out).toContain('access, verified, extended, CASE-1042');
    expect(await joos(done, { environment })).toMatchObject({ code: 0 });
    expect((await list()).out).toBe('Nobody waits for an answer.');
  });
});
