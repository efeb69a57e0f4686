import { sealedUnder } from '../data-map/columns.ts';
import { type Category, categories, keyClasses } from '../data-map/vocabulary.ts';
import type { CardId } from '../ids.ts';
import type { Protection } from '../legal-hold/protection.ts';
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

/** What the user's row itself holds. */
export interface HeldAccount extends Pick<ActiveUser, 'email' | 'username'> {
  readonly logins: readonly ActiveUser['logins'][number][];
}

/** Whether a hold or an open request protects the rental, with its payment and its cards. */
export function isProtected({ order }: HeldRental, { orders }: Protection): boolean {
  return orders.has(order);
}

/** Whether a rental outlives its person's account: it is open, its amount is not paid, or it is protected. */
export function outlives(rental: HeldRental, { protection }: Pick<Holdings, 'protection'>): boolean {
  return isUnsettled(rental) || isProtected(rental, protection);
}

function isUnsettled(rental: HeldRental): boolean {
  return rental.state === 'open' || rental.unpaid;
}

/**
 * Everything that is held of a person, group by group, in the order of the categories. Values in the user's row count one
 * record each; every person has one key a class; the record of the erasure itself comes on top of older ones.
 */
export function recordsOf(user: HeldAccount, holdings: Holdings): readonly RecordGroup[] {
  return categories.flatMap((category) => {
    const counts = countsOf(category, user, holdings);
    const records = holdings.protection.categories.has(category) ? allHeld(counts) : counts;
    return standings.flatMap((standing) => {
      const count = records[standing] ?? 0;
      return count > 0 ? [{ category, standing, records: count }] : [];
    });
  });
}

type Counts = Readonly<Partial<Record<Standing, number>>>;

function countsOf(category: Category, user: HeldAccount, holdings: Holdings): Counts {
  const { counts } = holdings;
  switch (category) {
    case 'login':
      return { free: user.logins.length };
    case 'contact':
      return { free: user.email === null ? 1 : 2 };
    case 'profile':
      return { 'account-state': 1, free: user.username === null ? 0 : 1 };
    case 'key':
      return keys(holdings);
    case 'rental':
      return withFree(
        counts.rental,
        byStanding(holdings, (some) => some.length),
      );
    case 'payment':
      return withFree(
        counts.payment,
        byStanding(holdings, (some) => some.filter(({ charged }) => charged).length),
      );
    case 'card':
      return withFree(
        counts.card,
        byStanding(holdings, (some) => cardsOf(some).size),
      );
    case 'privacy-request':
      return { free: (counts[category] ?? 0) + 1 };
    case 'verification':
    case 'session':
    case 'consent':
    case 'bookkeeping':
    case 'message':
    case 'support':
    case 'staff-access':
      return { free: counts[category] ?? 0 };
    default:
      return unreachable(category satisfies never);
  }
}

/** A hold on the category takes all of it but the state of the account, which is no record of its own that could go. */
function allHeld({ 'account-state': state = 0, ...others }: Counts): Counts {
  return { held: Object.values(others).reduce((sum, count) => sum + count, 0), 'account-state': state };
}

type Bound = Required<Pick<Counts, 'held' | 'open-rental' | 'unpaid-amount'>>;

/** What is bound to several rentals, as a card is, counts once, for the first standing. */
function byStanding({ rentals, protection }: Holdings, count: (some: readonly HeldRental[]) => number): Bound {
  const held = rentals.filter((rental) => isProtected(rental, protection));
  const open = rentals.filter((rental) => isProtected(rental, protection) || rental.state === 'open');
  const all = rentals.filter((rental) => outlives(rental, { protection }));
  return {
    held: count(held),
    'open-rental': count(open) - count(held),
    'unpaid-amount': count(all) - count(open),
  };
}

function cardsOf(rentals: readonly HeldRental[]): ReadonlySet<CardId> {
  return new Set(rentals.flatMap(({ card, paymentCard }) => [card, paymentCard].filter((one) => one !== null)));
}

/** A key stays with what is sealed under it: the contract's with the last rental, either with a category that is held. */
function keys({ rentals, protection }: Holdings): Counts {
  const held = new Set([...protection.categories.keys()].flatMap(sealedUnder));
  if (rentals.some((rental) => isProtected(rental, protection))) held.add('contract');
  const bound = !held.has('contract') && rentals.some(isUnsettled);
  const standing: Standing = rentals.some(({ state }) => state === 'open') ? 'open-rental' : 'unpaid-amount';
  const free = keyClasses.length - held.size - Number(bound);
  return { held: held.size, ...(bound ? { [standing]: 1 } : {}), free };
}

/** All rows but the bound ones are free; bound ones are held even if a count left them out. */
function withFree(all: number | undefined, records: Bound): Counts {
  const bound = records.held + records['open-rental'] + records['unpaid-amount'];
  return { ...records, free: Math.max(0, (all ?? 0) - bound) };
}
