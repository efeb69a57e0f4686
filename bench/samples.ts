/** What is rented at: the same for both sides. */
export const tariff = {
  currency: 'EUR',
  unlockFeeMinor: 100,
  unitPriceMinor: 50,
  unitMinutes: 30,
  dailyCapMinor: 900,
  lossFeeMinor: 3900,
  vatPercent: 19,
} as const;

let phones = 0;

/** German mobile numbers, each once. */
export function nextPhone(): string {
  phones += 1;
  return `+491511${String(1_000_000 + phones)}`;
}
