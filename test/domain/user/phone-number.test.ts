import { describe, expect, it } from 'vitest';
import { hasNumbers, lookUpNumber } from '../../../src/domain/user/numbering-plan.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';

const refusedAs = (text: string) => PhoneNumber.parse(text)._unsafeUnwrapErr();

describe('a phone number', () => {
  it.each([
    ['+4915112345678', '+4915112345678'],
    ['+49 151 1234 5678', '+4915112345678'],
    ['+49 (151) 1234-5678', '+4915112345678'],
    ['+49/151.1234–5678', '+4915112345678'],
    ['  +4915112345678\n', '+4915112345678'],
    ['\u202a+49\u00a0151 12345678\u202c', '+4915112345678'],
    ['＋４９１５１１２３４５６７８', '+4915112345678'],
    ['+49 (0)151 12345678', '+4915112345678'],
    ['+41 079 123 45 67', '+41791234567'],
    ['+44 7624 123456', '+447624123456'],
    ['+1 202 555 0123', '+12025550123'],
    [`+4915112345678${' '.repeat(50)}`, '+4915112345678'],
  ])('may be typed as %j', (typed, e164) => {
    expect(PhoneNumber.parse(typed)._unsafeUnwrap()).toBe(e164);
  });

  it.each([
    ['015112345678', 'not-international'],
    ['004915112345678', 'not-international'],
    ['4915112345678', 'not-international'],
    ['', 'not-a-number'],
    ['+', 'not-a-number'],
    ['++4915112345678', 'not-a-number'],
    ['+49151123456x8', 'not-a-number'],
    ['x+4915112345678', 'not-a-number'],
    ['0+4915112345678', 'not-a-number'],
    ['+4915112345678 ext. 5', 'not-a-number'],
    ['call me', 'not-a-number'],
    ['x015112345678', 'not-a-number'],
    ['015112345678x', 'not-a-number'],
    ['+1234', 'not-a-number'],
    ['+999123456', 'not-a-number'],
    ['+491521234', 'not-a-number'],
    ['+49151123456789', 'not-a-number'],
    ['+4111111111111111', 'not-a-number'],
    [`+4915112345678${' '.repeat(51)}`, 'not-a-number'],
    ['+49 30 12345678', 'fixed-line'],
    ['+1 900 555 1234', 'premium'],
    ['+44 56 0012 3456', 'voip'],
    ['+1 800 555 1234', 'not-mobile'],
    ['+44 70 1234 5678', 'not-mobile'],
    ['+49 164 12345', 'not-mobile'],
    ['+49 1803 123456', 'not-mobile'],
    ['+49 177 99 1234567', 'not-mobile'],
    ['+44 55 1234 5678', 'not-mobile'],
  ])('is refused with the reason (%j)', (typed, reason) => {
    expect(refusedAs(typed)).toEqual({ kind: 'InvalidPhoneNumber', reason });
  });

  it('is a text', () => {
    for (const value of [undefined, null, 4915112345678, ['+4915112345678']]) {
      expect(refusedAs(value as never)).toEqual({ kind: 'InvalidPhoneNumber', reason: 'not-a-number' });
    }
  });
});

describe('the numbering plan', () => {
  it('tells the country and the use of a number', () => {
    expect(lookUpNumber('+4915112345678')).toEqual({
      e164: '+4915112345678',
      countryCallingCode: '49',
      country: 'DE',
      use: 'MOBILE',
    });
    expect(lookUpNumber('+14155552671')).toEqual({
      e164: '+14155552671',
      countryCallingCode: '1',
      country: 'US',
      use: 'FIXED_LINE_OR_MOBILE',
    });
  });

  it('tells countries apart that share a calling code, and knows numbers of no country', () => {
    expect(lookUpNumber('+12042345678')).toMatchObject({ countryCallingCode: '1', country: 'CA' });
    expect(lookUpNumber('+447797712345')).toMatchObject({ countryCallingCode: '44', country: 'JE' });
    expect(lookUpNumber('+881612345678')).toMatchObject({ countryCallingCode: '881', country: null, use: 'MOBILE' });
  });

  it('knows numbers that nobody has, and calling codes that there are not', () => {
    expect(lookUpNumber('+491521234')).toMatchObject({ countryCallingCode: '49', use: 'unassigned' });
    expect(lookUpNumber('+999123456')).toBeNull();
  });

  it('knows the countries that have numbers, by their codes in capitals', () => {
    for (const country of ['DE', 'GB', 'GR', 'LI', 'XK', 'RE']) expect(hasNumbers(country), country).toBe(true);
    for (const none of ['UK', 'EU', 'EL', 'XX', 'de', 'DEU', '', '49', 'constructor', '__proto__']) {
      expect(hasNumbers(none), none).toBe(false);
    }
  });

  it('looks for no number inside a text', () => {
    expect(lookUpNumber('Call +4915112345678 now')).toBeNull();
  });
});
