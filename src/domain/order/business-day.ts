import type { Day, Instant } from '../instant.ts';

/**
 * The calendar day of an instant in the time zone of the business (an IANA name such as `Europe/Berlin`): the day of the
 * books, whatever zone the server runs in. Good for the years 1000 to 9998.
 *
 * `Intl` and not a Temporal polyfill: the polyfill costs half of what the domain may take to load.
 *
 * @throws RangeError A bug: an unknown zone. A configuration is asked {@link isTimeZone} first.
 */
export function businessDay(at: Instant, timeZone: string): Day {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}` as Day; // sound: these parts make a day of the calendar
}

/** Whether the name is a time zone that {@link businessDay} knows: `UTC`, or a canonical IANA name. */
export function isTimeZone(name: string): boolean {
  return name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name);
}

/** A format takes long to make and answers the same for the same instant and zone: kept, one for each zone in use. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
}
