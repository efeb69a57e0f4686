import type { OrderId, SubjectId } from '../../domain/ids.ts';
import type { Day } from '../../domain/instant.ts';
import type { Language } from '../../domain/user/language.ts';

declare const locked: unique symbol;

/**
 * Proof that, within this transaction, the account is active and its row is locked: no erasure can slip in before the
 * transaction ends. What is written in the person's name asks for it, so that the compiler finds the write that forgot the
 * fence; one-time codes do not, since strangers ask for them too, and records that outlive the account do not either.
 * Only the doors of a {@link Transaction} make one; it means nothing once the transaction is over.
 */
export interface ActiveSubject {
  readonly kind: 'active-subject';
  readonly subject: SubjectId;
  /** The language we write to the person in, as the locked row says: a notice is queued in it. */
  readonly language: Language;
  /** The day of the last use, as the locked row says; absent where the door did not look. */
  readonly lastUsedOn?: Day | null;
  /** The day on which the phone was last proved, likewise. */
  readonly phoneProvedOn?: Day | null;
  readonly [locked]: true;
}

/**
 * Proof that, within this transaction, an order outlives its person's account because it is open or unpaid, and is locked.
 * It allows what settles the order, and nothing else.
 */
export interface KeptOrder {
  readonly kind: 'kept-order';
  readonly subject: SubjectId;
  readonly order: OrderId;
  readonly [locked]: true;
}
