import type { Retention, RetentionEvent } from '../../domain/data-map/vocabulary.ts';

const events: Readonly<Record<RetentionEvent, string>> = {
  'account-cancelled': 'you cancel your account',
  'removed-by-person': 'you remove it or cancel your account',
  expired: 'it expires',
  settled: 'the rental is returned and paid and your account is cancelled',
  recorded: 'it was recorded',
  issued: 'it was issued',
};

/** How long a field is kept, in words that the person reads: `until you cancel your account`, `1 year after it was recorded`. */
export function retentionInWords(retention: Retention): string {
  const event = events[retention.from];
  const length = durationInWords(retention.keepFor);
  if (length === null) return `until ${event}`;
  return retention.fromEndOfYear === true
    ? `${length} from the end of the year in which ${event}`
    : `${length} after ${event}`;
}

/** An ISO 8601 duration of whole years, months or days in words; null for none at all. */
function durationInWords(duration: string): string | null {
  const [, years, months, days] = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$/.exec(duration) ?? [];
  const parts = [counted(years, 'year'), counted(months, 'month'), counted(days, 'day')].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join(' and ');
}

function counted(count: string | undefined, unit: string): string {
  if (count === undefined || Number(count) === 0) return '';
  return `${Number(count)} ${unit}${Number(count) === 1 ? '' : 's'}`;
}
