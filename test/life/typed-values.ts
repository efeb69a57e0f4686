import { randomBytes, randomInt } from 'node:crypto';
import type { SoughtValue } from '../../src/adapters/leak-scan/index.ts';
import { letterIds } from './letter-ids.ts';

/**
 * Values for people to type. Every one is new, so that a history never meets what an earlier one left, and long enough, with
 * letters that no hexadecimal digit is, that it stands nowhere by chance. A failing history replays all the same: which
 * values it had plays no part in what it does.
 */

const letters = 'ghijklmnopqrstuvwxyz';
const cyrillic = 'гдежзийлмнпуфцчшщ';

/** So many random letters. */
export function letterRun(length: number, alphabet: string = letters): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}

let phones = randomInt(10_000_000);

/** A German mobile number that no test of this process had before. */
export function newPhone(): string {
  phones = (phones + 1) % 100_000_000;
  // The digits that change come first: numbers of one block are counted together.
  return `+49151${String(phones).padStart(8, '0').split('').toReversed().join('')}`;
}

/** With upper case and a plus, as people type them. */
export const newEmail = (): string => `${letterRun(6).toUpperCase()}.${letterRun(6)}+joos@${letterRun(8)}.example`;

/** In Latin or in Cyrillic letters. */
export const newUsername = (): string =>
  randomInt(2) === 0 ? `${letterRun(9)}_${letterRun(4)}` : letterRun(14, cyrillic);

export const newIdentity = (): { readonly issuer: string; readonly providerSubject: string } => ({
  issuer: `https://login.${letterRun(10)}.example`,
  providerSubject: `${letterRun(8)}|${randomInt(1e9, 1e10)}`,
});

/** Two letters and digits are too little to be searched for; six letters and six digits are enough. */
export const newStation = (): string =>
  `${letterRun(6).toUpperCase()}-${String(randomInt(1_000_000)).padStart(6, '0')}`;
export const newPowerBank = (): string =>
  `${letterRun(6).toUpperCase()}-${String(randomInt(100_000_000)).padStart(8, '0')}`;

/** What support names a refund by: a UUID of the caller's, here of letters alone. */
export const newRefund = (): string => letterIds.random();

/** A value as it was typed and as the core writes it: an email in lower case, a phone without its plus. */
export function formsOf(label: string, typed: string): readonly SoughtValue[] {
  const forms = new Set([typed, typed.toLowerCase(), typed.normalize('NFKC'), typed.replace(/^\+/, '')]);
  return [...forms].map((value) => ({ label, value }));
}
