import Stripe from 'stripe';
import { longestCallMs } from '../../domain/notice/notice.ts';
import { errAsync, ResultAsync } from '../../domain/result.ts';
import { notBegun, type StripeProblem, stripeProblem } from './stripe-problem.ts';

/** How to reach Stripe. */
export interface StripeClientOptions {
  /**
   * `sk_…`, or better a restricted key `rk_…` that may write customers, payment methods, setup intents, payment intents and
   * refunds, and nothing else.
   */
  readonly secretKey: string;
  /** Another endpoint than Stripe's, for tests. */
  readonly endpoint?: string;
  /** Another `fetch`, such as one that goes through a proxy. */
  readonly fetch?: typeof globalThis.fetch;
  /** How long one call of the port may take, all its requests together, in milliseconds; 10 s by default, 15 s at most. */
  readonly timeoutMs?: number;
}

/** The version of the API that the adapter was written against: Stripe changes nothing in it any more. */
const apiVersion = '2026-10-28.endive';

/** One request of a call of the port. */
export type Ask = <Answer>(
  request: (api: Stripe, options: Stripe.RequestOptions) => PromiseLike<Answer>,
) => ResultAsync<Answer, StripeProblem>;

/** Stripe's client, bounded in time. */
export interface StripeClient {
  /** Begins one call of the port: what is asked by it has to be answered in time, all together. */
  readonly begin: () => Ask;
  /** Cuts off what is under way, as unclear, and begins nothing any more. */
  readonly close: () => void;
}

/**
 * Makes the client. It repeats nothing by itself: whoever asked knows whether it may be asked again, and under which key.
 * It tells Stripe nothing of the machine or of earlier requests (telemetry).
 */
export function stripeClient(options: StripeClientOptions): StripeClient {
  const closing = new AbortController();
  const { hostname: host, port, protocol } = new URL(options.endpoint ?? 'https://api.stripe.com');
  const api = new Stripe(options.secretKey, {
    apiVersion,
    host,
    port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port),
    protocol: protocol === 'http:' ? 'http' : 'https',
    httpClient: Stripe.createFetchHttpClient(onceOnly(options.fetch ?? globalThis.fetch, closing.signal)),
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const callMs = Math.min(options.timeoutMs ?? 10_000, longestCallMs);
  return {
    begin: () => {
      const until = performance.now() + callMs;
      return (request) => {
        const timeout = Math.ceil(until - performance.now());
        if (closing.signal.aborted) return errAsync(notBegun('The adapter is closed'));
        if (timeout <= 0) return errAsync(notBegun('No time is left for another request'));
        return ResultAsync.fromPromise(Promise.resolve(request(api, { timeout })), stripeProblem);
      };
    },
    close: () => closing.abort(),
  };
}

/**
 * A `fetch` whose errors carry no code of their own. Stripe's client repeats a request once, whatever it was told, where it
 * sees that the connection was closed; hidden in the cause it does not see it. It follows no redirect either: the request
 * holds a secret key.
 */
function onceOnly(fetch: typeof globalThis.fetch, closing: AbortSignal): typeof globalThis.fetch {
  return async (url, init) => {
    const timeOut = init?.signal;
    const signal = timeOut ? AbortSignal.any([timeOut, closing]) : closing;
    try {
      return await fetch(url, { ...init, signal, redirect: 'error' });
    } catch (cause) {
      // Its own time-out the client knows by its code.
      throw timeOut?.aborted ? timeOut.reason : new Error('The request failed', { cause });
    }
  };
}
