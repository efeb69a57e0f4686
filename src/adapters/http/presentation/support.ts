import type { MaskedPerson } from '../../../application/support/masked-person.ts';
import { time } from './time.ts';

/** A person as staff sees one: contacts are masked already. */
export interface MaskedPersonJson {
  readonly subject: string;
  readonly state: string;
  readonly registeredAt: string;
  readonly language: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly username: string | null;
  readonly rentals: number;
  readonly openRentals: number;
  readonly unpaidRentals: number;
}

export function maskedPersonJson(person: MaskedPerson): MaskedPersonJson {
  const { subject, state, registeredAt, language, phone, email, username, rentals, openRentals, unpaidRentals } =
    person;
  return {
    subject,
    state,
    registeredAt: time(registeredAt),
    language,
    phone,
    email,
    username,
    rentals,
    openRentals,
    unpaidRentals,
  };
}
