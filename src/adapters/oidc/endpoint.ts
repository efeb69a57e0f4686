import { neverConnected } from '../../application/ports/never-connected.ts';
import { type PortFailure, type PortFailureReason, portFailure } from '../../application/ports/port-failure.ts';
import { err, ok, type Result } from '../../domain/result.ts';

/** What an endpoint of a provider answered. */
export interface EndpointAnswer {
  readonly status: number;
  readonly text: string;
}

/** One request to an endpoint of a provider. */
export interface EndpointRequest {
  /** Which one, in words for a log, such as `the token endpoint of google`. */
  readonly what: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Asks an endpoint once. It never rejects; what comes of a signal that ends it is a failure, too. */
export type Ask = (request: EndpointRequest, signal: AbortSignal) => Promise<Result<EndpointAnswer, PortFailure>>;

/** No document, key set or token comes near. In bytes, after any compression. */
const longestAnswer = 65_536;

/** A failure of the provider, with words that quote nothing of what was sent or answered. */
export function providerFailure(words: string, retryable: boolean, reason?: PortFailureReason): PortFailure {
  return portFailure('IdentityProviders', retryable, new Error(words), reason);
}

/**
 * Asks by a `fetch`. Redirects are not followed, since requests hold codes and secrets and answers hold keys; an answer
 * beyond 64 KiB is cut off. Errors are kept by their codes alone: their texts may quote an address.
 */
export function asking(fetch: typeof globalThis.fetch): Ask {
  return async ({ what, url, method, headers, body }, signal) => {
    try {
      const response = await fetch(url, { method, headers, body, redirect: 'manual', signal });
      if (response.redirected) {
        await response.body?.cancel();
        return err(providerFailure(`${what} sent us elsewhere`, true, 'unclear'));
      }
      const text = await textOf(response.body);
      return text === null
        ? err(providerFailure(`${what} answered too much`, true, 'unclear'))
        : ok({ status: response.status, text });
    } catch (cause) {
      const reason = neverConnected(cause) ? 'not-reached' : 'unclear';
      return err(providerFailure(`${what} did not answer (${codesOf(cause).join(', ') || 'no code'})`, true, reason));
    }
  };
}

/** A failure of a request that only looked: whatever became of it, nothing was done. */
export function onlyLooked(failure: PortFailure): PortFailure {
  return failure.reason === 'unclear' ? portFailure(failure.port, true, failure.cause, 'not-reached') : failure;
}

async function textOf(body: AsyncIterable<Uint8Array> | null): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > longestAnswer) return null; // leaving the loop hangs up
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The names and codes of an error and of what caused it, as `fetch` nests them. */
function codesOf(error: unknown): readonly string[] {
  const codes: string[] = [];
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    codes.push('code' in one && typeof one.code === 'string' ? one.code : one.name);
  }
  return codes;
}
