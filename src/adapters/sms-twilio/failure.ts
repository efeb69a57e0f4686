import { neverConnected } from '../../application/ports/never-connected.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';

/** Twilio's own numbers for what it refuses about a message: no repetition mends it, by whomever it is sent. */
const refusedMessages: ReadonlySet<number> = new Set([
  21211, // no valid number
  21217, // no valid number either
  21408, // a country that the account does not send to, which is the operator's own will
  21602, // no text
  21610, // the person opted out
  21612, // the number cannot be reached from this sender
  21614, // no mobile number
  21617, // the text is too long
  21635, // a fixed line
]);

/** And for what is wrong with account or sender: every message would be turned away, until somebody mends it. */
const turnedAway: ReadonlySet<number> = new Set([
  20003, // the credentials are wrong, or of another region
  20005, // the account is suspended
  21212, // no valid sender
  21603, // no sender
  21606, // the sender may send no text messages
  21608, // a trial account
  21659, // the sender is none of Twilio's
  21660, // the sender is of another account
  21701, // no such messaging service
  21703, // the messaging service has no sender
  21704, // the messaging service has no number
  21705, // no valid messaging service
]);

/** Too many calls at a time, and too many messages waiting for this sender. */
const throttled: ReadonlySet<number> = new Set([20429, 21611]);

/**
 * What became of a message whose sending failed. The error is the cause alone: its text quotes the number, and that of
 * a failed connection carries the whole request, credentials included.
 */
export function failureOf(cause: unknown): PortFailure {
  const { status, code } = answerIn(cause);
  const retryable = (reason: 'throttled' | 'not-reached' | 'unclear'): PortFailure =>
    portFailure('SmsSender', true, cause, reason);
  if (status === null) return retryable(neverConnected(cause) ? 'not-reached' : 'unclear');
  if (status === 429 || throttled.has(code)) return retryable('throttled');
  if (refusedMessages.has(code)) return portFailure('SmsSender', false, cause);
  if (status === 401 || status === 403 || status === 404 || turnedAway.has(code)) return retryable('not-reached');
  // A server that fails may have taken the message before; so may one that waited for the rest of it (408).
  return status >= 400 && status < 500 && status !== 408
    ? portFailure('SmsSender', false, cause)
    : retryable('unclear');
}

/** The status of the answer and Twilio's number for the error in it; no status where there was no answer. */
function answerIn(cause: unknown): { readonly status: number | null; readonly code: number } {
  if (typeof cause !== 'object' || cause === null || !('status' in cause) || typeof cause.status !== 'number') {
    return { status: null, code: 0 };
  }
  return { status: cause.status, code: 'code' in cause && typeof cause.code === 'number' ? cause.code : 0 };
}
