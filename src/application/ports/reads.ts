import type { Card } from '../../domain/card/masked-card.ts';
import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import type { FieldId } from '../../domain/data-map/personal-field.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import type { ErasureId, OrderId, PaymentId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Order } from '../../domain/order/order.ts';
import type { BookkeepingReceipt } from '../../domain/order/receipt.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import type { ActiveUser } from '../../domain/user/user.ts';
import type { PortFailure } from './port-failure.ts';
import type { SessionTokenHash } from './secret-hashing.ts';

/** Looks into the data store outside of a transaction, one statement each. What comes back is a copy. */
export interface Reads {
  /** Who is logged in with this session, by one indexed query; null if nobody is. */
  session(token: SessionTokenHash, at: Instant): ResultAsync<SubjectId | null, PortFailure>;
  /** The user, if active. */
  user(subject: SubjectId): ResultAsync<ActiveUser | null, PortFailure>;
  /** The active user with this phone or this email. */
  userByContact(contact: Contact): ResultAsync<ActiveUser | null, PortFailure>;
  /** The subject's consent ledger, oldest first. */
  consentsOf(subject: SubjectId): ResultAsync<readonly ConsentEntry[], PortFailure>;
  /** The subject's cards that are not removed, oldest first. */
  cardsOf(subject: SubjectId): ResultAsync<readonly Card[], PortFailure>;
  /** Every card of the subject's that has a row, those that are removed and still bound to something included. */
  everyCardOf(subject: SubjectId): ResultAsync<readonly Card[], PortFailure>;
  /**
   * Removed cards of active people that nothing is bound to any more, longest removed first: the processor is to forget
   * them before they are deleted. Those of people who left are a matter of the erasure.
   */
  unneededCards(limit: number): ResultAsync<readonly Card[], PortFailure>;
  /** The subject's orders with their receipts and payments, newest first. */
  ordersOf(subject: SubjectId): ResultAsync<readonly OrderRecord[], PortFailure>;
  /** One order of the subject's; null if there is none. */
  orderOf(subject: SubjectId, order: OrderId): ResultAsync<OrderRecord | null, PortFailure>;
  /** The order that a payment belongs to; null if there is none. */
  orderOfPayment(payment: PaymentId): ResultAsync<OrderRecord | null, PortFailure>;
  /** Payments whose next try is due, oldest first. */
  duePayments(at: Instant, limit: number): ResultAsync<readonly PaymentId[], PortFailure>;
  /** One erasure; null if there is none. */
  erasure(erasure: ErasureId): ResultAsync<Erasure | null, PortFailure>;
  /** The erasure of a subject's account; null if none was asked for. */
  erasureOf(subject: SubjectId): ResultAsync<Erasure | null, PortFailure>;
  /** Erasures that are not completed, oldest first. */
  unfinishedErasures(limit: number): ResultAsync<readonly Erasure[], PortFailure>;
  /** Every personal field of the subject's, opened, table by table as the data map declares them: what an export is made of. */
  everythingOf(subject: SubjectId): ResultAsync<readonly HeldRecord[], PortFailure>;
}

/** By what support finds a person. */
export type Contact =
  | { readonly kind: 'phone'; readonly phone: PhoneNumber }
  | { readonly kind: 'email'; readonly email: EmailAddress };

/** An order with all that belongs to its record. */
export interface OrderRecord {
  readonly order: Order;
  /** Null once the person removed the card: what is paid needs it no longer. */
  readonly card: Card | null;
  /** Once the rental ended with a charge. */
  readonly receipt: BookkeepingReceipt | null;
  readonly payment: Payment | null;
}

/** One row of the subject's, as far as it is personal data. */
export interface HeldRecord {
  readonly table: TableName;
  readonly values: readonly HeldValue[];
}

/** One value of a row. */
export interface HeldValue {
  /** As the data map names it, such as `phone_sealed`. */
  readonly column: string;
  readonly field: FieldId;
  readonly value: string | number | null;
}
