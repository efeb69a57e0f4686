import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import { exitCodes } from './exit-codes.ts';
import { settings } from './settings.ts';
import { type Shell, stop } from './shell.ts';

/** The session of who sits at this shell, in a file of theirs: every command that acts as staff shows it. */
export function readStaffSession(shell: Shell): StaffSessionToken {
  const place = placeOf(shell);
  let text: string;
  try {
    text = readFileSync(place, 'utf8').trim();
  } catch {
    return stop(shell, exitCodes.refused, 'nobody of the staff is signed in here; run `joos staff sign-in`');
  }
  const token = StaffSessionToken.parse(text);
  return token.isOk()
    ? token.value
    : stop(shell, exitCodes.configuration, `${settings.staffSessionFile.name} names a file of something else`);
}

/** Keeps a session, readable by its user alone and whole or not at all; in the place of the one before. */
export async function keepStaffSession(shell: Shell, token: StaffSessionToken): Promise<void> {
  const place = placeOf(shell);
  try {
    // Of a sign-in that broke off; what it held is of no use to anybody else.
    await rm(`${place}.new`, { force: true });
    await writeFile(`${place}.new`, `${token.reveal()}\n`, { mode: 0o600, flag: 'wx' });
    await rename(`${place}.new`, place);
  } catch {
    await rm(`${place}.new`, { force: true });
    stop(shell, exitCodes.configuration, `${settings.staffSessionFile.name} names no file that can be written`);
  }
}

/** Removes the file, if there is one. */
export async function forgetStaffSession(shell: Shell): Promise<void> {
  await rm(placeOf(shell), { force: true });
}

/** Where it is kept; ends the command where nobody said so. */
export function placeOf({ environment, ...shell }: Shell): string {
  const { name } = settings.staffSessionFile;
  return (
    environment[name] ||
    stop({ environment, ...shell }, exitCodes.configuration, `${name} is not set: a file of your own, for your session`)
  );
}
