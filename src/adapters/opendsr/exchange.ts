import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import { err, ok, type Result, ResultAsync } from '../../domain/result.ts';

/** One HTTP request to a processor. */
export interface Question {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; the one place where identifiers of a person may stand. */
  readonly body: string | null;
  /** How long the whole answer may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The raw bytes, as they were signed; empty where the status says that there is nothing to read. */
  readonly body: Uint8Array;
}

/** No answer of the protocol comes near: an acknowledgement repeats the request, a status has five fields. In bytes. */
const longestBody = 65_536;

/** Asks once and follows no redirect: identifiers go where the host said, and nowhere else. */
export function exchange(question: Question): ResultAsync<Answer, PortFailure> {
  return new ResultAsync(converse(question));
}

async function converse({ method, url, headers, body, timeoutMs }: Question): Promise<Result<Answer, PortFailure>> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs), // it ends the reading of the body too
    });
    if (!response.ok) {
      await response.body?.cancel();
      return ok({ status: response.status, headers: response.headers, body: new Uint8Array() });
    }
    const read = await readAtMost(longestBody, response.body);
    return read === null
      ? err(portFailure('DataProcessor', false, new Error('The answer is too long')))
      : ok({ status: response.status, headers: response.headers, body: read });
  } catch (cause) {
    return err(portFailure('DataProcessor', true, cause));
  }
}

async function readAtMost(most: number, body: AsyncIterable<Uint8Array> | null): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > most) return null; // leaving the loop hangs up
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
