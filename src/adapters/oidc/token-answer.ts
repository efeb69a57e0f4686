import { z } from 'zod';
import type { IdentityNotProved } from '../../application/ports/identity-providers.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type EndpointAnswer, providerFailure } from './endpoint.ts';
import { notProved } from './not-proved.ts';

/** What the token endpoint says of a code that is wrong, used, too old or not of this client (RFC 6749, section 5.2). */
const wrongCode: ReadonlySet<string> = new Set(['invalid_grant', 'invalid_request']);

const tokens = z.object({ id_token: z.string() });
const refusal = z.object({ error: z.string() });

/** Facebook's own form of a refusal. Number 100 is a parameter that is wrong, and the code and its verifier are ours alone. */
const graphRefusal = z.object({ error: z.object({ code: z.number() }) });
const graphWrongParameter = 100;

/**
 * Passes on an answer with an ID token in it. Any other is either a no to this code, or a failure that an operator has to
 * see: a client that the provider does not take, an endpoint that is down. Words of the provider go no further.
 */
export function tokensIn(
  { status, text }: EndpointAnswer,
  what: string,
): Result<string, IdentityNotProved | PortFailure> {
  const json = parsed(text);
  if (status === 200) {
    return tokens.safeParse(json).success
      ? ok(text)
      : err(providerFailure(`${what} answered without an ID token`, true, 'unclear'));
  }
  const failure = (retryable: boolean, reason?: 'throttled' | 'unclear') =>
    err(providerFailure(`${what} answered ${status}`, retryable, reason));
  if (status === 429) return failure(true, 'throttled');
  if (status < 400 || status >= 500 || status === 408) return failure(true, 'unclear');
  const said = refusal.safeParse(json);
  if (said.success) return wrongCode.has(said.data.error) ? err(notProved) : failure(false);
  const graph = graphRefusal.safeParse(json);
  if (graph.success) return graph.data.error.code === graphWrongParameter ? err(notProved) : failure(true, 'unclear');
  return failure(false);
}

function parsed(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    return undefined; // no JSON; the error quotes it
  }
}
