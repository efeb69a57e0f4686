import { type CryptoKey, createLocalJWKSet, type JWSHeaderParameters, errors as joseErrors } from 'jose';
import { z } from 'zod';
import type { IdentityNotProved } from '../../application/ports/identity-providers.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { minuteMs } from '../../domain/instant.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type CachedDocument, cachedDocument } from './cached-document.ts';
import { type Discovered, type Fetching, jsonAt } from './discovery.ts';
import { providerFailure } from './endpoint.ts';
import { notProved } from './not-proved.ts';
import type { RelyingParty } from './relying-party.ts';

/** The public keys that a provider signs ID tokens under. */
export interface KeySet {
  /**
   * The key that the header of a token names. A failure where the keys cannot be had, so that nothing is known of the
   * token; `IdentityNotProved` where they are at hand and this one is not among them.
   */
  keyFor(header: JWSHeaderParameters): Promise<Result<CryptoKey, IdentityNotProved | PortFailure>>;
}

/** A key that was taken back counts for so long at most. */
const maxAgeMs = 10 * minuteMs;

type Keys = ReturnType<typeof createLocalJWKSet>;

const jwkSet = z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1) });

/**
 * Keys come from the provider's own address alone: what a header says of keys (`jwk`, `jku`, `x5u`, `x5c`) is not read. A
 * key that is not at hand makes the set be fetched anew, so a rotation is noticed by the first token under the new key, or
 * a minute after the last fetch.
 */
export function keySet(party: RelyingParty, discovered: CachedDocument<Discovered>, fetching: Fetching): KeySet {
  const what = `the keys of ${party.provider}`;
  const keys = cachedDocument<Keys>({
    load: async () => {
      const found = await discovered.current();
      if (found.isErr()) return err(found.error);
      return (await jsonAt(found.value.jwksUri, what, fetching)).andThen((json) => keysIn(json, what));
    },
    maxAgeMs,
    now: fetching.now,
  });

  return {
    keyFor: async (header) => {
      const atHand = await keys.current();
      if (atHand.isErr()) return err(atHand.error);
      const key = await matching(atHand.value, header, what);
      if (key !== null) return key;
      const renewed = await keys.renewed();
      if (renewed.isErr()) return err(renewed.error);
      return (await matching(renewed.value, header, what)) ?? err(notProved);
    },
  };
}

function keysIn(json: unknown, what: string): Result<Keys, PortFailure> {
  const read = jwkSet.safeParse(json);
  try {
    if (read.success) return ok(createLocalJWKSet(read.data));
  } catch {
    // A key in it is none that the package can read.
  }
  return err(providerFailure(`${what} have another form`, true, 'not-reached'));
}

/** Null where the set has no such key, so that a newer one may have it. */
async function matching(
  keys: Keys,
  header: JWSHeaderParameters,
  what: string,
): Promise<Result<CryptoKey, IdentityNotProved | PortFailure> | null> {
  try {
    return ok(await keys(header));
  } catch (problem) {
    if (problem instanceof joseErrors.JWKSNoMatchingKey) return null;
    // Several keys, and the token does not say which: it has to (OpenID Connect Core 1.0, section 10.1).
    if (problem instanceof joseErrors.JWKSMultipleMatchingKeys) return err(notProved);
    return err(providerFailure(`${what} have a key that is none`, true, 'not-reached'));
  }
}
