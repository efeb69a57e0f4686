import * as fc from 'fast-check';
import type { CountedCategory, HeldRental, Holdings } from '../../src/domain/deletion/holdings.ts';
import type { CardId } from '../../src/domain/ids.ts';
import { type Day, Instant } from '../../src/domain/instant.ts';
import { noProtection } from '../../src/domain/legal-hold/protection.ts';
import { cardIds, orderIds } from './ids.ts';
import { instants } from './instant.ts';

/** Few cards, so that rentals share them. */
function rentalsWith(cards: readonly CardId[]): fc.Arbitrary<HeldRental> {
  const card = fc.constantFrom(...cards);
  return fc
    .record({
      order: orderIds,
      card,
      state: fc.constantFrom('open' as const, 'returned' as const, 'lost' as const, 'cancelled' as const),
      unpaid: fc.boolean(),
      paymentCard: fc.option(card),
    })
    .map((rental) => {
      // Only what ended with a charge can be unpaid, and only a retry moves a payment to another card.
      const unpaid = rental.unpaid && (rental.state === 'returned' || rental.state === 'lost');
      const moved = unpaid && rental.paymentCard !== rental.card;
      const charged = rental.state === 'returned' || rental.state === 'lost';
      return { ...rental, unpaid, charged, paymentCard: moved ? rental.paymentCard : null };
    });
}

const days: fc.Arbitrary<Day> = instants.map((at) => Instant.toISOString(at).slice(0, 10) as Day); // sound: it is a date

type Counts = Readonly<Record<CountedCategory, number>>;

const otherCounts = fc.record({
  verification: fc.nat(3),
  session: fc.nat(3),
  consent: fc.nat(9),
  message: fc.nat(9),
  support: fc.nat(9),
  bookkeeping: fc.nat(9),
  'staff-access': fc.nat(3),
  'privacy-request': fc.nat(1),
});

/** Holdings as a store counts them: every rental, payment and card is a row. */
export const holdings: fc.Arbitrary<Holdings & { readonly counts: Counts }> = fc
  .uniqueArray(cardIds, { minLength: 1, maxLength: 3 })
  .chain((cards) =>
    fc.record({
      rentals: fc.uniqueArray(rentalsWith(cards), { maxLength: 6, selector: ({ order }) => order }),
      settledRentals: fc.nat(3),
      otherCards: fc.nat(2),
      counts: otherCounts,
      lastStaffAccessAt: fc.option(instants),
      lastReceiptOn: fc.option(days),
      lastRequestOn: fc.option(days),
      cards: fc.constant(cards.length),
    }),
  )
  .map(({ rentals, settledRentals, otherCards, counts, cards, ...newest }) => ({
    ...newest,
    protection: noProtection,
    rentals,
    counts: {
      ...counts,
      rental: rentals.length + settledRentals,
      payment: rentals.filter(({ state }) => state === 'returned' || state === 'lost').length + settledRentals,
      card: cards + otherCards,
    },
  }));
