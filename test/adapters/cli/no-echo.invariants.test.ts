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
  'serve',
  'worker',
  'user',
  'find',
  'export',
  'erase',
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
  'help',
  'fnd',
  '--',
  '--help',
];
const options = [
  '--once',
  '--json',
  '--yes',
  '--dry-run',
  '--staff',
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
  ['payments', 'refund', '--staff', 'anna.support', '--case', 'CASE-1042', '--currency', 'EUR', '--amount'],
  ['payments', 'correct', '--staff', 'anna.support', '--case', 'CASE-1042', '--station', 'FRA-0042', '--at'],
  ['user', 'find', '--staff', 'anna.support', '--case', 'CASE-1042'],
  ['user', 'erase', '--staff', 'anna.support', '--case', 'CASE-1042', '--reason', 'death', '--yes'],
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
