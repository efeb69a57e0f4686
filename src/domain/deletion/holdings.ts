import type { Category } from '../data-map/vocabulary.ts';
import type { CardId, OrderId } from '../ids.ts';
import type { Day, Instant } from '../instant.ts';
import type { Protection } from '../legal-hold/protection.ts';
import type { Order } from '../order/order.ts';

/** Categories whose records are rows of their own. The others stand in the user's row, or in the vault. */
export type CountedCategory = Exclude<Category, 'login' | 'contact' | 'profile' | 'key'>;

/** What the stores hold of a person, as far as a rule of the deletion policy looks at it. */
export interface Holdings {
  /** How many records of each category; absent or 0 where there are none. `rental`, `payment` and `card` count all rows. */
  readonly counts: Readonly<Partial<Record<CountedCategory, number>>>;
  /** At least every rental that is open, unpaid or protected. */
  readonly rentals: readonly HeldRental[];
  /** When the newest staff access was recorded, or null. */
  readonly lastStaffAccessAt: Instant | null;
  /** The day of the newest receipt, or null. */
  readonly lastReceiptOn: Day | null;
  /** The last day on which a hold or a request of the person's ends or falls due, or null where none is open. */
  readonly lastRequestOn: Day | null;
  /** What legal holds and open requests protect. */
  readonly protection: Protection;
}

/** A rental as far as the deletion policy looks at it: is it open, is it paid, and which cards it needs. */
export interface HeldRental {
  readonly order: OrderId;
  /** Null where the person removed the card and it is gone, since what is paid needs it no longer. */
  readonly card: CardId | null;
  /** The card that the payment is collected from, where a retry moved it to another one than `card`; else null, or gone. */
  readonly paymentCard: CardId | null;
  readonly state: Order['kind'];
  /** The rental ended and its amount is not paid: pending or failed. */
  readonly unpaid: boolean;
  /** Whether it ended with an amount, paid or not. */
  readonly charged: boolean;
}
