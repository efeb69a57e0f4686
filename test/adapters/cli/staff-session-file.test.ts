import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Shell } from '../../../src/adapters/cli/shell.ts';
import { keepStaffSession, readStaffSession } from '../../../src/adapters/cli/staff-session-file.ts';
import { silentLog } from '../../../src/adapters/system/index.ts';
import { staffSessionOf } from '../../staff-desk.ts';
import { newFolder } from './installation.ts';

test('a sign-in that broke off while it kept its session holds up no other', async () => {
  const folder = newFolder();
  const file = join(folder, 'session');
  const shell: Shell = {
    environment: { JOOS_STAFF_SESSION_FILE: file },
    out: () => {},
    err: () => {},
    interactive: false,
    readInput: () => Promise.resolve(''),
    openLog: () => Promise.resolve(silentLog),
    stopped: () => new Promise(() => {}),
  };
  const leftover = staffSessionOf('somebody.else').reveal();
  writeFileSync(`${file}.new`, leftover, { mode: 0o644 });
  await keepStaffSession(shell, staffSessionOf('anna.support'));
  expect(readStaffSession(shell).reveal()).toBe(staffSessionOf('anna.support').reveal());
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['session']);
  expect(readFileSync(file, 'utf8')).not.toContain(leftover);
});
