import type { HeldRental, Holdings } from '../../../src/domain/deletion/holdings.ts';
import { CardId, OrderId, SubjectId } from '../../../src/domain/ids.ts';
import { type Day, Instant } from '../../../src/domain/instant.ts';
import { noProtection } from '../../../src/domain/legal-hold/protection.ts';
import { EmailAddress } from '../../../src/domain/user/email-address.ts';
import { PhoneNumber } from '../../../src/domain/user/phone-number.ts';
import { ThirdPartyIdentity } from '../../../src/domain/user/third-party-identity.ts';
import type { ActiveUser } from '../../../src/domain/user/user.ts';
import { Username } from '../../../src/domain/user/username.ts';

export const moment = (text: string): Instant => Instant.parse(text)._unsafeUnwrap();
export const day = (text: string): Day => text as Day; // sound: tests pass dates

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const order = (number: number): OrderId => OrderId.parse(uuid(number))._unsafeUnwrap();
export const card = (number: number): CardId => CardId.parse(uuid(number))._unsafeUnwrap();

/** One phone and nothing that is optional. */
export const plainUser: ActiveUser = {
  kind: 'active',
  subject: SubjectId.parse(uuid(99))._unsafeUnwrap(),
  logins: [{ kind: 'phone', phone: PhoneNumber.parse('+4915112345678')._unsafeUnwrap() }],
  email: null,
  suppressedMail: {},
  username: null,
  language: 'en',
  registeredAt: moment('2025-01-01T00:00:00Z'),
};

/** Two ways to log in, an email and a username. */
export const fullUser: ActiveUser = {
  ...plainUser,
  logins: [
    ...plainUser.logins,
    {
      kind: 'third-party',
      identity: ThirdPartyIdentity.parse({
        issuer: 'https://accounts.google.com',
        providerSubject: 'ada',
      })._unsafeUnwrap(),
    },
  ],
  email: EmailAddress.parse('ada@example.com')._unsafeUnwrap(),
  username: Username.parse('lovelace')._unsafeUnwrap(),
};

export const nothing: Holdings = {
  counts: {},
  rentals: [],
  lastStaffAccessAt: null,
  lastReceiptOn: null,
  lastRequestOn: null,
  protection: noProtection,
};

/** A returned and paid rental on the first card. */
export function rental(number: number, more: Partial<HeldRental> = {}): HeldRental {
  return {
    order: order(number),
    card: card(1),
    paymentCard: null,
    state: 'returned',
    unpaid: false,
    charged: true,
    ...more,
  };
}
