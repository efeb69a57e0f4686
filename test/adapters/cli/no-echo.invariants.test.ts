import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settings } from '../../../src/adapters/cli/settings.ts';
import { joos, newFolder, settingsIn } from './installation.ts';

/** What a person might type in a wrong place: long enough that no word of ours holds it by chance. */
const personal = fc.oneof(
  fc.stringMatching(/^\+49 ?1[567]\d{8,9}$/),
  fc.stringMatching(/^[a-z]{6,12}@[a-z]{6,12}\.de$/),
  fc.stringMatching(/^[A-Z][a-z]{8,12} [A-Z][a-z]{8,12}$/),
  fc.string({ minLength: 8, unit: 'binary' }).filter((text) => text.trim().length >= 8 && !text.includes('\0')),
);

const words = [
  'demo',
  'migrate',
  'db',
  'accounts',
  'rotate-password',
  'serve',
  'worker',
  'user',
  'find',
  'export',
  'erase',
  'end-sessions',
  'risks',
  'scan',
  'certificate',
  'verify',
  'show',
  'public-key',
  'notices',
  'status',
  'parked',
  'release',
  'publish',
  'preview',
  'payments',
  'refund',
  'correct',
  'reconcile',
  'receipt',
  'doctor',
  'help',
  'fnd',
  '--',
  '--help',
];
const options = [
  '--once',
  '--only',
  '--strict',
  '--json',
  '--yes',
  '--dry-run',
  '--role',
  '--invitation',
  '--case',
  '--reason',
  '--purpose',
  '--out',
  '--public-key',
  '--limit',
  '--max-age',
  '--all',
  '--locale',
  '--amount',
  '--currency',
  '--refund',
  '--station',
  '--at',
  '--client-ip-header',
  '--public-origin',
];

const argument = (value: string): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: fc.constant(value), weight: 3 },
    { arbitrary: fc.constantFrom(...words, ...options), weight: 6 },
    fc.constantFrom(...options).map((option) => `${option}=${value}`),
    fc.constantFrom('--', '-', '--no-', '-j').map((dashes) => `${dashes}${value}`),
  );

const line = personal.chain((value) =>
  fc.record({ value: fc.constant(value), argv: fc.array(argument(value), { maxLength: 9 }) }),
);

/** The beginning of a command that goes further than a mistyped one. */
const begun = fc.constantFrom<readonly string[]>(
  [],
  ['scan'],
  ['certificate', 'verify'],
  ['certificate', 'show'],
  ['notices'],
  ['notices', 'release'],
  ['notices', 'publish', '--purpose', 'news'],
  ['notices', 'preview'],
  ['notices', 'preview', 'code'],
  ['notices', 'preview', '--all'],
  ['payments'],
  ['payments', 'refund', '--case', 'CASE-1042', '--currency', 'EUR', '--amount'],
  ['payments', 'correct', '--case', 'CASE-1042', '--station', 'FRA-0042', '--at'],
  ['user', 'find', '--case', 'CASE-1042'],
  ['user', 'end-sessions', '--case', 'CASE-1042'],
  ['risks'],
  ['serve', '--client-ip-header'],
  ['serve', '--public-origin'],
  ['user', 'erase', '--case', 'CASE-1042', '--reason', 'death', '--yes'],
);

// Some of what is typed names a folder to write into.
const before = process.cwd();
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'joos-typed-'));
  process.chdir(folder);
});
afterAll(() => {
  const folder = process.cwd();
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

test('whatever is typed as arguments, settings or input, no output quotes it', async () => {
  const environment = settingsIn(newFolder());
  const names = Object.values(settings).map(({ name }) => name);
  await fc.assert(
    fc.asyncProperty(begun, line, fc.constantFrom(...names), async (start, { value, argv }, name) => {
      const { out, err } = await joos([...start, ...argv], {
        environment: { ...environment, [name]: value, [`${name}_FILE`]: value },
        input: `${value}\n${value}=${value}`,
        // What waits to be told to stop is told at once.
        stopped: async () => {},
      });
      expect(out + err).not.toContain(value);
      expect(out + err).not.toContain('this is a bug');
    }),
    { numRuns: 400 },
  );
});

/** A file that is nearly one of ours, with the value at some place of it, as a name or as a value. */
const nearly = personal.chain((value) => {
  const text = fc.constantFrom(value, `${value}!`);
  const name = fc.constantFrom(value, 'DE', 'network-hour', 'google', 'issuer', 'clientId', 'countries', 'limits');
  const anything = fc.oneof(text, fc.constantFrom(800, -1, null, true, 'google', 'apple', 'P6M'));
  const inner = fc.dictionary(name, anything, { maxKeys: 4 });
  const company = fc.record(
    { preset: fc.constantFrom('google', 'apple', value), clientId: text, clientSecret: text, redirectUri: text },
    { requiredKeys: [] },
  );
  const content = fc.oneof(
    fc.dictionary(name, fc.oneof(anything, inner), { maxKeys: 4 }),
    fc.dictionary(fc.constantFrom('google', 'office'), fc.oneof(company, inner), { maxKeys: 2 }),
    fc.record({ countries: inner, spendPerCountry: anything, spendPerDay: anything, limits: inner }),
    text,
  );
  return fc.record({ value: fc.constant(value), content });
});

test('whatever stands in a file that a setting names, no output quotes it', async () => {
  const { writeFileSync } = await import('node:fs');
  const folder = newFolder();
  const file = join(folder, 'file');
  const environment = settingsIn(folder);
  await joos(['migrate', '--create-key'], { environment });
  const files = fc.constantFrom(settings.signIn, settings.identityProviders, settings.processors);
  await fc.assert(
    fc.asyncProperty(files, nearly, async ({ name }, { value, content }) => {
      writeFileSync(file, JSON.stringify(content));
      const { out, err } = await joos(['risks'], { environment: { ...environment, [name]: file } });
      expect(out + err).not.toContain(value);
      expect(out + err).not.toContain('this is a bug');
    }),
    { numRuns: 200 },
  );
});

test('whatever is looked for, a scan shows only labels and places', async () => {
  const { writeFileSync } = await import('node:fs');
  const folder = newFolder();
  await fc.assert(
    fc.asyncProperty(
      personal.filter((value) => !/[\r\n]/.test(value)),
      async (value) => {
        writeFileSync(join(folder, 'file'), `before ${value} after`);
        const { code, out, err } = await joos(['scan', folder, '--json'], { input: `sought=${value}` });
        expect(code).toBe(1);
        expect(out + err).not.toContain(value);
      },
    ),
  );
});
