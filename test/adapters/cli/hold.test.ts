import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/adapters/system/index.ts';
import { Day, dayMs, Instant } from '../../../src/domain/instant.ts';
import { installation, joos, kim, signUp } from './installation.ts';

const anna = ['--case', 'CASE-1042'];
const inDays = (days: number): string => Day.ofInstant(Instant.plusMs(systemClock.now(), days * dayMs));
const soon = inDays(30);
const place = ['hold', 'place', ...anna, '--basis', 'legal-claim', '--scope', 'person'];

describe.each(['sqlite', 'mysql'] as const)('a hold on %s', (engine) => {
  test('is placed, approved by somebody else, listed and ended', async () => {
    const here = await installation(engine);
    const { environment } = here;
    const { subject } = await signUp(here);

    const placed = await joos([...place, '--until', soon], { environment, input: kim.phone });
    expect(placed).toMatchObject({ code: 0, err: '' });
    expect(placed.out).toMatch(
      /^[0-9a-f-]{36} {2}waiting, until .* approved by nobody yet\nSomebody else must approve/,
    );
    const hold = placed.out.slice(0, 36);

    const alone = await joos(['hold', 'approve', hold, ...anna], { environment });
    expect(alone).toMatchObject({ code: 4, out: '' });
    expect(alone.err).toMatch(/^joos: Somebody else must approve it\n[\s\S]*Please ask a colleague/);
    const ofBen = { environment: await here.as('ben.legal') };
    const approved = await joos(['hold', 'approve', hold, ...anna, '--json'], ofBen);
    expect(JSON.parse(approved.out)).toMatchObject({ hold, state: 'active', reach: 'everything', until: soon });

    const listed = await joos(['hold', 'list', subject, ...anna], { environment });
    expect(listed.out).toMatch(new RegExp(`^${hold} {2}active, until ${soon}: the person, for legal-claim, CASE-1042`));
    expect((await joos(['hold', 'end', hold, ...anna], ofBen)).err).toMatch(/^joos: It takes two people/);
    await here.agreed('end-hold', hold, 'ben.legal');
    const ended = await joos(['hold', 'end', hold, ...anna], ofBen);
    expect(ended.out).toContain(`${hold}  ended`);
    const again = await joos(['hold', 'end', hold, ...anna, '--json'], { environment });
    expect(again.code).toBe(4);
    expect(JSON.parse(again.out)).toMatchObject({ kind: 'HoldEnded', advice: expect.any(String) as unknown });
  });
});

describe('a hold that cannot be', () => {
  test('is refused with what to do, and quotes nothing', async () => {
    const here = await installation();
    const { environment } = here;
    const { subject } = await signUp(here);
    const tooFar = await joos([...place, '--until', inDays(800), subject], { environment });
    expect(tooFar.err).toMatch(/^joos: That is too far ahead\n[\s\S]*place it anew before it is over/);
    const past = await joos([...place, '--until', '2020-01-01', subject], { environment });
    expect(past).toMatchObject({ code: 4 });
    const nobody = '00000000-0000-4000-8000-000000000001';
    expect((await joos([...place, '--until', soon, nobody], { environment })).err).toMatch(/^joos: Nobody is found/);
    expect((await joos(['hold', 'approve', nobody, ...anna], { environment })).err).toMatch(
      /^joos: There is no such hold/,
    );
    const wrong = await joos([...place, '--until', soon, kim.phone], { environment });
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).not.toContain(kim.phone);
    const order = ['hold', 'place', ...anna, '--basis', 'legal-claim', '--scope', 'order', '--until', soon, subject];
    expect((await joos(order, { environment })).err).toMatch(/^joos: What should the hold keep\?/);
  });
});
