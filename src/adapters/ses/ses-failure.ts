import { SESv2ServiceException } from '@aws-sdk/client-sesv2';
import { neverConnected } from '../../application/ports/never-connected.ts';
import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';

/** Answers that no repetition mends. */
const refusals: ReadonlySet<string> = new Set([
  'MessageRejected',
  'BadRequestException',
  'MailFromDomainNotVerifiedException',
  'NotFoundException',
]);
/** What is wrong with the account says nothing about the mail, which can go out once somebody mended it. */
const accountTrouble: ReadonlySet<string> = new Set(['AccountSuspendedException', 'SendingPausedException']);
/** The message itself is refused, under whatever name: it cannot be read, is too large, or names what is not there. */
const refusedStatuses: ReadonlySet<number> = new Set([400, 404, 413, 422]);
/** Answers of a status such as 400 that say: later. */
const throttled: ReadonlySet<string> = new Set([
  'TooManyRequestsException',
  'LimitExceededException',
  'ThrottlingException',
]);

/** Puts an error of the client into words of ours; what may have been done is `unclear`, and so is every doubt. */
export function sesFailure(cause: unknown): PortFailure {
  if (!(cause instanceof SESv2ServiceException)) {
    return portFailure('Mailer', true, cause, wasNeverSent(cause) ? 'not-reached' : 'unclear');
  }
  const status = cause.$metadata.httpStatusCode ?? 0;
  if (throttled.has(cause.name) || status === 429) return portFailure('Mailer', true, cause, 'throttled');
  if (accountTrouble.has(cause.name)) return portFailure('Mailer', true, cause, 'not-reached');
  if (refusals.has(cause.name) || refusedStatuses.has(status)) return portFailure('Mailer', false, cause);
  // Of the rest, 4xx turns the request away (a clock that is wrong, a key that may not), save 408, which broke it off.
  const turnedAway = status > 400 && status < 500 && status !== 408;
  return portFailure('Mailer', true, cause, turnedAway ? 'not-reached' : 'unclear');
}

/** Whether it is certain that nothing was sent: there were no credentials to sign with, or no connection came about. */
function wasNeverSent(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  // The client gives a time-out a code if the request was out, and none if there was no connection yet.
  if (cause.name === 'TimeoutError' && !('code' in cause)) return true;
  return cause.name === 'CredentialsProviderError' || neverConnected(cause);
}
