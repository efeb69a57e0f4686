import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../../src/adapters/cli/exit-codes.ts';
import { settings } from '../../../src/adapters/cli/settings.ts';
import { joos } from './installation.ts';

const certificate = ['certificate', 'certificate verify', 'certificate show', 'certificate public-key'];
const notices = [
  'notices',
  'notices status',
  'notices parked',
  'notices release',
  'notices publish',
  'notices preview',
];
const payments = ['payments', 'payments refund', 'payments correct', 'payments reconcile'];
const keys = ['keys', 'keys rotate', 'keys rotate-index', 'keys status'];
const commands = [
  'demo',
  'migrate',
  'db',
  'db accounts',
  'db rotate-password',
  'serve',
  'worker',
  ...notices,
  ...payments,
  'user',
  'user find',
  'user export',
  'user end-sessions',
  'user erase',
  'risks',
  'hold',
  'hold place',
  'hold approve',
  'hold end',
  'hold list',
  'privacy',
  'privacy requests',
  'privacy record',
  'privacy verify',
  'privacy extend',
  'privacy close',
  'scan',
  'breach',
  'breach scope',
  ...certificate,
  ...keys,
  'doctor',
];

describe('the help', () => {
  test.each(['', ...commands])('of `joos %s` says what it does and shows an example of it', async (command) => {
    const { code, out, err } = await joos([...command.split(' ').filter(Boolean), '--help']);
    expect({ code, err }).toEqual({ code: exitCodes.ok, err: '' });
    const [usage = '', , description = ''] = out.split('\n');
    expect(usage).toMatch(new RegExp(`^Usage: joos ${command}`.trimEnd()));
    expect(description).not.toBe('');
    expect(out).toMatch(new RegExp(`Example:\\n  joos ${command}`.trimEnd()));
  });

  test.each(['', ...commands])('of `joos %s` fits a terminal of 80 columns', async (command) => {
    const { out } = await joos([...command.split(' ').filter(Boolean), '--help']);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('of the program lists every command, every setting and every exit code', async () => {
    const { out } = await joos(['--help']);
    for (const command of commands.filter((name) => !name.includes(' '))) expect(out).toContain(`\n  ${command} `);
    for (const { name } of Object.values(settings)) expect(out).toContain(`\n  ${name} `);
    for (const code of Object.values(exitCodes)) expect(out).toMatch(new RegExp(`\\n {2}${code} +\\w`));
  });

  test('is shown on standard error to whoever names no command', async () => {
    for (const argv of [[], ['user'], ['certificate']]) {
      const { code, out, err } = await joos(argv);
      expect({ code, out }).toEqual({ code: exitCodes.usage, out: '' });
      expect(err).toMatch(/^Usage: joos/);
    }
  });
});
