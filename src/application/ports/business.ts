import type { InactivityPolicy } from '../../domain/retention/inactivity.ts';

/** What the business says of itself: plain values of the configuration, the same for as long as the core is open. */
export interface Business {
  /** IANA name of the time zone whose calendar the books are kept in, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** Begins every receipt series of this issuer; the year follows, and numbers run without gaps in each year. */
  readonly receiptIssuer: string;
  /** After how long accounts that nobody uses are warned and ended; none are where it is absent or null. */
  readonly inactivity?: InactivityPolicy | null;
}
