import { dayMs, type Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import type { CaseText } from './case-text.ts';
import type { CaseChannel, CaseMessage } from './support-case.ts';

/** How much support writes to one person: each text message costs, and nobody wants their phone to ring all day. */

/** The text is too long to go by text message. */
export interface TooLongForSms {
  readonly kind: 'TooLongForSms';
}

/** As many messages as there may be went out in this case within a day. */
export interface TooManyMessages {
  readonly kind: 'TooManyMessages';
}

/**
 * The most that goes by text message, in the UTF-16 units that a message is counted in: the price of 8 messages at the worst,
 * with letters beyond the alphabet of text messages, where 2,000 characters of emoji would cost that of 60.
 */
export const smsCaseUnits = 480;

/** The most messages that go out in a case within 24 hours. */
export const messagesOfDay = 10;

/** What may go by text message is short: a message that goes the best way too, since which one that is shows when it goes. */
export function fitsChannel(text: CaseText, channel: CaseChannel): Result<void, TooLongForSms> {
  return channel !== 'email' && text.length > smsCaseUnits ? err({ kind: 'TooLongForSms' }) : ok(undefined);
}

/** Whether one more message may go out beside those that were written in the case before. */
export function mayWriteAgain(
  earlier: readonly Pick<CaseMessage, 'writtenAt'>[],
  at: Instant,
): Result<void, TooManyMessages> {
  const lately = earlier.filter(({ writtenAt }) => writtenAt > at - dayMs);
  return lately.length >= messagesOfDay ? err({ kind: 'TooManyMessages' }) : ok(undefined);
}
