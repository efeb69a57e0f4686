import { z } from 'zod';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { hourMs } from '../../domain/instant.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type CachedDocument, cachedDocument } from './cached-document.ts';
import { type Ask, type EndpointRequest, onlyLooked, providerFailure } from './endpoint.ts';
import { isHttps } from './https-address.ts';
import { inTime } from './in-time.ts';
import type { RelyingParty } from './relying-party.ts';

/** Where a provider is asked for what, and how it signs. */
export interface Discovered {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  /** By which ID tokens may be signed: asymmetric algorithms alone, and at least one. */
  readonly signingAlgorithms: readonly string[];
  /** Whether its answers name it (`iss`, RFC 9207). */
  readonly namesIssuer: boolean;
}

/** What is needed to fetch documents. */
export interface Fetching {
  readonly ask: Ask;
  /** How long one fetch may take. */
  readonly timeoutMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Endpoints change about never. */
const maxAgeMs = hourMs;

/**
 * Never `none`, and never an HMAC: its key would be one that both sides know, and that who mixes up algorithms takes from
 * the public key (RFC 8725, section 2.1).
 */
const asymmetric: ReadonlySet<string> = new Set(
  'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' '),
);

const document = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string().optional(),
  token_endpoint: z.string().optional(),
  jwks_uri: z.string().optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});

/** The discovery document of a provider (OpenID Connect Discovery 1.0, section 4), kept for an hour. */
export function discovery(party: RelyingParty, { ask, timeoutMs, now }: Fetching): CachedDocument<Discovered> {
  const url = `${party.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const what = `the discovery document of ${party.provider}`;
  return cachedDocument({
    load: async () => (await jsonAt(url, what, { ask, timeoutMs })).andThen((json) => discoveredIn(json, what, party)),
    maxAgeMs,
    now,
  });
}

/** Fetches a JSON document. Whatever becomes of it, nothing was done. */
export async function jsonAt(
  url: string,
  what: string,
  { ask, timeoutMs }: Pick<Fetching, 'ask' | 'timeoutMs'>,
): Promise<Result<unknown, PortFailure>> {
  const request: EndpointRequest = { what, url, method: 'GET', headers: { accept: 'application/json' }, body: null };
  const answer = await inTime(timeoutMs, 'not-reached', (signal) => ask(request, signal));
  return answer.mapErr(onlyLooked).andThen(({ status, text }) => {
    if (status !== 200) return err(providerFailure(`${what}: answered ${status}`, true, 'not-reached'));
    try {
      const json: unknown = JSON.parse(text);
      return ok(json);
    } catch {
      return err(providerFailure(`${what} is no JSON`, true, 'not-reached')); // the error quotes the text
    }
  });
}

function discoveredIn(json: unknown, what: string, party: RelyingParty): Result<Discovered, PortFailure> {
  const broken = (words: string) => err(providerFailure(`${what} ${words}`, false));
  const read = document.safeParse(json);
  if (!read.success) return broken('has another form');
  // Letter by letter: who answers for another issuer could make up identities of it (Discovery 1.0, section 4.3).
  if (read.data.issuer !== party.issuer) return broken('is of another issuer');
  const { metadata } = party;
  const authorizationEndpoint = metadata.authorizationEndpoint ?? read.data.authorization_endpoint;
  const tokenEndpoint = metadata.tokenEndpoint ?? read.data.token_endpoint;
  const jwksUri = metadata.jwksUri ?? read.data.jwks_uri;
  // Where nothing is said, RS256 is what everybody signs by (Core 1.0, section 15.1).
  const announced = metadata.signingAlgorithms ?? read.data.id_token_signing_alg_values_supported ?? ['RS256'];
  const signingAlgorithms = announced.filter((algorithm) => asymmetric.has(algorithm));
  if (authorizationEndpoint === undefined || !isHttps(authorizationEndpoint)) {
    return broken('has no authorization endpoint by https');
  }
  if (tokenEndpoint === undefined || !isHttps(tokenEndpoint)) return broken('has no token endpoint by https');
  if (jwksUri === undefined || !isHttps(jwksUri)) return broken('has no keys by https');
  if (signingAlgorithms.length === 0) return broken('has no algorithm by which a signature proves anything');
  return ok({
    authorizationEndpoint,
    tokenEndpoint,
    jwksUri,
    signingAlgorithms,
    namesIssuer: read.data.authorization_response_iss_parameter_supported ?? false,
  });
}
