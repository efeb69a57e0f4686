import { PinpointSMSVoiceV2ServiceException } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { neverConnected } from '../../application/ports/never-connected.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';

/**
 * What AWS refuses about a message, by whomever it were sent: a conflict is a person who opted out, or a blocked
 * country.
 */
const refusedMessages: ReadonlySet<string> = new Set(['ValidationException', 'ConflictException']);

/** By these names services of AWS ask for fewer calls; the first is this service's own. */
const throttled: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
]);

/**
 * What became of a message whose sending failed.
 *
 * What is wrong with the account counts as `not-reached`: the account is disabled, the month's budget is used up, the
 * sender is not there, the credentials are none. It says nothing about the message, which can go out once somebody
 * mended it.
 */
export function failureOf(cause: unknown): PortFailure {
  const retryable = (reason: 'throttled' | 'not-reached' | 'unclear'): PortFailure =>
    portFailure('SmsSender', true, cause, reason);
  if (!(cause instanceof PinpointSMSVoiceV2ServiceException)) {
    return retryable(wasNeverSent(cause) ? 'not-reached' : 'unclear');
  }
  const status = cause.$metadata.httpStatusCode ?? 0;
  if (throttled.has(cause.name) || status === 429) return retryable('throttled');
  if (refusedMessages.has(cause.name)) return portFailure('SmsSender', false, cause);
  // A server that fails may have taken the message before; so may one that waited for the rest of it (408).
  return retryable(status >= 400 && status < 500 && status !== 408 ? 'not-reached' : 'unclear');
}

/** Whether it is certain that nothing was sent: there were no credentials to sign with, or no connection came about. */
function wasNeverSent(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (cause.name === 'CredentialsProviderError') return true;
  // The client has one name for two time-outs; the words tell them apart, and a code stands on the later one alone.
  if (cause.name === 'TimeoutError' && !('code' in cause)) return /did not establish a connection/.test(cause.message);
  return neverConnected(cause);
}
