import { OutOfRegion } from './region-guard.ts';

/**
 * Whether an error of Node says that no connection came about, so that nothing was sent over it: the name was not
 * found, the connection was refused or timed out, the certificate was not accepted, or the host was of another region. Any other error may have come
 * later.
 */
export function neverConnected(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (cause instanceof OutOfRegion) return true;
  // Where a name has several addresses, each was tried.
  if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(neverConnected);
  if ('syscall' in cause && (cause.syscall === 'connect' || cause.syscall === 'getaddrinfo')) return true;
  if ('code' in cause && typeof cause.code === 'string' && refusedCertificate.test(cause.code)) return true;
  return neverConnected(cause.cause);
}

/** The codes by which Node's TLS does not trust the other side; it sends nothing then. */
const refusedCertificate =
  /^(?:CERT_|ERR_TLS_CERT_|UNABLE_TO_(?:GET|VERIFY)_|DEPTH_ZERO_SELF_SIGNED_|SELF_SIGNED_CERT_|INVALID_CA$|HOSTNAME_)/;
