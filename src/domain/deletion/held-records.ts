import { type Category, categories, keyClasses } from '../data-map/vocabulary.ts';
import type { CardId } from '../ids.ts';
import { unreachable } from '../unreachable.ts';
import type { ActiveUser } from '../user/user.ts';
import { type Standing, standings } from './deletion-policy.ts';
import type { HeldRental, Holdings } from './holdings.ts';

/** Records of a category that stand alike to what is under way, and so meet the same rule. */
export interface RecordGroup {
  readonly category: Category;
  readonly standing: Standing;
  /** At least one. */
  readonly records: number;
}

/** Whether a rental outlives its person's account: it is open, or its amount is not paid. */
export function isKept(rental: HeldRental): boolean {
  return rental.state === 'open' || rental.unpaid;
}

/**
 * Everything that is held of a person, group by group, in the order of the categories. Values in the user's row count one
 * record each; every person has one key a class; the record of the erasure itself comes on top of older ones.
 */
export function recordsOf(user: ActiveUser, holdings: Holdings): readonly RecordGroup[] {
  return categories.flatMap((category) => {
    const records = countsOf(category, user, holdings);
    return standings.flatMap((standing) => {
      const count = records[standing] ?? 0;
      return count > 0 ? [{ category, standing, records: count }] : [];
    });
  });
}

type Counts = Readonly<Partial<Record<Standing, number>>>;

function countsOf(category: Category, user: ActiveUser, holdings: Holdings): Counts {
  const { counts, rentals } = holdings;
  switch (category) {
    case 'login':
      return { free: user.logins.length };
    case 'contact':
      return { free: user.email === null ? 1 : 2 };
    case 'profile':
      return { 'account-state': 1, free: user.username === null ? 0 : 1 };
    case 'key':
      return keys(rentals);
    case 'rental':
      return withFree(counts.rental, bound(rentals));
    case 'payment':
      return withFree(counts.payment, { 'unpaid-amount': rentals.filter((rental) => rental.unpaid).length });
    case 'card':
      return withFree(counts.card, cards(rentals));
    case 'privacy-request':
      return { free: (counts[category] ?? 0) + 1 };
    case 'verification':
    case 'session':
    case 'consent':
    case 'bookkeeping':
    case 'message':
    case 'staff-access':
      return { free: counts[category] ?? 0 };
    default:
      return unreachable(category satisfies never);
  }
}

interface Bound {
  readonly 'open-rental'?: number;
  readonly 'unpaid-amount': number;
}

function bound(rentals: readonly HeldRental[]): Required<Bound> {
  const open = rentals.filter((rental) => rental.state === 'open').length;
  return { 'open-rental': open, 'unpaid-amount': rentals.filter(isKept).length - open };
}

/** A card bound to an open rental and to an unpaid amount counts once, for the rental. */
function cards(rentals: readonly HeldRental[]): Required<Bound> {
  const open = cardsOf(rentals.filter((rental) => rental.state === 'open')).size;
  return { 'open-rental': open, 'unpaid-amount': cardsOf(rentals.filter(isKept)).size - open };
}

function cardsOf(rentals: readonly HeldRental[]): ReadonlySet<CardId> {
  return new Set(rentals.flatMap(({ card, paymentCard }) => (paymentCard === null ? [card] : [card, paymentCard])));
}

/** The key of the class `contract` opens what the kept rentals are sealed under; it goes with the last of them. */
function keys(rentals: readonly HeldRental[]): Counts {
  const kept = rentals.filter(isKept);
  if (kept.length === 0) return { free: keyClasses.length };
  const standing: Standing = kept.some((rental) => rental.state === 'open') ? 'open-rental' : 'unpaid-amount';
  return { [standing]: 1, free: keyClasses.length - 1 };
}

/** All rows but the bound ones are free; bound ones are held even if a count left them out. */
function withFree(all: number | undefined, records: Bound): Counts {
  return { ...records, free: (all ?? 0) - (records['open-rental'] ?? 0) - records['unpaid-amount'] };
}
