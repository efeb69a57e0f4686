import * as fc from 'fast-check';
import type { SoughtValue } from '../../src/adapters/leak-scan/index.ts';
import { genuineCards, spread } from '../arbitraries/card.ts';

/** A card number as somebody typed it where it does not belong, and what of it nobody may find. */
export interface ThrownCard {
  readonly digits: string;
  readonly typed: string;
  /** What stands around it, so that it passes for what the input asks for. */
  readonly dressed: string;
  readonly sought: readonly SoughtValue[];
}

/** Twice as many digits as may be kept. */
const windowLength = 8;

/**
 * Numbers of every network, with a right check digit and with a wrong one, that show by themselves where they came from:
 * none of their windows of 8 digits is made of 3 digits or fewer, or counts up or down, as in the tables that a database
 * ships with. Windows are looked for where ids are letters and the clock stands, so that a find is never an accident.
 */
const numbers: fc.Arbitrary<string> = fc
  .tuple(genuineCards, fc.nat({ max: 9 }))
  .map(([{ digits }, wrong]) => digits.slice(0, -1) + String((Number(digits.at(-1)) + wrong) % 10))
  .filter((digits) => windowsOf(digits).every(isTelling));

function isTelling(window: string): boolean {
  return (
    new Set(window).size > 3 && !/01234|12345|23456|34567|45678|56789|98765|87654|76543|65432|54321|43210/.test(window)
  );
}

/** What people and machines put between digits, ink or none. */
const separators = [
  ' ',
  '-',
  '.',
  '/',
  ',',
  '_',
  '  ',
  ' - ',
  '\t',
  '\n',
  '\u00a0',
  '\u2009',
  '\u2011',
  '\u2013',
] as const;
const invisible = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u202e', '\u2066', '\u034f'] as const;
/** The zeros of scripts whose digits follow one another: ASCII, full width, Arabic, Persian, Devanagari, bold. */
const zeros = ['0', '\uff10', '\u0660', '\u06f0', '\u0966', '\u{1d7ce}'] as const;

function inScript(digits: string, zero: string): string {
  return Array.from(digits, (digit) => String.fromCodePoint((zero.codePointAt(0) ?? 48) + Number(digit))).join('');
}

const spellings = (digits: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(digits) },
    fc.constantFrom(...separators).map((between) => digits.replaceAll(/.{4}(?=.)/g, (four) => four + between)),
    spread(digits, fc.constantFrom('', ...separators)),
    spread(digits, fc.constantFrom('', ...invisible)),
    fc.constantFrom(...zeros).map((zero) => inScript(digits, zero)),
  );

/** What inputs ask for, with a hole for the number. */
const dresses: readonly ((typed: string) => string)[] = [
  (typed) => `pm_${typed}`,
  (typed) => `ch_${typed}`,
  (typed) => `joos.${typed}`,
  (typed) => `${typed}@mail.example`,
  (typed) => `someone@${typed}.example`,
  (typed) => `https://login.example/${typed}`,
  (typed) => `+${typed}`,
  (typed) => `CASE-${typed}`,
  (typed) => `FRA-${typed}`,
  (typed) => `2026-11.${typed}`,
  (typed) => `2026-11-23T09:00:00.${typed}Z`,
  (typed) => `auth0|${typed}|a`,
];

/** Card numbers in every spelling, bare and in disguise. */
export const thrownCards: fc.Arbitrary<ThrownCard> = numbers.chain((digits) =>
  fc.tuple(spellings(digits), fc.constantFrom(...dresses)).map(([typed, dress]) => ({
    digits,
    typed,
    dressed: dress(typed),
    sought: soughtOf(digits, typed),
  })),
);

/** Every 8 digits in a row of the number, as they are and as they were typed. */
export function soughtOf(digits: string, typed: string): readonly SoughtValue[] {
  const windows = new Set([...windowsOf(digits), ...typedWindowsOf(typed)]);
  return [...windows].map((value) => ({
    label: `card number ${digits.slice(0, 2)}… of ${digits.length} digits`,
    value,
  }));
}

function windowsOf(digits: string): readonly string[] {
  return Array.from({ length: digits.length - windowLength + 1 }, (_, at) => digits.slice(at, at + windowLength));
}

/** From one digit to the seventh after it, whatever stands between them. */
function typedWindowsOf(typed: string): readonly string[] {
  const characters = Array.from(typed);
  const digitsAt = characters.flatMap((character, at) => (/\p{Nd}/u.test(character) ? [at] : []));
  return digitsAt.flatMap((from, index) => {
    const to = digitsAt[index + windowLength - 1];
    return to === undefined ? [] : [characters.slice(from, to + 1).join('')];
  });
}
