import { dayAfter, dayNumber, dayOfNumber, plusPeriod } from '../calendar.ts';
import type { Retention } from '../data-map/vocabulary.ts';
import { Day } from '../instant.ts';

/**
 * When the time of a field is over (POLICY.md C22, C26; GDPR art. 5(1)(e)). Days are days in UTC. The last day on which
 * something is kept is a full day; it goes from the next one on.
 */

/** The last day on which a field is kept whose event came on the day. */
export function keptUntil(retention: Pick<Retention, 'keepFor' | 'fromEndOfYear'>, eventDay: Day): Day {
  const { keepFor, fromEndOfYear = false } = retention;
  return plusPeriod(eventDay, keepFor, { fromEndOfYear });
}

/** The first day on which it is to go. */
export function dueOf(retention: Pick<Retention, 'keepFor' | 'fromEndOfYear'>, eventDay: Day): Day {
  return dayAfter(keptUntil(retention, eventDay));
}

/**
 * The newest day of an event whose time is over today; null if there is none. It turns what is due into one range of an
 * index: everything whose event came on this day or before.
 *
 * A calendar cannot be counted backwards (a month before 30 March is what?), but a later event is never due earlier: so the
 * day is found by halving.
 */
export function cutoffFor(retention: Pick<Retention, 'keepFor' | 'fromEndOfYear'>, today: Day): Day | null {
  const isOver = (number: number): boolean => dueOf(retention, dayOfNumber(number)) <= today;
  let over = firstDayNumber - 1;
  let notOver = dayNumber(today) + 1;
  while (notOver - over > 1) {
    const middle = Math.floor((over + notOver) / 2);
    if (isOver(middle)) over = middle;
    else notOver = middle;
  }
  return over < firstDayNumber ? null : dayOfNumber(over);
}

const firstDayNumber = dayNumber(Day.parse('0001-01-01').match((day) => day, bug));

function bug(): never {
  throw new Error('The calendar has a first day');
}

/** Whether a field goes with the account, if not before; others outlive it for a time of their own. */
export function endsWithAccount({ keepFor, notAfter }: Retention): boolean {
  return keepFor === 'P0D' || notAfter === 'account-cancelled';
}
