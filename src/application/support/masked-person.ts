import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { Language } from '../../domain/user/language.ts';
import { maskEmail, maskPhone, maskUsername } from '../../domain/user/mask-contact.ts';
import { type ActiveUser, phoneOf } from '../../domain/user/user.ts';
import type { VisibleUser } from '../../domain/user/visible-user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { HeldUser, Transaction } from '../ports/transaction.ts';

/** Enough to tell whether it is the right person and what the trouble may be; nothing in it reaches or names anybody. */
export interface MaskedPerson {
  readonly subject: SubjectId;
  /** People who leave or left are not found: nothing of theirs is looked at. */
  readonly state: ActiveUser['kind'];
  readonly registeredAt: Instant;
  readonly language: Language;
  /** `+49 ••• ••67`. */
  readonly phone: string | null;
  readonly email: string | null;
  readonly username: string | null;
  readonly rentals: number;
  readonly openRentals: number;
  readonly unpaidRentals: number;
}

/** A person as staff sees them. */
export function maskedPerson(
  tx: Transaction,
  { proof, user }: HeldUser<VisibleUser>,
  at: Instant,
): ResultAsync<MaskedPerson, PortFailure> {
  return tx.erasures.holdingsOf({ proof, user }, at).map((holdings): MaskedPerson => {
    const phone = phoneOf(user);
    return {
      subject: user.subject,
      state: user.kind,
      registeredAt: user.registeredAt,
      language: user.language,
      phone: phone === null ? null : maskPhone(phone),
      email: user.email === null ? null : maskEmail(user.email),
      username: user.username === null ? null : maskUsername(user.username),
      rentals: holdings.counts.rental ?? 0,
      openRentals: holdings.rentals.filter((rental) => rental.state === 'open').length,
      unpaidRentals: holdings.rentals.filter((rental) => rental.unpaid).length,
    };
  });
}
