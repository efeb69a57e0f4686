import { createRequire } from 'node:module';
import type * as LibPhoneNumber from 'libphonenumber-js/max';

/** What the numbering plans of the world say of a number (ITU-T E.164, by the data of Google's libphonenumber). */
export interface NumberingPlanEntry {
  /** `+`, country calling code and national number, without a national prefix. */
  readonly e164: string;
  /** Digits, without `+`. */
  readonly countryCallingCode: string;
  /** What the number is for; `unassigned` where no plan has it. Some countries do not tell mobile from fixed-line. */
  readonly use: NumberUse;
}

export type NumberUse = NonNullable<LibPhoneNumber.NumberType> | 'unassigned';

/**
 * Looks a number up; null if no country has its calling code. It must begin with `+` and hold digits alone.
 *
 * The plans are 150 kB in some 60 files, so they are loaded with the first number and not with the domain.
 */
export function lookUpNumber(text: string): NumberingPlanEntry | null {
  const number = plans().parsePhoneNumberFromString(text, { extract: false });
  if (number === undefined) return null;
  return {
    e164: number.number,
    countryCallingCode: number.countryCallingCode,
    use: number.getType() ?? 'unassigned',
  };
}

// Called `require`, so that the tools which watch over dependencies see it.
const require = createRequire(import.meta.url);

function plans(): typeof LibPhoneNumber {
  // sound: the type is the one that the package gives for this very name
  return require('libphonenumber-js/max') as typeof LibPhoneNumber;
}
