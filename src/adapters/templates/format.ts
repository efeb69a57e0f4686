import type { Instant } from '../../domain/instant.ts';
import type { Money } from '../../domain/order/money.ts';
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
  /** `19%`, `19 %`. */
  percent(percent: number): string;
}

/** Formats for a language; every currency of a tariff has 2 minor digits. */
export function formatsFor(language: Language, timeZone: string): Formats {
  const locale = locales[language];
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
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return {
    money: (amount) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency: amount.currency }).format(
        decimal(amount.amountMinor),
      ),
    dateTime: (at) => dateTime.format(at),
    day: (text) => day.format(new Date(`${text}T00:00:00Z`)),
    percent: (number) => percent.format(number / 100),
  };
}

/** Minor units as an exact decimal text, which `Intl` formats without passing through a binary fraction. */
function decimal(amountMinor: number): Intl.StringNumericLiteral {
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  const text = `${amountMinor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  return text as Intl.StringNumericLiteral; // sound: digits, one point, digits
}
