import type { RetrySchedule } from '../../domain/payment/retry-schedule.ts';
import type { InactivityPolicy } from '../../domain/retention/inactivity.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { SignInPolicy } from '../../domain/verification/sign-in-policy.ts';

/** What the business says of itself: plain values of the configuration, the same for as long as the core is open. */
export interface Business {
  /** IANA name of the time zone whose calendar the books are kept in, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** Begins every receipt series of this issuer; the year follows, and numbers run without gaps in each year. */
  readonly receiptIssuer: string;
  /** After how long accounts that nobody uses are warned and ended; none are where it is absent or null. */
  readonly inactivity?: InactivityPolicy | null;
  /** When a payment that failed is tried again by itself; never where it is absent. */
  readonly paymentRetries?: RetrySchedule;
  /** Where support reads what it has to know: bounced addresses, disputes. Nothing is sent where it is absent or null. */
  readonly supportInbox?: EmailAddress | null;
  /**
   * The https address under which `POST ADDRESS/TOKEN` unsubscribes (RFC 8058), such as `https://api.joos.example/v1/unsubscribe`.
   * No edition is published where it is absent or null.
   */
  readonly unsubscribeUrl?: string | null;
  /**
   * The https address under which `ADDRESS/TOKEN` confirms an email address, such as `https://api.joos.example/v1/email-confirmations`.
   * Mails hold the code alone where it is absent or null.
   */
  readonly confirmEmailUrl?: string | null;
  /**
   * The https address under which `ADDRESS/TOKEN` puts a former phone or email back, such as
   * `https://api.joos.example/v1/contact-changes`. Messages name support instead where it is absent or null.
   */
  readonly undoChangeUrl?: string | null;
  /** Whom codes are sent to and how many; `defaultSignInPolicy` where it is absent. */
  readonly signIn?: SignInPolicy;
}
