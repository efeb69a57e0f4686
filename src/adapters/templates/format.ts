import type { Instant } from '../../domain/instant.ts';
import type { Currency, Money } from '../../domain/order/money.ts';
import type { Language } from '../../domain/user/language.ts';

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

/** Puts amounts, times and percentages as readers of a language expect them. */
export interface Formats {
  /** `€3.50`, `3,50 €`. */
  money(amount: Money): string;
  /** `23 Nov 2026, 14:05 CET`, in the time zone of the business. */
  dateTime(at: Instant): string;
  /** `23 November 2026`, of a day `YYYY-MM-DD`. */
  day(day: string): string;
  /** `23 Nov 2026`, `23.11.2026`: the same where room is dear. */
  shortDay(day: string): string;
  /** `19%`, `8,1 %`. */
  percent(percent: number): string;
  /** `receipts, news and newsletter`. */
  list(parts: readonly string[]): string;
}

const made = new Map<string, Formats>();

/** Formats for a language; every currency of a tariff has 2 minor digits. Made once a language and zone: making them is dear. */
export function formatsFor(language: Language, timeZone: string): Formats {
  const key = `${language} ${timeZone}`;
  const known = made.get(key) ?? makeFormats(locales[language], timeZone);
  made.set(key, known);
  return known;
}

function makeFormats(locale: string, timeZone: string): Formats {
  const dateTime = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const shortDay = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const midnight = (text: string): Date => new Date(`${text}T00:00:00Z`);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const list = new Intl.ListFormat(locale);
  return {
    money: moneyFormat(locale),
    dateTime: (at) => dateTime.format(at),
    day: (text) => day.format(midnight(text)),
    shortDay: (text) => shortDay.format(midnight(text)),
    // Rates have one decimal at most, so in thousandths they are whole.
    percent: (number) => percent.format(decimal(Math.round(number * 10), 3)),
    list: (parts) => list.format(parts),
  };
}

function moneyFormat(locale: string): (amount: Money) => string {
  const byCurrency = new Map<Currency, Intl.NumberFormat>();
  return ({ amountMinor, currency }) => {
    const format = byCurrency.get(currency) ?? new Intl.NumberFormat(locale, { style: 'currency', currency });
    byCurrency.set(currency, format);
    return format.format(decimal(amountMinor, 2));
  };
}

/** A whole number of the last of so many decimals as text, which `Intl` formats without passing through a binary fraction. */
function decimal(whole: number, decimals: number): Intl.StringNumericLiteral {
  const digits = String(Math.abs(whole)).padStart(decimals + 1, '0');
  const text = `${whole < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return text as Intl.StringNumericLiteral; // sound: digits, one point, digits
}
