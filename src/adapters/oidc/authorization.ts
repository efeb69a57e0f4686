import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  Configuration,
  calculatePKCECodeChallenge,
  clockSkew,
  clockTolerance,
  customFetch,
} from 'openid-client';
import type { IdentityNotProved, LogInAttempt } from '../../application/ports/identity-providers.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import { secondMs } from '../../domain/instant.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Discovered } from './discovery.ts';
import type { Ask } from './endpoint.ts';
import { clockToleranceSeconds } from './id-token.ts';
import { notProved } from './not-proved.ts';
import type { RelyingParty } from './relying-party.ts';
import { tokensIn } from './token-answer.ts';

/** No honest callback comes near. In characters. */
const longestCallback = 16_384;

/**
 * Where the browser goes: authorization code, PKCE by S256, state and nonce. The scope is `openid` alone: no name and no
 * email address is asked for (POLICY.md C03, C07).
 */
export async function addressOf(
  attempt: LogInAttempt,
  party: RelyingParty,
  discovered: Discovered,
  nowMs: number,
): Promise<string> {
  const { freshSince } = attempt;
  const fresh =
    freshSince === null
      ? {}
      : { ...party.freshLogIn, max_age: String(Math.max(0, Math.floor((nowMs - freshSince) / secondMs))) };
  return buildAuthorizationUrl(configuration(party, discovered, nowMs), {
    ...fresh,
    response_type: 'code',
    client_id: party.clientId,
    redirect_uri: party.redirectUri,
    scope: 'openid',
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await calculatePKCECodeChallenge(attempt.codeVerifier),
    code_challenge_method: 'S256',
  }).href;
}

/**
 * Redeems the code in an address that the browser came back to, and gives the ID token that came for it, which is still to
 * be verified. The access token that comes with it is thrown away.
 *
 * The package looks at state, issuer (RFC 9207) and error of the answer before it asks for anything, and at the claims of
 * the token by rules of its own; here is looked at what it leaves to others: that the answer came to the address of this
 * provider, with each parameter once, and what the token endpoint means by its answer.
 */
export async function idTokenFor(
  attempt: LogInAttempt,
  callback: string,
  party: RelyingParty,
  discovered: Discovered,
  asked: { readonly ask: Ask; readonly signal: AbortSignal; readonly nowMs: number },
): Promise<Result<string, IdentityNotProved | PortFailure>> {
  const answered = answerIn(callback, party);
  if (answered === null) return err(notProved);
  const what = `the token endpoint of ${party.provider}`;
  const refusals: (IdentityNotProved | PortFailure)[] = [];
  const client = configuration(party, discovered, asked.nowMs, await party.credentials(asked.nowMs));
  client[customFetch] = async (url, { headers, body }) => {
    const form = body instanceof URLSearchParams ? body.toString() : null;
    const answer = await asked.ask({ what, url, method: 'POST', headers, body: form }, asked.signal);
    const text = answer.andThen((one) => tokensIn(one, what));
    if (text.isOk()) return new Response(text.value, { headers: { 'content-type': 'application/json' } });
    refusals.push(text.error);
    throw new Error('There are no tokens');
  };
  try {
    const { id_token: idToken } = await authorizationCodeGrant(client, answered, {
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.codeVerifier,
      idTokenExpected: true,
    });
    return idToken === undefined ? err(notProved) : ok(idToken);
  } catch {
    // Whatever it is, nothing is proved. The errors hold the callback, code and all, so none is kept.
    const [refusal = notProved] = refusals;
    return err(refusal);
  }
}

/** The redirect URI with what the provider answered, once; null if the address is another one, or says anything twice. */
function answerIn(callback: string, { redirectUri }: RelyingParty): URL | null {
  const answered = callback.length <= longestCallback ? URL.parse(callback, redirectUri) : null;
  if (answered === null) return null;
  const names = [...answered.searchParams.keys()];
  if (new Set(names).size !== names.length) return null;
  const expected = new URL(redirectUri);
  expected.search = answered.search;
  answered.hash = ''; // it never comes from a browser
  return answered.href === expected.href ? answered : null;
}

/** What the package knows of provider and client: what was looked at, and not a field of the document more. */
function configuration(
  { issuer, clientId }: RelyingParty,
  { authorizationEndpoint, tokenEndpoint, signingAlgorithms, namesIssuer }: Discovered,
  nowMs: number,
  authentication?: ClientAuth,
): Configuration {
  const made = new Configuration(
    {
      issuer,
      authorization_endpoint: authorizationEndpoint,
      token_endpoint: tokenEndpoint,
      id_token_signing_alg_values_supported: [...signingAlgorithms],
      authorization_response_iss_parameter_supported: namesIssuer,
    },
    clientId,
    // The package reads the machine's clock: this is how far ours is from it.
    { [clockSkew]: Math.round((nowMs - Date.now()) / secondMs), [clockTolerance]: clockToleranceSeconds },
    authentication,
  );
  made.timeout = 0; // ours ends the call
  return made;
}
