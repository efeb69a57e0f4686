import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { NotGenuine } from '../../application/ports/provider-events.ts';
import { err, ok, type Result, ResultAsync } from '../../domain/result.ts';

/** The part of `fetch` that is used. */
export type FetchOnce = (url: string, init: RequestInit) => Promise<Response>;

/** No certificate and no answer of SNS comes near. In bytes. */
const longestText = 65_536;
const timeoutMs = 5_000;

/**
 * Gets a text once and follows no redirect. A server error or a lost connection may be mended by SNS's own repetition; an
 * answer that says no, or is too long, says that the address was not one of SNS.
 */
export function fetchedText(get: FetchOnce, url: string): ResultAsync<string, NotGenuine | PortFailure> {
  return new ResultAsync(fetched(get, url));
}

async function fetched(get: FetchOnce, url: string): Promise<Result<string, NotGenuine | PortFailure>> {
  try {
    const response = await get(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) {
      await response.body?.cancel();
      return response.status >= 500 || response.status === 429
        ? err(portFailure('Mailer', true, new Error(`SNS answered ${response.status}`), 'not-reached'))
        : err({ kind: 'NotGenuine' });
    }
    const text = await textOf(response.body);
    return text === null ? err({ kind: 'NotGenuine' }) : ok(text);
  } catch (cause) {
    return err(portFailure('Mailer', true, cause, 'not-reached'));
  }
}

async function textOf(body: AsyncIterable<Uint8Array> | null): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > longestText) return null; // leaving the loop hangs up
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
