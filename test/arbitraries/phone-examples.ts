import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { lookUpNumber } from '../../src/domain/user/numbering-plan.ts';
import { PhoneNumber } from '../../src/domain/user/phone-number.ts';

/**
 * A mobile number of every country that has some of its own, as the numbering plans give an example. Countries whose example
 * belongs to a larger one, such as the Vatican's to Italy, are left out.
 */
export const exampleOf: ReadonlyMap<string, PhoneNumber> = new Map(
  getCountries().flatMap((country) => {
    const number = getExampleNumber(country, examples)?.number ?? '';
    return lookUpNumber(number)?.country === country
      ? [[country, PhoneNumber.parse(number)._unsafeUnwrap()] as const]
      : [];
  }),
);
