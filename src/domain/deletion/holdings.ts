import type { Category } from '../data-map/vocabulary.ts';
import type { CardId, OrderId } from '../ids.ts';
import type { Day, Instant } from '../instant.ts';
import type { Order } from '../order/order.ts';

/** Categories whose records are rows of their own. The others stand in the user's row, or in the vault. */
export type CountedCategory = Exclude<Category, 'login' | 'contact' | 'profile' | 'key'>;

/** What the stores hold of a person, as far as a rule of the deletion policy looks at it. */
export interface Holdings {
  /** How many records of each category; absent or 0 where there are none. `rental`, `payment` and `card` count all rows. */
  readonly counts: Readonly<Partial<Record<CountedCategory, number>>>;
  /** At least every rental that is open or unpaid. */
  readonly rentals: readonly HeldRental[];
  /** When the newest staff access was recorded, or null. */
  readonly lastStaffAccessAt: Instant | null;
  /** The day of the newest receipt, or null. */
  readonly lastReceiptOn: Day | null;
}

/** A rental as far as the deletion policy looks at it: is it open, is it paid, and which cards it needs. */
export interface HeldRental {
  readonly order: OrderId;
  readonly card: CardId;
  /** The card that the payment is collected from, where a retry moved it to another one than `card`; else null. */
  readonly paymentCard: CardId | null;
  readonly state: Order['kind'];
  /** The rental ended and its amount is not paid: pending or failed. */
  readonly unpaid: boolean;
}
