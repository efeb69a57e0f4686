import { createRequire } from 'node:module';
import type * as LibPhoneNumber from 'libphonenumber-js/max';

/** What the numbering plans of the world say of a number (ITU-T E.164, by the data of Google's libphonenumber). */
export interface NumberingPlanEntry {
  /** `+`, country calling code and national number, without a national prefix. */
  readonly e164: string;
  /** Digits, without `+`. */
  readonly countryCallingCode: string;
  /** ISO 3166-1 alpha-2, such as `DE`; null for numbers of no country, such as those of satellites. */
  readonly country: string | null;
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
    country: number.country ?? null,
    use: number.getType() ?? 'unassigned',
  };
}

/** Whether numbers can be of that country (ISO 3166-1 alpha-2): `UK` and `EU` look like countries, and none is of them. */
export function hasNumbers(country: string): boolean {
  return /^[A-Z]{2}$/.test(country) && plans().isSupportedCountry(country);
}

// Called `require`, so that the tools which watch over dependencies see it.
const require = createRequire(import.meta.url);

function plans(): typeof LibPhoneNumber {
  // sound: the type is the one that the package gives for this very name
  return require('libphonenumber-js/max') as typeof LibPhoneNumber;
}
