import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  apple,
  type ClientAuthentication,
  facebook,
  google,
  type OidcProvider,
  oidcProviders,
} from '../../../src/adapters/oidc/index.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { attemptWith, instant } from './attempts.ts';
import { addressIn } from './loopback.ts';

const { privateKey: p256 } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { privateKey: p384 } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: typeof p256): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

const good: OidcProvider = {
  issuer: 'https://idp.test',
  clientId: 'web',
  authentication: { kind: 'secret', secret: 'hidden-secret' },
  redirectUri: 'https://app.test/log-in/idp',
};

const signed = (more: Partial<ClientAuthentication>): Partial<OidcProvider> => ({
  authentication: {
    kind: 'signed-secret',
    teamId: 'TEAM123456',
    keyId: 'KEY1234567',
    privateKey: pem(p256),
    ...more,
  } as ClientAuthentication, // each differs from a good one in a text
});

describe('an identity provider', () => {
  test.each<[string, Partial<OidcProvider>]>([
    ['a secret', {}],
    ['a secret in the header', { authentication: { kind: 'secret', secret: 'hidden-secret', sentIn: 'header' } }],
    ['no secret', { authentication: { kind: 'none' } }],
    ['a secret that it signs', signed({})],
    ['an issuer with a path', { issuer: 'https://idp.test/tenant' }],
    ['an issuer with a slash', { issuer: 'https://idp.test/' }],
    ['apps', { audiences: ['ios', 'android'] }],
    ['a redirect into an app', { redirectUri: 'com.example.app:/log-in' }],
    ['a redirect to the loopback', { redirectUri: 'http://127.0.0.1:8080/log-in' }],
    ['a redirect to the loopback by IPv6', { redirectUri: 'http://[::1]:8080/log-in' }],
    ['a redirect to localhost', { redirectUri: 'http://localhost:8080/log-in' }],
  ])('can have %s', (_, options) => {
    oidcProviders({ providers: { idp: { ...good, ...options } } });
  });

  test.each<[string, Partial<OidcProvider>]>([
    ['an issuer by http', { issuer: 'http://hidden.test' }],
    ['an issuer that is no URL', { issuer: 'hidden' }],
    ['an empty issuer', { issuer: '' }],
    ['an issuer in capitals', { issuer: 'https://HIDDEN.test' }],
    ['an issuer with its own port', { issuer: 'https://hidden.test:443' }],
    ['an issuer with a query', { issuer: 'https://idp.test?hidden' }],
    ['an issuer with a fragment', { issuer: 'https://idp.test#hidden' }],
    ['an issuer with a user', { issuer: 'https://hidden@idp.test' }],
    ['an empty other spelling of its issuer', { issuerAliases: [''] }],
    ['an empty client id', { clientId: '' }],
    ['a client id that is not there', { clientId: undefined as unknown as string }], // as from a setting
    ['a client id with a space', { clientId: 'hidden id' }],
    ['an empty audience', { audiences: ['ios', ''] }],
    ['a redirect by http', { redirectUri: 'http://hidden.test/' }],
    ['a redirect that only begins like the loopback', { redirectUri: 'http://127.0.0.1.hidden.test/' }],
    ['a redirect that is no URL', { redirectUri: 'hidden' }],
    ['a redirect that is code', { redirectUri: 'javascript:hidden' }],
    ['a redirect that is data', { redirectUri: 'data:text/html,hidden' }],
    ['a redirect into an app by a word', { redirectUri: 'hidden:/log-in' }],
    ['a redirect with a query', { redirectUri: 'https://app.test/?hidden=1' }],
    ['a redirect with an empty query', { redirectUri: 'https://app.test/hidden?' }],
    ['a redirect with a fragment', { redirectUri: 'https://app.test/#hidden' }],
    ['a redirect with a user', { redirectUri: 'https://hidden@app.test/' }],
    ['a redirect that is written otherwise than it is sent', { redirectUri: 'https://app.test' }],
    ['a redirect with dots', { redirectUri: 'https://app.test/a/../hidden' }],
    ['an empty secret', { authentication: { kind: 'secret', secret: '' } }],
    ['a secret with a line break at its end', { authentication: { kind: 'secret', secret: 'hidden\n' } }],
    ['a secret with a space', { authentication: { kind: 'secret', secret: 'hidden secret' } }],
    ['a team that is none', signed({ teamId: 'hidden' })],
    ['a key id that is none', signed({ keyId: 'hidden' })],
    ['a private key that is none', signed({ privateKey: 'hidden' })],
    ['a private key on another curve', signed({ privateKey: pem(p384) })],
    ['a private key that is not on a curve', signed({ privateKey: pem(rsa) })],
    ['a public key', signed({ privateKey: '-----BEGIN PUBLIC KEY-----\nhidden\n-----END PUBLIC KEY-----' })],
    ['an endpoint by http', { metadata: { tokenEndpoint: 'http://hidden.test/' } }],
    ['an endpoint with a user', { metadata: { authorizationEndpoint: 'https://hidden@idp.test/' } }],
    ['keys that are no URL', { metadata: { jwksUri: 'hidden' } }],
  ])('cannot have %s, and the error quotes nothing', (_, options) => {
    const open = () => oidcProviders({ providers: { idp: { ...good, ...options } } });
    expect(open).toThrow(TypeError);
    try {
      open();
    } catch (error) {
      expect(inspect(error, { depth: 9 })).toContain('The identity provider idp: ');
      expect(inspect(error, { depth: 9 })).not.toMatch(/hidden|MIG|MII/i);
    }
  });

  test('has a redirect URI of its own: it says from whom an answer is, and the error quotes nothing', () => {
    const other = { ...good, issuer: 'https://other.test', redirectUri: 'https://app.test/hidden' };
    const open = (redirectUri: string) => oidcProviders({ providers: { idp: { ...good, redirectUri }, other } });
    expect(open(good.redirectUri)).toBeDefined();
    const told = 'The identity provider other: its redirect URI is that of idp as well, and each has one of its own';
    expect(() => open(other.redirectUri)).toThrow(new TypeError(told));
  });

  test('shows no secret, wherever somebody prints what it came to be', () => {
    const providers = oidcProviders({
      providers: {
        idp: good,
        signing: { ...good, ...signed({}), redirectUri: 'https://app.test/log-in/signing' },
      },
    });
    for (const shown of [
      inspect(providers, { depth: 9, showHidden: true, getters: true }),
      JSON.stringify(providers),
      ...Object.values(providers).map((method) => `${inspect(method, { showHidden: true, depth: 9 })}`),
    ]) {
      expect(shown).not.toMatch(/hidden|PRIVATE|TEAM123456/);
    }
  });
});

describe('the provider that everybody knows', () => {
  const client = { clientId: 'web', redirectUri: 'https://app.test/log-in', clientSecret: 'hidden-secret' };
  /** The documents, as they were published. */
  const documents: Readonly<Record<string, unknown>> = {
    'https://accounts.google.com/.well-known/openid-configuration': {
      issuer: 'https://accounts.google.com',
      authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
      token_endpoint: 'https://oauth2.googleapis.com/token',
      jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
      id_token_signing_alg_values_supported: ['RS256'],
    },
    'https://appleid.apple.com/.well-known/openid-configuration': {
      issuer: 'https://appleid.apple.com',
      authorization_endpoint: 'https://appleid.apple.com/auth/authorize',
      token_endpoint: 'https://appleid.apple.com/auth/token',
      jwks_uri: 'https://appleid.apple.com/auth/keys',
      id_token_signing_alg_values_supported: ['RS256'],
    },
    'https://www.facebook.com/.well-known/openid-configuration': {
      issuer: 'https://www.facebook.com',
      authorization_endpoint: 'https://facebook.com/dialog/oauth/',
      jwks_uri: 'https://www.facebook.com/.well-known/oauth/openid/jwks/',
      response_types_supported: ['id_token', 'token id_token'],
      id_token_signing_alg_values_supported: ['RS256'],
    },
  };
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    const url = addressIn(input);
    asked.push(url);
    return url in documents ? Response.json(documents[url]) : new Response('', { status: 503 });
  };
  const providers = oidcProviders({
    fetch,
    providers: {
      google: google(client),
      apple: apple({
        clientId: 'web',
        redirectUri: 'https://app.test/log-in/apple',
        teamId: 'TEAM123456',
        keyId: 'KEY1234567',
        privateKey: pem(p256),
      }),
      facebook: facebook({ ...client, redirectUri: 'https://app.test/log-in/facebook' }),
    },
  });

  test.each([
    ['google', 'https://accounts.google.com/o/oauth2/v2/auth', 'https://oauth2.googleapis.com/token'],
    ['apple', 'https://appleid.apple.com/auth/authorize', 'https://appleid.apple.com/auth/token'],
    ['facebook', 'https://www.facebook.com/dialog/oauth', 'https://graph.facebook.com/oauth/access_token'],
  ])('as %s is asked for openid alone, at its own addresses', async (name, authorize, token) => {
    const attempt = attemptWith(name);
    const url = new URL(await must(providers.authorizationUrl(attempt)));
    expect(url.origin + url.pathname).toBe(authorize);
    expect(url.searchParams.get('scope')).toBe('openid');
    expect([...url.searchParams.keys()].sort()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'nonce',
      'redirect_uri',
      'response_type',
      'scope',
      'state',
    ]);
    const redirectUri = url.searchParams.get('redirect_uri') ?? '';
    const callback = `${redirectUri}?code=x&state=${attempt.state}`;
    expect(await refusalOf(providers.redeem(attempt, callback))).toMatchObject({ reason: 'unclear' });
    expect(asked.at(-1)).toBe(token);
  });

  test.each<[string, Readonly<Record<string, string | null>>]>([
    ['google', { prompt: null, claims: '{"id_token":{"auth_time":{"essential":true}}}' }],
    ['apple', { prompt: null }],
    ['facebook', { prompt: null, auth_type: 'reauthenticate' }],
  ])('as %s is asked for a fresh log-in by what it knows', async (name, parameters) => {
    const attempt = attemptWith(name, { freshSince: instant(Date.now() - 5_000) });
    const { searchParams } = new URL(await must(providers.authorizationUrl(attempt)));
    expect(searchParams.get('max_age')).toMatch(/^[56]$/);
    for (const [parameter, value] of Object.entries(parameters)) expect(searchParams.get(parameter)).toBe(value);
  });

  test.each([
    ['google', google(client), false],
    ['google with session age claims', google({ ...client, sessionAgeClaims: true }), true],
    ['facebook', facebook(client), false],
    ['apple', apple({ ...client, teamId: 'TEAM123456', keyId: 'KEY1234567', privateKey: pem(p256) }), false],
    ['any other', good, undefined],
  ])('is known to prove that a log-in is fresh or not: %s', (_, { provesFreshness }, proves) => {
    expect(provesFreshness).toBe(proves);
  });

  test('cannot be told by an option to send something else than the attempt', async () => {
    const bent = oidcProviders({
      fetch,
      providers: { google: { ...google(client), freshLogIn: { state: 'x', nonce: 'x', scope: 'openid email' } } },
    });
    const attempt = attemptWith('google', { freshSince: instant(Date.now()) });
    const { searchParams } = new URL(await must(bent.authorizationUrl(attempt)));
    expect(searchParams.getAll('state')).toEqual([attempt.state]);
    expect(searchParams.getAll('nonce')).toEqual([attempt.nonce]);
    expect(searchParams.getAll('scope')).toEqual(['openid']);
  });
});
