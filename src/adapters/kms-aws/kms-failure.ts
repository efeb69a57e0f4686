import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';

/** Answers of a status such as 400 that say: later. Credentials that expired are fetched anew for the next call. */
const passing: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ExpiredTokenException',
]);

/** Problems before anything is sent that no repetition mends: nobody to ask as, an endpoint without TLS or elsewhere. */
const lasting: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TypeError', 'OutOfRegion']);

/**
 * The failure that a problem of the client comes to. Its cause is words of ours: the client's own errors may hold the whole
 * answer (`$responseBodyText`), and the answer to Decrypt is a key.
 */
export function kmsFailure(problem: unknown): PortFailure {
  const name = problem instanceof Error ? problem.name : '';
  const status = statusOf(problem);
  return portFailure('KeyWrapper', isRetryable(name, status), new Error(inWords(name, status)));
}

/** The failure of an answer that came in time and is of no use: another key's, or without what was asked for. */
export function unusableAnswer(): PortFailure {
  return portFailure('KeyWrapper', false, new Error('AWS KMS answered without bytes, or for another key'));
}

function isRetryable(name: string, status: number | null): boolean {
  if (passing.has(name)) return true;
  if (status === null) return !lasting.has(name);
  return status >= 500 || status === 429 || status === 408;
}

function statusOf(problem: unknown): number | null {
  if (!(problem instanceof Error && '$metadata' in problem)) return null;
  const { $metadata } = problem;
  const status =
    typeof $metadata === 'object' && $metadata !== null && 'httpStatusCode' in $metadata
      ? $metadata.httpStatusCode
      : null;
  return typeof status === 'number' ? status : null;
}

/** The name comes from the other side of the wire: only what looks like a name is repeated. */
function inWords(name: string, status: number | null): string {
  return `AWS KMS: ${/^[A-Za-z]{1,40}$/.test(name) ? name : 'no name'}, ${status ?? 'no status'}`;
}
