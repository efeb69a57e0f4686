import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { oidcProviders } from '../../../src/adapters/oidc/index.ts';
import type { IdentityProviders, LogInAttempt } from '../../../src/application/ports/identity-providers.ts';
import { freshnessOf } from '../../../src/domain/session/provider-log-in.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { attemptWith, instant, secret } from './attempts.ts';
import { browserBy, type CertifiedProvider, certifiedProvider } from './certified-provider.ts';
import { addressIn, fetchBehind } from './loopback.ts';

const notProved = { kind: 'IdentityNotProved' };

let lake: CertifiedProvider;
let hill: CertifiedProvider;
let fetch: typeof globalThis.fetch;
let providers: IdentityProviders;
const printed = [vi.spyOn(console, 'info'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')];

beforeAll(async () => {
  lake = await certifiedProvider('lake.test');
  hill = await certifiedProvider('hill.test');
  fetch = fetchBehind({ 'lake.test': lake.origin, 'hill.test': hill.origin });
  providers = oidcProviders({ fetch, providers: { lake: lake.registered, hill: hill.registered } });
});

afterAll(async () => {
  await lake.close();
  await hill.close();
  expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
});

beforeEach(() => {
  lake.seat({ accountId: 'ada' });
  hill.seat({ accountId: 'ada' });
});

/** The person goes to the provider and comes back. */
async function back(attempt: LogInAttempt, browser = browserBy(fetch)): Promise<string> {
  return browser(await must(providers.authorizationUrl(attempt)));
}

function changed(callback: string, parameters: Readonly<Record<string, string | null>>): string {
  const url = new URL(callback);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

/** How often the tokens of a provider were asked for. */
const exchanges = ({ requests }: CertifiedProvider): number => requests.filter((path) => path === '/token').length;

describe('a log-in with a certified provider', () => {
  test('proves issuer and subject, and nothing else', async () => {
    const attempt = attemptWith('lake');
    const { identity } = await must(providers.redeem(attempt, await back(attempt)));
    expect(identity).toEqual({ issuer: 'https://lake.test', providerSubject: 'ada' });
  });

  test('asks for openid alone, by code, with PKCE by S256, state and nonce', async () => {
    const attempt = attemptWith('lake');
    const url = new URL(await must(providers.authorizationUrl(attempt)));
    expect(url.origin + url.pathname).toBe('https://lake.test/auth');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client-of-lake.test',
      redirect_uri: 'https://app.test/log-in/lake.test',
      scope: 'openid',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: createHash('sha256').update(attempt.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    expect(url.href).not.toContain(attempt.codeVerifier);
  });

  test('can be redeemed from the path and query that a server sees, too', async () => {
    const attempt = attemptWith('lake');
    const { pathname, search } = new URL(await back(attempt));
    expect((await providers.redeem(attempt, pathname + search)).isOk()).toBe(true);
  });

  test('is not proved twice by one code', async () => {
    const attempt = attemptWith('lake');
    const callback = await back(attempt);
    await must(providers.redeem(attempt, callback));
    expect(await refusalOf(providers.redeem(attempt, callback))).toEqual(notProved);
  });

  test('is not proved to who has another verifier', async () => {
    const attempt = attemptWith('lake');
    const callback = await back(attempt);
    const before = exchanges(lake);
    expect(await refusalOf(providers.redeem({ ...attempt, codeVerifier: secret() }, callback))).toEqual(notProved);
    expect(exchanges(lake)).toBe(before + 1); // the provider says so
  });

  test('is not proved to who has another nonce', async () => {
    const attempt = attemptWith('lake');
    const callback = await back(attempt);
    expect(await refusalOf(providers.redeem({ ...attempt, nonce: secret() }, callback))).toEqual(notProved);
  });

  test('is not proved where the person says no', async () => {
    lake.seat({ accountId: 'ada', consents: false });
    const attempt = attemptWith('lake');
    const callback = await back(attempt);
    expect(callback).toContain('error=access_denied');
    expect(await refusalOf(providers.redeem(attempt, callback))).toEqual(notProved);
  });

  test.each<[string, (callback: string) => string]>([
    ['another state', (callback) => changed(callback, { state: secret() })],
    ['no state', (callback) => changed(callback, { state: null })],
    ['a state twice', (callback) => `${callback}&state=${new URL(callback).searchParams.get('state')}`],
    ['another issuer', (callback) => changed(callback, { iss: 'https://hill.test' })],
    ['an issuer spelt otherwise', (callback) => changed(callback, { iss: 'https://lake.test/' })],
    ['no issuer', (callback) => changed(callback, { iss: null })],
    ['an issuer twice', (callback) => `${callback}&iss=https%3A%2F%2Flake.test`],
    ['no code', (callback) => changed(callback, { code: null })],
    ['a code twice', (callback) => `${callback}&code=${new URL(callback).searchParams.get('code')}`],
    ['two codes', (callback) => `${callback}&code=another`],
    ['an unknown parameter twice', (callback) => `${callback}&x=1&x=1`],
    ['an error beside the code', (callback) => changed(callback, { error: 'access_denied' })],
    ['an ID token beside the code', (callback) => changed(callback, { id_token: 'e30.e30.e30' })],
    ['an answer inside the answer', (callback) => changed(callback, { response: 'e30.e30.e30' })],
    ['another path', (callback) => callback.replace('/log-in/lake.test', '/log-in/hill.test')],
    ['another origin', (callback) => callback.replace('https://app.test', 'https://app.test.evil.test')],
    ['a user in its address', (callback) => callback.replace('https://', 'https://somebody@')],
    ['more than a browser sends', (callback) => `${callback}&x=${'x'.repeat(20_000)}`],
    ['nothing in it', () => ''],
    ['no address in it', () => 'https://['],
  ])('is not proved by a callback with %s, and no code goes out', async (_, bent) => {
    const attempt = attemptWith('lake');
    const callback = await back(attempt);
    const before = exchanges(lake);
    expect(await refusalOf(providers.redeem(attempt, bent(callback)))).toEqual(notProved);
    expect(exchanges(lake)).toBe(before);
    expect((await providers.redeem(attempt, callback)).isOk()).toBe(true); // so it was that, and nothing else
  });

  test('is not proved by a code that is made up', async () => {
    const attempt = attemptWith('lake');
    const callback = changed(await back(attempt), { code: secret() });
    expect(await refusalOf(providers.redeem(attempt, callback))).toEqual(notProved);
  });

  test('is a failure that an operator sees where the provider does not take the client', async () => {
    const wrong = oidcProviders({
      fetch,
      providers: { lake: { ...lake.registered, authentication: { kind: 'secret', secret: secret() } } },
    });
    const attempt = attemptWith('lake');
    const failure = await refusalOf(wrong.redeem(attempt, await back(attempt)));
    expect(failure).toMatchObject({ kind: 'PortFailure', port: 'IdentityProviders', retryable: false });
  });

  test('is proved with the secret in the header, too', async () => {
    const { authentication } = lake.registered;
    if (authentication.kind !== 'secret') throw new Error('The client has a secret');
    const inHeader = oidcProviders({
      fetch,
      providers: { lake: { ...lake.registered, authentication: { ...authentication, sentIn: 'header' } } },
    });
    const attempt = attemptWith('lake');
    expect((await must(inHeader.redeem(attempt, await back(attempt)))).identity.providerSubject).toBe('ada');
  });

  test('is proved to a client without a secret, whose codes PKCE alone binds', async () => {
    const open = oidcProviders({
      fetch,
      providers: { lake: { ...lake.registered, clientId: 'app-of-lake.test', authentication: { kind: 'none' } } },
    });
    const attempt = attemptWith('lake');
    const browser = browserBy(fetch);
    const callback = await browser(await must(open.authorizationUrl(attempt)));
    expect(await refusalOf(open.redeem({ ...attempt, codeVerifier: secret() }, callback))).toEqual(notProved);
    const again = await browser(await must(open.authorizationUrl(attempt)));
    expect((await must(open.redeem(attempt, again))).identity.providerSubject).toBe('ada');
  });
});

describe('a log-in that has to be fresh', () => {
  const hourAgo = () => Math.floor(Date.now() / 1000) - 3_600;

  test('makes a person who is logged in at the provider show anew who they are', async () => {
    const browser = browserBy(fetch);
    lake.seat({ accountId: 'ada', logsInAt: hourAgo() });
    const first = attemptWith('lake');
    await must(providers.redeem(first, await back(first, browser)));
    lake.seat({ accountId: 'ada' });
    const attempt = attemptWith('lake', { freshSince: instant(Date.now()) });
    const callback = await back(attempt, browser);
    const logIn = await must(providers.redeem(attempt, callback));
    expect(logIn.identity.providerSubject).toBe('ada');
    expect(freshnessOf(logIn, attempt.freshSince ?? instant(0), instant(Date.now()))).toBe('fresh');
  });

  test.each<[string, readonly string[]]>([
    ['takes the demand out of the address', ['prompt', 'max_age']],
    ['makes the demand a weak one', ['prompt']],
  ])('is not proved where somebody %s', async (_, removed) => {
    const browser = browserBy(fetch);
    lake.seat({ accountId: 'ada', logsInAt: hourAgo() });
    const first = attemptWith('lake');
    await must(providers.redeem(first, await back(first, browser)));
    const attempt = attemptWith('lake', { freshSince: instant(Date.now()) });
    const url = new URL(await must(providers.authorizationUrl(attempt)));
    expect(url.searchParams.get('prompt')).toBe('login');
    expect(url.searchParams.get('max_age')).toBe('0');
    for (const name of removed) url.searchParams.delete(name);
    if (url.searchParams.has('max_age')) url.searchParams.set('max_age', '86400');
    const callback = await browser(url.href);
    expect(callback).toContain('code=');
    const logIn = await must(providers.redeem(attempt, callback));
    expect(freshnessOf(logIn, attempt.freshSince ?? instant(0), instant(Date.now()))).toBe('stale');
  });

  test('is told how long ago the person may have shown who they are', async () => {
    const attempt = attemptWith('lake', { freshSince: instant(Date.now() - 90_500) });
    const url = new URL(await must(providers.authorizationUrl(attempt)));
    expect(url.searchParams.get('max_age')).toBe('90');
  });
});

describe('two providers at a time', () => {
  test('know a person of the same subject as two identities', async () => {
    const [atLake, atHill] = [attemptWith('lake'), attemptWith('hill')];
    const identities = [
      await must(providers.redeem(atLake, await back(atLake))),
      await must(providers.redeem(atHill, await back(atHill))),
    ].map(({ identity }) => identity);
    expect(identities).toEqual([
      { issuer: 'https://lake.test', providerSubject: 'ada' },
      { issuer: 'https://hill.test', providerSubject: 'ada' },
    ]);
  });

  test.each<[string, (callback: string) => string]>([
    ['as it is', (callback) => callback],
    ['moved to the address of the first', (callback) => callback.replace('/log-in/hill.test', '/log-in/lake.test')],
    [
      'moved, and without its issuer',
      (callback) => changed(callback.replace('/log-in/hill.test', '/log-in/lake.test'), { iss: null }),
    ],
  ])('are not mixed up: what the second answered is not redeemed with the first, %s', async (_, moved) => {
    // Somebody lets the person go to the hill with what was begun with the lake, so that the lake gets the hill's code.
    const attempt = attemptWith('lake');
    const callback = await back({ ...attempt, provider: 'hill' });
    const before = exchanges(lake);
    expect(await refusalOf(providers.redeem(attempt, moved(callback)))).toEqual(notProved);
    expect(exchanges(lake)).toBe(before);
  });

  test('are not mixed up where their answers do not name them: each answers to an address of its own', async () => {
    const nameless: typeof globalThis.fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!addressIn(input).endsWith('/openid-configuration')) return response;
      const text = await response.text();
      return new Response(text.replaceAll('authorization_response_iss_parameter_supported', 'something_else'));
    };
    const alike = oidcProviders({ fetch: nameless, providers: { lake: lake.registered, hill: hill.registered } });
    const attempt = attemptWith('lake');
    const callback = changed(await back({ ...attempt, provider: 'hill' }), { iss: null });
    const before = exchanges(lake);
    expect(await refusalOf(alike.redeem(attempt, callback))).toEqual(notProved);
    expect(exchanges(lake)).toBe(before);
    const own = attemptWith('lake');
    expect((await alike.redeem(own, changed(await back(own), { iss: null }))).isOk()).toBe(true);
  });

  test('and nobody else', async () => {
    for (const provider of ['sea', '', 'constructor', '__proto__']) {
      const attempt = attemptWith(provider);
      expect(await refusalOf(providers.authorizationUrl(attempt))).toEqual({ kind: 'UnknownProvider' });
      expect(await refusalOf(providers.redeem(attempt, 'https://app.test/'))).toEqual({ kind: 'UnknownProvider' });
      expect(await refusalOf(providers.verifyIdToken(attempt, 'e30.e30.e30'))).toEqual({ kind: 'UnknownProvider' });
    }
  });
});
