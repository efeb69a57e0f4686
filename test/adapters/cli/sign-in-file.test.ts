import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limitNames, readSignInFile, signInExample } from '../../../src/adapters/cli/sign-in-file.ts';
import { budgetRules } from '../../../src/domain/verification/code-budget.ts';
import { isSignInPolicy } from '../../../src/domain/verification/sign-in-policy.ts';
import { joos, newFolder, settingsIn } from './installation.ts';

const policy = {
  countries: { DE: 800, GB: 1200 },
  spendPerCountry: 500_000,
  spendPerDay: 2_000_000,
  phoneDormancy: 'P6M',
} as const;

function fileWith(content: unknown): string {
  const path = join(newFolder(), 'sign-in.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function problemsOf(content: unknown): readonly string[] {
  return readSignInFile(fileWith(content)).match(
    () => [],
    (problems) => problems,
  );
}

describe('the file of who gets codes', () => {
  test('is read whole, with limits where they are other than by default', () => {
    expect(readSignInFile(fileWith(policy))._unsafeUnwrap()).toEqual(policy);
    const limited = { ...policy, limits: { 'network-hour': 40, 'guesses-6': 1 } };
    expect(readSignInFile(fileWith(limited))._unsafeUnwrap()).toEqual(limited);
  });

  test('can be begun with the example of the help, which lists every limit with its default', async () => {
    const { out } = await joos(['serve', '--help']);
    expect(out).toContain(signInExample);
    expect(readSignInFile(fileWith(signInExample)).isOk()).toBe(true);
    const listed = Object.entries(budgetRules).filter(([, { counts }]) => counts !== 'spend');
    for (const [rule, { limit }] of listed) expect(out.replace(/\s+/g, ' ')).toContain(`${rule} ${limit}`);
    expect(limitNames).toEqual(listed.map(([rule]) => rule));
  });

  test.each<readonly [what: string, content: unknown, problem: RegExp]>([
    ['no JSON', 'not json', /^names no file that can be read as JSON$/],
    ['a list', [policy], /in which the whole is no object of countries, /],
    ['a field of nobody', { ...policy, spendPerWeek: 1 }, /in which the whole is no object of countries, /],
    ['no ceiling', { ...policy, spendPerDay: undefined }, /in which spendPerDay is missing$/],
    ['a ceiling of nothing', { ...policy, spendPerDay: 0 }, /in which spendPerDay is no whole number above 0$/],
    ['a ceiling in text', { ...policy, spendPerCountry: '5' }, /in which spendPerCountry is no whole number above 0$/],
    ['countries in a list', { ...policy, countries: ['DE'] }, /in which countries are no object such as /],
    ['a price in euros', { ...policy, countries: { DE: 0.08 } }, /in which countries\.DE is no whole number above 0$/],
    ['Britain by its other name', { ...policy, countries: { UK: 8 } }, /in which countries have a name that is no/],
    ['all of Europe', { ...policy, countries: { EU: 800 } }, /in which countries have a name that is no country/],
    ['a country in small letters', { ...policy, countries: { de: 8 } }, /in which countries have a name that is no/],
    ['a price above a ceiling', { ...policy, spendPerCountry: 1000 }, /in which countries\.GB costs more than may be/],
    [
      'a dormancy in days alone',
      { ...policy, phoneDormancy: '180' },
      /in which phoneDormancy is no period such as P6M$/,
    ],
    ['a limit of nobody', { ...policy, limits: { hourly: 5 } }, /in which limits have a name that `joos serve --help`/],
    ['a limit of money', { ...policy, limits: { spend: 5 } }, /in which limits have a name that `joos serve --help`/],
    [
      'a limit of none',
      { ...policy, limits: { 'guesses-6': 0 } },
      /in which limits\.guesses-6 is no whole number above/,
    ],
  ])('is refused with %s, by the field that is wrong', (_, content, problem) => {
    const problems = problemsOf(content);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  test('is refused with all of its problems together, beside those of other settings', async () => {
    const path = fileWith({ ...policy, spendPerDay: -1, phoneDormancy: 'half a year', countries: { DE: null } });
    const environment = { ...settingsIn(newFolder()), JOOS_SIGN_IN: path, JOOS_VAT_ID: '' };
    const { code, err } = await joos(['migrate'], { environment });
    expect(code).toBe(3);
    const [first = '', ...lines] = err.split('\n');
    expect(first).toBe('joos: the configuration has 4 problems:');
    expect(lines.slice(0, 4).map((line) => line.trim())).toEqual([
      'JOOS_VAT_ID is not set: VAT id on receipts',
      'JOOS_SIGN_IN names a file in which countries.DE is no whole number above 0',
      'JOOS_SIGN_IN names a file in which spendPerDay is no whole number above 0',
      'JOOS_SIGN_IN names a file in which phoneDormancy is no period such as P6M',
    ]);
  });

  test('is never read into a policy that the core would refuse, whatever stands in it', () => {
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.integer({ min: -1, max: 2_000 }),
      fc.constantFrom('P1Y', 'P', 'PT1H', '6M'),
    );
    const mostly = (sound: unknown, other: fc.Arbitrary<unknown>) =>
      fc.oneof({ arbitrary: fc.constant(sound), weight: 4 }, other);
    const countries = fc.dictionary(fc.constantFrom('DE', 'GB', 'UK', 'XX', 'de', '__proto__'), anything);
    const limits = fc.dictionary(fc.constantFrom(...Object.keys(budgetRules), 'toString'), anything);
    const near = fc.record({
      countries: mostly(policy.countries, countries),
      spendPerCountry: mostly(policy.spendPerCountry, anything),
      spendPerDay: mostly(policy.spendPerDay, anything),
      phoneDormancy: mostly(policy.phoneDormancy, anything),
      limits: mostly({}, limits),
    });
    const path = fileWith('');
    let read = 0;
    fc.assert(
      fc.property(near, (content) => {
        writeFileSync(path, JSON.stringify(content));
        const found = readSignInFile(path).unwrapOr(null);
        if (found === null) return;
        read += 1;
        expect(isSignInPolicy(found)).toBe(true);
      }),
    );
    expect(read).toBeGreaterThan(0);
  });
});
