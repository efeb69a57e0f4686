import type { Category } from '../data-map/vocabulary.ts';
import type { OrderId } from '../ids.ts';
import { Day, type Instant } from '../instant.ts';
import type { PrivacyRequest } from '../privacy-request/privacy-request.ts';
import { unreachable } from '../unreachable.ts';
import { lastDayOf } from './decide-hold.ts';
import { holdableCategories, holdState, type LegalHold } from './legal-hold.ts';

/**
 * What of a person's must not be disposed of at a moment, and until when: by legal holds, and by open requests, which
 * protect their own evidence. What it does not name is not protected.
 */
export interface Protection {
  /** Rentals with their payments and cards, each with the last day of its protection as it stands now. */
  readonly orders: ReadonlyMap<OrderId, Day>;
  /** Whole categories, each with the last day; a hold on the person names all that a hold can name. */
  readonly categories: ReadonlyMap<Category, Day>;
}

/** What goes with an order that is let go of: a hold on one of these keeps all of it. */
export const categoriesOfOrders: readonly Category[] = ['rental', 'payment', 'card'];

/** Whether an order that outlived its account may not be let go of: something of it is named, by itself or by category. */
export function isOrderProtected({ orders, categories }: Protection, order: OrderId): boolean {
  return orders.has(order) || categoriesOfOrders.some((category) => categories.has(category));
}

/** Nothing is protected. */
export const noProtection: Protection = { orders: new Map(), categories: new Map() };

/**
 * What a person's holds and requests protect at a moment. A hold that waits for its second person, that ended or that
 * expired protects nothing. An open request protects the rental that it is about, and goes on doing so when it is overdue;
 * its own row is kept anyway, since its time is counted from the day on which it is closed.
 */
export function protectionOf(
  holds: readonly LegalHold[],
  requests: readonly PrivacyRequest[],
  at: Instant,
): Protection {
  const orders = new Map<OrderId, Day>();
  const categories = new Map<Category, Day>();
  for (const hold of holds) {
    if (holdState(hold, at) !== 'active') continue;
    const until = lastDayOf(hold);
    switch (hold.scope.kind) {
      case 'person':
        for (const category of holdableCategories) lengthen(categories, category, until);
        break;
      case 'order':
        lengthen(orders, hold.scope.order, until);
        break;
      case 'category':
        lengthen(categories, hold.scope.category, until);
        break;
      default:
        unreachable(hold.scope satisfies never);
    }
  }
  for (const request of requests) {
    if (request.state !== 'closed' && request.order !== null) lengthen(orders, request.order, lastDayOpen(request, at));
  }
  return { orders, categories };
}

/**
 * The last day on which one of the holds and requests ends or falls due, as it stands now; null where none is open. From
 * then on the time of the records of them is counted.
 */
export function lastOpenDay(holds: readonly LegalHold[], requests: readonly PrivacyRequest[], at: Instant): Day | null {
  const running = holds.filter((hold) => holdState(hold, at) === 'active' || holdState(hold, at) === 'waiting');
  const open = requests.filter(({ state }) => state !== 'closed');
  const days = [...running.map(lastDayOf), ...open.map((request) => lastDayOpen(request, at))];
  return days.reduce<Day | null>((last, day) => (last === null || day > last ? day : last), null);
}

function lastDayOpen({ dueOn }: PrivacyRequest, at: Instant): Day {
  const today = Day.ofInstant(at);
  return dueOn > today ? dueOn : today;
}

/** Of two protections of the same the longer one counts. */
function lengthen<Protected>(until: Map<Protected, Day>, what: Protected, day: Day): void {
  const known = until.get(what);
  if (known === undefined || day > known) until.set(what, day);
}
