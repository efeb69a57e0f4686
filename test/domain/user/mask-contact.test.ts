import { describe, expect, it } from 'vitest';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { maskEmail, maskPhone, maskUsername } from '../../../src/domain/user/mask-contact.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { Username } from '../../../src/domain/user/username.ts';

const phone = (text: string) => maskPhone(PhoneNumber.parse(text)._unsafeUnwrap());
const email = (text: string) => maskEmail(EmailAddress.parse(text)._unsafeUnwrap());
const username = (text: string) => maskUsername(Username.parse(text)._unsafeUnwrap());

describe('a masked contact', () => {
  it('shows of a phone number the country and the last 2 digits', () => {
    expect(phone('+49 151 12345667')).toBe('+49 ••• ••67');
    expect(phone('+1 415 555 2671')).toBe('+1 ••• ••71');
    expect(phone('+380 50 123 4567')).toBe('+380 ••• ••67');
  });

  it('shows no country that it does not know', () => {
    // sound for the test: a number of before its country closed the calling code
    expect(maskPhone('+999123456' as PhoneNumber)).toBe('+••• ••• ••56');
  });

  it('shows of an email address the first characters and the top-level domain', () => {
    expect(email('anna@example.com')).toBe('a•••@e•••.com');
    expect(email('anna.berg+joos@mail.example.co.uk')).toBe('a•••@m•••.uk');
  });

  it('shows of a username the first character', () => {
    expect(username('powerbank-fan')).toBe('p•••');
    expect(username('жук')).toBe('ж•••');
    expect(username('山田花子')).toBe('山•••');
    // A character of two code units is one character.
    expect(username('𠮷野家')).toBe('𠮷•••');
  });

  it('shows nothing where the first character is all there is', () => {
    expect(email('a@b.de')).toBe('•••@•••.de');
    expect(email('ab@b.de')).toBe('a•••@•••.de');
    expect(email('a@bc.de')).toBe('•••@b•••.de');
  });
});
