import type { OrderId } from '../../src/domain/ids.ts';
import { Money } from '../../src/domain/order/money.ts';
import type { BookkeepingReceipt } from '../../src/domain/order/receipt.ts';
import { standingOf } from '../../src/domain/order/receipt-correction.ts';
import { containedVat } from '../../src/domain/order/vat.ts';
import type { Payment } from '../../src/domain/payment/payment.ts';
import type { RentalWorld } from './rental-world.ts';
import { value } from './world.ts';

/** The books of one rental, with what is owed or was paid for it. */
interface RentalBooks {
  readonly receipt: BookkeepingReceipt;
  readonly corrections: readonly BookkeepingReceipt[];
  readonly payment: Payment;
}

/** Every row of these that stands in the store. */
export function rowsIn(world: RentalWorld, table: string): readonly unknown[] {
  // sound: the store of this world is tables of rows
  const { rows } = world.everything() as { readonly rows: Readonly<Record<string, readonly unknown[]>> };
  return rows[table] ?? [];
}

/** All receipts and corrections of the installation, in the order of their numbers. */
export function everyReceipt(world: RentalWorld): readonly BookkeepingReceipt[] {
  const all = rowsIn(world, 'receipts') as readonly BookkeepingReceipt[]; // sound: the rows of that table
  return all.toSorted((one, other) => (one.number < other.number ? -1 : 1));
}

export async function booksOf(world: RentalWorld, order: OrderId): Promise<RentalBooks> {
  const found = value(
    await world.ports.store.transact((tx) =>
      tx.orders.booksOf(order).andThen((books) => tx.payments.ofOrder(order).map((payment) => ({ books, payment }))),
    ),
  );
  if (found.books === null || found.payment === null) throw new Error('Nothing was charged for this rental');
  const record = value(await world.ports.store.reads.payment(found.payment, 'payment'));
  if (record === null) throw new Error('There is no such payment');
  return { ...found.books, payment: record.payment };
}

/** What is owed or kept of the rental in the end, in minor units. */
function owedMinor({ payment }: RentalBooks): number {
  return payment.amount.amountMinor - (payment.kind === 'refunded' ? payment.refunded.amountMinor : 0);
}

/** What books must never say, of which this says the first; null where they are sound. */
export function faultOf(books: RentalBooks): string | null {
  const { receipt, corrections } = books;
  const { net, vat, gross } = standingOf(receipt, corrections);
  if (Money.compare(Money.add(net, vat), gross) !== 0) return 'net and VAT are not gross';
  if (gross.amountMinor < 0) return 'less than nothing is left';
  if (Money.compare(vat, containedVat(gross, receipt.vatPercent).vat) !== 0)
    return 'the VAT is not that of what is left';
  if (gross.amountMinor !== owedMinor(books)) return 'the books and the payment disagree';
  if (corrections.some(({ corrects }) => corrects !== receipt.number)) return 'a correction does not name its receipt';
  return null;
}

/** The numbers of the series by their places, which run from 1 without gaps where all is well. */
export function placesIn(world: RentalWorld): readonly number[] {
  return everyReceipt(world).map(({ number }) => Number(number.split('-').at(-1)));
}
