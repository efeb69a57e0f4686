import Stripe from 'stripe';
import { type PortFailure, type PortFailureReason, portFailure } from '../../application/ports/port-failure.ts';

/**
 * What Stripe answered instead of what was asked for. Of its errors no more is kept than this: they come with the whole
 * payment method in them, with billing details and all, and with messages that quote what was sent.
 */
export interface StripeProblem {
  readonly kind: 'StripeProblem';
  /** HTTP; null if no answer came. */
  readonly status: number | null;
  /** `card_error`, `invalid_request_error`, `idempotency_error` … */
  readonly type: string | null;
  readonly code: string | null;
  readonly declineCode: string | null;
  /** The payment intent that it is about. */
  readonly intent: string | null;
  /** What it means to who asked. */
  readonly failure: PortFailure;
}

/** Errors of a connection that never came to be: names that do not resolve, ports that are shut, TLS that was refused. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|EPROTO|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+)$/;

/** Reads what the client threw. */
export function stripeProblem(thrown: unknown): StripeProblem {
  if (thrown instanceof Stripe.errors.StripeConnectionError) {
    const codes = codesOf(thrown.detail);
    const reason = codes.some((code) => neverConnected.test(code)) ? 'not-reached' : 'unclear';
    return problem({}, `Stripe did not answer (${codes.join(', ') || 'no code'})`, true, reason);
  }
  if (!(thrown instanceof Stripe.errors.StripeError)) {
    return problem({}, `The client of Stripe failed (${thrown instanceof Error ? thrown.name : 'no error'})`, false);
  }
  const status = thrown.statusCode ?? null;
  const said = { status, type: thrown.rawType ?? null, code: thrown.code ?? null };
  const words = [status ?? 'something that is no JSON', said.type, said.code, thrown.requestId].filter(Boolean);
  const [retryable, reason] = meaningOf(status, said.code);
  return problem(
    { ...said, declineCode: thrown.decline_code || null, intent: thrown.payment_intent?.id ?? null },
    `Stripe answered ${words.join(' ')}`,
    retryable,
    reason,
  );
}

/** No request is worth beginning: the time that the call may take is over, or the adapter is closed. Nothing went out. */
export function notBegun(why: string): StripeProblem {
  return problem({}, why, true, 'not-reached');
}

/**
 * A conflict (409) is unclear, and not throttled: the request that is in its way may be this very one, of another process,
 * under the same key. A server error says nothing of what was done before it.
 */
function meaningOf(status: number | null, code: string | null): readonly [boolean, PortFailureReason?] {
  if (status === 429 || code === 'rate_limit') return [true, 'throttled'];
  const unclear = status === null || status < 400 || status >= 500 || status === 408 || status === 409;
  return unclear ? [true, 'unclear'] : [false];
}

function problem(
  said: Partial<Omit<StripeProblem, 'kind' | 'failure'>>,
  words: string,
  retryable: boolean,
  reason?: PortFailureReason,
): StripeProblem {
  const failure = portFailure('CardProcessor', retryable, new Error(words), reason);
  return {
    kind: 'StripeProblem',
    status: null,
    type: null,
    code: null,
    declineCode: null,
    intent: null,
    ...said,
    failure,
  };
}

/** The codes of an error and of what caused it, as `fetch` nests them. */
function codesOf(error: unknown): readonly string[] {
  const codes: string[] = [];
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    if ('code' in one && typeof one.code === 'string') codes.push(one.code);
  }
  return codes;
}

/** The failure of a request that only looked, before anything was to be done: whatever became of it, nothing was done. */
export function beforehand({ failure }: StripeProblem): PortFailure {
  return failure.reason === 'unclear' ? portFailure(failure.port, true, failure.cause, 'not-reached') : failure;
}

/** Stripe knows nothing of that name. */
export function isMissing({ status, code }: StripeProblem): boolean {
  return status === 404 || code === 'resource_missing';
}
