import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { holdsCardNumber } from '../../../src/domain/card/card-number-guard.ts';
import type { Result } from '../../../src/domain/result.ts';
import { SessionToken } from '../../../src/domain/session/session-token.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { maskEmail, maskPhone, maskUsername } from '../../../src/domain/user/mask-contact.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { ThirdPartyIdentity } from '../../../src/domain/user/third-party-identity.ts';
import { Username } from '../../../src/domain/user/username.ts';
import { cardLikeDigits, spread } from '../../arbitraries/card.ts';
import {
  emailAddresses,
  phoneNumbers,
  sessionTokens,
  thirdPartyIdentities,
  usernames,
} from '../../arbitraries/user.ts';

/** The value, if the text was taken. */
function accepted<Value>(parsed: Result<Value, unknown>): readonly Value[] {
  return parsed.isOk() ? [parsed.value] : [];
}

/** Text that comes near to what is asked for. */
const nearly = (unit: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...unit, ...' .-_@＠﹫。​‮éßſﬁ٣４', '\n', '\u0000', '\u0308'), maxLength: 24 }),
  );

describe('a phone number', () => {
  it('is read back as it was written, however it is spaced', () => {
    const gaps = fc.constantFrom('', '', ' ', '-', '(', ')', '.', '/', '\u00a0', '\u200e', ' – ');
    fc.assert(
      fc.property(
        phoneNumbers.chain((phone) => fc.tuple(fc.constant(phone), spread(phone, gaps))),
        ([phone, typed]) => {
          expect(phone).toMatch(/^\+[1-9][0-9]{6,14}$/);
          expect(PhoneNumber.parse(typed)._unsafeUnwrap()).toBe(phone);
        },
      ),
    );
  });

  it('is E.164 or refused without a word of the input', () => {
    fc.assert(
      fc.property(nearly('+0123456789'), (typed) => {
        PhoneNumber.parse(typed).match(
          (phone) => expect(phone).toMatch(/^\+[1-9][0-9]{6,14}$/),
          (refusal) => expect(Object.keys(refusal).sort()).toEqual(['kind', 'reason']),
        );
      }),
    );
  });
});

describe('an email address', () => {
  it('is read back as it was written, in any case and width', () => {
    fc.assert(
      fc.property(emailAddresses, (email) => {
        const wide = Array.from(email, (c) => (c === '-' ? c : String.fromCodePoint(c.codePointAt(0)! + 0xfee0))).join(
          '',
        );
        for (const typed of [email, email.toUpperCase(), ` ${email} `, wide]) {
          expect(EmailAddress.parse(typed)._unsafeUnwrap()).toBe(email);
        }
      }),
    );
  });

  it('is never taken where the email check of zod refuses', () => {
    // zod knows no top-level domain in IDNA form.
    const oracle = z.email();
    const typed = fc.oneof(
      nearly('anb@x.de'),
      fc.tuple(nearly("an.+'"), nearly('x-.de')).map((parts) => parts.join('@')),
    );
    fc.assert(
      fc.property(fc.oneof(emailAddresses, typed), (text) => {
        for (const email of accepted(EmailAddress.parse(text))) {
          expect(oracle.safeParse(email.replace(/\.xn--[^.]*$/, '.idna')).success).toBe(true);
        }
      }),
    );
  });

  it('holds one @, no capital, nothing but ASCII that shows, and is its own normal form', () => {
    const typed = fc.oneof(
      nearly('anb@x.de'),
      fc.tuple(nearly('anb'), fc.string({ unit: 'grapheme' })).map(([a, b]) => `${a}@${b}.de`),
    );
    fc.assert(
      fc.property(typed, (text) => {
        for (const email of accepted(EmailAddress.parse(text))) {
          expect(email).toMatch(/^[!-?[-~]+@[!-?[-~]+$/);
          expect(EmailAddress.parse(email)._unsafeUnwrap()).toBe(email);
        }
      }),
    );
  });

  it('never holds a card number', () => {
    const gaps = fc.constantFrom('', '', '.', '-', '_', '+', '@', "'");
    fc.assert(
      fc.property(
        cardLikeDigits.chain((digits) => spread(digits, gaps)),
        fc.constantFrom('@example.com', '.com', ''),
        (hidden, end) => {
          expect(EmailAddress.parse(`a${hidden}b${end}`).isErr()).toBe(true);
          expect(EmailAddress.parse(`${hidden}${end}`).isErr()).toBe(true);
        },
      ),
    );
  });
});

describe('a username', () => {
  it('is its own normal form, 3 to 30 characters of one kind', () => {
    fc.assert(
      fc.property(fc.oneof(usernames, nearly('anbжйשλ0')), (text) => {
        for (const username of accepted(Username.parse(text))) {
          expect(Username.parse(username)._unsafeUnwrap()).toBe(username);
          expect(username).toMatch(/^[\p{L}\p{M}0-9._-]{3,30}$/u);
          expect(username.toLowerCase().normalize('NFC')).toBe(username);
          expect(holdsCardNumber(username)).toBe(false);
        }
      }),
    );
  });

  it('is the same in capitals', () => {
    fc.assert(
      fc.property(usernames, (username) => {
        // What has no capital of its own, such as ß, changes with its case.
        fc.pre(username.toUpperCase().toLowerCase() === username);
        expect(Username.parse(username.toUpperCase())._unsafeUnwrap()).toBe(username);
      }),
    );
  });

  it('has a skeleton that is its own skeleton', () => {
    fc.assert(
      fc.property(usernames, (username) => {
        const skeleton = Username.skeleton(username);
        // sound for the test: a skeleton is a text like any other to the function
        expect(Username.skeleton(skeleton as Username)).toBe(skeleton);
      }),
    );
  });

  it('never holds a card number', () => {
    const gaps = fc.constantFrom('', '', '.', '-', '_');
    fc.assert(
      fc.property(
        cardLikeDigits.chain((digits) => spread(digits, gaps)),
        (hidden) => {
          for (const typed of [hidden, `a${hidden}`, `${hidden}b`]) {
            expect(Username.parse(typed)._unsafeUnwrapErr().reason).toBe('card-number');
          }
        },
      ),
    );
  });
});

describe('a third-party identity', () => {
  it('shares its text with no other', () => {
    fc.assert(
      fc.property(thirdPartyIdentities, thirdPartyIdentities, (one, other) => {
        const same = one.issuer === other.issuer && one.providerSubject === other.providerSubject;
        expect(ThirdPartyIdentity.normalised(one) === ThirdPartyIdentity.normalised(other)).toBe(same);
        expect(ThirdPartyIdentity.normalised({ ...one })).toBe(ThirdPartyIdentity.normalised(one));
      }),
    );
  });
});

describe('a session token', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(sessionTokens, (token) => {
        expect(SessionToken.parse(token.reveal())._unsafeUnwrap().reveal()).toBe(token.reveal());
      }),
    );
  });
});

describe('a masked contact', () => {
  const shown = (masked: string): number => Array.from(masked.replaceAll('•', '')).length;

  it('shows of a phone number 5 digits at most', () => {
    fc.assert(
      fc.property(phoneNumbers, (phone) => {
        const masked = maskPhone(phone);
        expect(masked).toMatch(/^\+[0-9]{1,3} ••• ••[0-9]{2}$/);
        expect(masked.match(/[0-9]/g)!.length).toBeLessThanOrEqual(5);
      }),
    );
  });

  it('shows of an email address 2 characters and the top-level domain at most', () => {
    fc.assert(
      fc.property(emailAddresses, (email) => {
        const topLevel = email.slice(email.lastIndexOf('.'));
        expect(shown(maskEmail(email).slice(0, -topLevel.length).replace('@', ''))).toBeLessThanOrEqual(2);
        expect(maskEmail(email).endsWith(topLevel)).toBe(true);
      }),
    );
  });

  it('shows of a username one character at most', () => {
    fc.assert(
      fc.property(usernames, (username) => {
        expect(shown(maskUsername(username))).toBe(1);
        expect(username.startsWith(maskUsername(username).replaceAll('•', ''))).toBe(true);
      }),
    );
  });
});
