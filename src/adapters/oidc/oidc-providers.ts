import type {
  IdentityNotProved,
  IdentityProviders,
  LogInAttempt,
  ProvedLogIn,
  UnknownProvider,
} from '../../application/ports/identity-providers.ts';
import { type PortFailure, type PortFailureReason, portFailure } from '../../application/ports/port-failure.ts';
import { longestCallMs } from '../../domain/notice/notice.ts';
import { onThisMachine, type Residencies, statedAt } from '../../domain/residency/residency.ts';
import { err, errAsync, ok, type Result, ResultAsync } from '../../domain/result.ts';
import { addressOf, idTokenFor } from './authorization.ts';
import { discovery } from './discovery.ts';
import { asking } from './endpoint.ts';
import { identityIn, type Verifying } from './id-token.ts';
import { inTime } from './in-time.ts';
import { keySet } from './key-set.ts';
import type { OidcProvider } from './provider.ts';
import { relyingParty } from './relying-party.ts';

/** Which providers there are, and how they are reached. */
export interface OidcOptions {
  /** Under the names by which the host calls them, such as `google`. */
  readonly providers: Readonly<Record<string, OidcProvider>>;
  /** Another `fetch`, such as one that goes through a proxy. */
  readonly fetch?: typeof globalThis.fetch;
  /** What time it is, in milliseconds since 1970; the machine's clock by default. */
  readonly now?: () => number;
  /** How long one call of the port may take, all its requests together, in milliseconds; 10 s by default, 15 s at most. */
  readonly timeoutMs?: number;
}

/**
 * Log-in by companies that speak OpenID Connect, by authorization code with PKCE or by an ID token that an app hands over.
 * They are asked for `openid` and nothing more, and of what they say, issuer, subject and when the person logged in there are taken.
 *
 * Discovery documents are kept for an hour and keys for ten minutes; each is fetched once a minute at most, whatever
 * arrives and whatever fails, so a failure lasts for a minute. Clocks may be 30 s apart. A token that an app hands over was
 * issued within ten minutes, and has the nonce of the attempt as it is, not a hash of it.
 *
 * What is wrong with a code, a token or a callback is never said. A provider that cannot be reached, or that does not take
 * the client, is a `PortFailure`; only of the latter it says that it cannot be retried. Neither holds a code, a token, a
 * secret or a claim.
 *
 * Throws a `TypeError` on options that cannot be meant, without quoting them.
 */
export function oidcProviders(options: OidcOptions): IdentityProviders {
  const { fetch = globalThis.fetch, now = Date.now } = options;
  const timeoutMs = Math.min(options.timeoutMs ?? 10_000, longestCallMs);
  const ask = asking(fetch);
  const redirects = new Map<string, string>();
  const known: ReadonlyMap<string, Verifying> = new Map(
    Object.entries(options.providers).map(([name, provider]) => {
      const party = relyingParty(name, provider);
      // Where answers do not name their issuer, a provider could pass on the answer of another one (RFC 9700, 4.4.2).
      const other = redirects.get(party.redirectUri);
      if (other !== undefined) {
        const what = `its redirect URI is that of ${other} as well, and each has one of its own`;
        throw new TypeError(`The identity provider ${name}: ${what}`);
      }
      redirects.set(party.redirectUri, name);
      const fetching = { ask, timeoutMs, now };
      const discovered = discovery(party, fetching);
      return [name, { party, discovered, keys: keySet(party, discovered, fetching), now }];
    }),
  );

  /** One call of the port: the provider is known, the attempt is one, and the time is bounded. */
  function call<Value, Problem>(
    attempt: LogInAttempt,
    reason: PortFailureReason,
    run: (verifying: Verifying, signal: AbortSignal) => Promise<Result<Value, Problem | PortFailure>>,
  ): ResultAsync<Value, UnknownProvider | Problem | PortFailure> {
    const verifying = known.get(attempt.provider);
    if (verifying === undefined) return errAsync({ kind: 'UnknownProvider' });
    if (![attempt.state, attempt.nonce, attempt.codeVerifier].every((text) => /^[\w-]{43}$/.test(text))) {
      throw new TypeError('State, nonce and verifier of a log-in attempt are 43 characters of base64url each');
    }
    return new ResultAsync(inTime(timeoutMs, reason, (signal) => run(verifying, signal)));
  }

  return {
    residency: placesOf(options.providers),
    authorizationUrl: (attempt) =>
      call<string, never>(attempt, 'not-reached', async ({ party, discovered }) => {
        const found = await discovered.current();
        return found.isErr() ? err(found.error) : ok(await addressOf(attempt, party, found.value, now()));
      }),
    redeem: (attempt, callback) =>
      call(attempt, 'unclear', async (verifying, signal) => {
        const { party, discovered } = verifying;
        const found = await discovered.current();
        if (found.isErr()) return err(found.error);
        const token = await idTokenFor(attempt, callback, party, found.value, { ask, signal, nowMs: now() });
        if (token.isErr()) return err(token.error);
        return (await identityIn(token.value, attempt, verifying)).mapErr((problem) =>
          problem.kind === 'PortFailure' ? codeIsSpent(problem) : problem,
        );
      }),
    verifyIdToken: (attempt, idToken) =>
      call<ProvedLogIn, IdentityNotProved>(attempt, 'not-reached', (verifying) =>
        identityIn(idToken, attempt, verifying),
      ),
  };
}

/** Where each of them is; where there is none, nobody goes anywhere. */
function placesOf(providers: OidcOptions['providers']): Residencies {
  const [first, ...more] = Object.entries(providers).map(([name, { issuer, region }]) =>
    statedAt(name, region, new URL(issuer).hostname),
  );
  return first === undefined ? onThisMachine : [first, ...more];
}

/** What failed after a code was redeemed is not as if nothing had been done: the code is of no use any more. */
function codeIsSpent(failure: PortFailure): PortFailure {
  return failure.retryable ? portFailure(failure.port, true, failure.cause, 'unclear') : failure;
}
