import { randomBytes } from 'node:crypto';

/** What the floor writes where the core seals, hashes or spells out: as long, and made once. */

export const bytes8: Buffer = randomBytes(8);
export const bytes32: Buffer = randomBytes(32);
export const bytes46: Buffer = randomBytes(46);
export const bytes50: Buffer = randomBytes(50);
export const bytes69: Buffer = randomBytes(69);

export const tariffText =
  '{"currency":"EUR","unlockFeeMinor":100,"unitPriceMinor":50,"unitMinutes":30,"dailyCapMinor":900,"lossFeeMinor":3900,"vatPercent":19}';

export const itemsText: string = JSON.stringify(
  ['unlock-fee', 'usage'].map((kind) => ({
    kind,
    quantity: 1,
    unitPrice: { amountMinor: 100, currency: 'EUR' },
    capDiscount: { amountMinor: 0, currency: 'EUR' },
    gross: { amountMinor: 100, currency: 'EUR' },
  })),
);

export const keptText: string = JSON.stringify(
  ['profile', 'bookkeeping', 'staff-access', 'privacy-request'].map((category) => ({
    category,
    records: 1,
    rule: 'keep-erasure-record',
    basis: 'legal-obligation',
    until: { kind: 'day', day: '2029-11-23' },
  })),
);

export function now(): number {
  return Date.now();
}
