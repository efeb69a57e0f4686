import { exportJWK } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { IdentityProviders } from '../../../src/application/ports/identity-providers.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { attemptWith, secret } from './attempts.ts';
import { type Fault, issuerKey, type LocalIssuer, localIssuer } from './local-issuer.ts';
import { addressIn } from './loopback.ts';

const notProved = { kind: 'IdentityNotProved' };
const notReached = { kind: 'PortFailure', port: 'IdentityProviders', retryable: true, reason: 'not-reached' };

let idp: LocalIssuer;
let providers: IdentityProviders;

beforeEach(async () => {
  idp = await localIssuer();
  providers = idp.providers();
});
afterEach(() => idp.close());

const pass = (ms: number): void => {
  idp.clock.nowMs += ms;
};

/** A log-in by a good token under the key that the provider has now: `proved`, or what stands in its way. */
async function logIn(): Promise<string> {
  const attempt = attemptWith('idp');
  return (await providers.verifyIdToken(attempt, await idp.sign(idp.claims(attempt)))).match(
    () => 'proved',
    ({ kind }) => kind,
  );
}

/** A token under a key that nobody knows. */
async function underUnknownKey(): Promise<string> {
  const attempt = attemptWith('idp');
  const token = await idp.sign(idp.claims(attempt), { kid: secret() });
  return (await providers.verifyIdToken(attempt, token)).match(
    () => 'proved',
    ({ kind }) => kind,
  );
}

describe('the keys of a provider', () => {
  test('are fetched once for many log-ins, one after the other and at the same time', async () => {
    for (let one = 0; one < 20; one += 1) expect(await logIn()).toBe('proved');
    expect(new Set(await Promise.all(Array.from({ length: 50 }, logIn)))).toEqual(new Set(['proved']));
    expect(idp.count('/keys')).toBe(1);
    expect(idp.count('/.well-known/openid-configuration')).toBe(1);
  });

  test('are fetched once where the first log-ins come at the same time', async () => {
    expect(new Set(await Promise.all(Array.from({ length: 50 }, logIn)))).toEqual(new Set(['proved']));
    expect(idp.count('/keys')).toBe(1);
    expect(idp.count('/.well-known/openid-configuration')).toBe(1);
  });

  test('are fetched anew after ten minutes, so that one that was taken back counts no longer', async () => {
    await logIn();
    const stolen = idp.key;
    await idp.rotate();
    const attempt = attemptWith('idp');
    const underStolen = async () => {
      const current = idp.key;
      idp.key = stolen;
      const token = await idp.sign(idp.claims(attempt));
      idp.key = current;
      return (await providers.verifyIdToken(attempt, token)).isOk();
    };
    pass(599_999);
    expect(await underStolen()).toBe(true);
    pass(1);
    expect(await underStolen()).toBe(false);
    expect(await logIn()).toBe('proved');
    expect(idp.count('/keys')).toBe(2);
  });

  test('are fetched anew for a key that came since, a minute after the last fetch', async () => {
    await logIn();
    await idp.rotate();
    pass(59_999);
    expect(await logIn()).toBe('IdentityNotProved');
    expect(idp.count('/keys')).toBe(1);
    pass(1);
    expect(await logIn()).toBe('proved');
    expect(idp.count('/keys')).toBe(2);
  });

  test('of one provider are not fetched for tokens of another, nor do they count there', async () => {
    const other = await localIssuer();
    const attempt = attemptWith('idp');
    expect(await refusalOf(providers.verifyIdToken(attempt, await other.sign(other.claims(attempt))))).toEqual(
      notProved,
    );
    expect(other.asked).toEqual([]);
    await other.close();
  });
});

describe('a flood of tokens under keys that nobody knows', () => {
  test('one after the other makes one fetch a minute, and nobody is shut out', async () => {
    await logIn();
    for (let one = 0; one < 1_000; one += 1) expect(await underUnknownKey()).toBe('IdentityNotProved');
    expect(idp.count('/keys')).toBe(1);
    for (let minute = 2; minute <= 5; minute += 1) {
      pass(60_000);
      for (let one = 0; one < 20; one += 1) expect(await underUnknownKey()).toBe('IdentityNotProved');
      expect(idp.count('/keys')).toBe(minute);
    }
    expect(await logIn()).toBe('proved');
    expect(idp.count('/.well-known/openid-configuration')).toBe(1);
  });

  test('at the same time makes one fetch a minute', async () => {
    const flood = () => Promise.all(Array.from({ length: 200 }, underUnknownKey));
    expect(new Set(await flood())).toEqual(new Set(['IdentityNotProved']));
    expect(idp.count('/keys')).toBe(1);
    pass(60_000);
    expect(new Set(await flood())).toEqual(new Set(['IdentityNotProved']));
    expect(idp.count('/keys')).toBe(2);
  });

  test('while honest people come in keeps none of them out', async () => {
    const both = await Promise.all(Array.from({ length: 100 }, (_, one) => (one % 2 ? underUnknownKey() : logIn())));
    expect(both.filter((one) => one === 'proved')).toHaveLength(50);
    expect(idp.count('/keys')).toBe(1);
  });

  test('over ten minutes, at every moment, makes ten fetches', async () => {
    for (let tick = 0; tick < 600; tick += 1) {
      await underUnknownKey();
      pass(1_000);
    }
    expect(idp.count('/keys')).toBe(10);
  });
});

const broken: readonly [string, Fault][] = [
  ['answers with an error', { status: 500, text: 'oops' }],
  ['says that it has no such page', { status: 404, text: '' }],
  ['answers with garbage', { status: 200, text: '<html>Please log in to the network</html>' }],
  ['answers with nothing', { status: 200, text: '' }],
  ['answers with another document', { status: 200, text: '{"issuer":"https://idp.test"}' }],
  ['answers with keys that are none', { status: 200, text: '{"keys":["a","b"]}' }],
  ['answers with no keys', { status: 200, text: '{"keys":[]}' }],
  ['sends us elsewhere', { status: 302, text: '', headers: { location: 'https://idp.test/other-keys' } }],
  ['hangs up', 'hang-up'],
  ['answers without end', 'too-much'],
];

describe.each(broken)('keys whose endpoint %s', (_, fault) => {
  test('are a failure that passes, prove nothing, and are asked for once a minute', async () => {
    idp.break('/keys', fault);
    idp.break('/other-keys', { status: 200, text: JSON.stringify({ keys: idp.keys }) });
    const attempt = attemptWith('idp');
    const token = await idp.sign(idp.claims(attempt));
    expect(await refusalOf(providers.verifyIdToken(attempt, token))).toMatchObject(notReached);
    expect(new Set(await Promise.all(Array.from({ length: 20 }, logIn)))).toEqual(new Set(['PortFailure']));
    expect(idp.count('/keys')).toBe(1);
    idp.break('/keys', null);
    pass(59_999);
    expect(await logIn()).toBe('PortFailure');
    expect(idp.count('/keys')).toBe(1);
    pass(1);
    expect(await logIn()).toBe('proved');
    expect(idp.count('/keys')).toBe(2);
    expect(idp.asked.some(({ path }) => path === '/other-keys')).toBe(false);
  });

  test('leave log-ins alone for as long as the keys at hand are young, and no longer', async () => {
    await logIn();
    idp.break('/keys', fault);
    pass(60_000);
    expect(await underUnknownKey()).toBe('PortFailure'); // nobody can tell whether it is new
    expect(await logIn()).toBe('proved');
    pass(539_999);
    expect(await logIn()).toBe('proved');
    pass(1);
    expect(await logIn()).toBe('PortFailure');
  });
});

describe.each<[string, Fault]>([
  ['never answers', 'hang'],
  ['answers drop by drop', 'trickle'],
])('keys whose endpoint %s', (_, fault) => {
  test('are a failure in time, for everybody who waits for them', async () => {
    providers = idp.providers({}, { timeoutMs: 300 });
    await must(providers.authorizationUrl(attemptWith('idp')));
    idp.break('/keys', fault);
    const before = performance.now();
    expect(new Set(await Promise.all(Array.from({ length: 20 }, logIn)))).toEqual(new Set(['PortFailure']));
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(idp.count('/keys')).toBe(1);
    await vi.waitFor(() => expect(idp.hungUpOn()).toBe(1)); // nothing goes on behind it
    idp.break('/keys', null);
    pass(60_000);
    expect(await logIn()).toBe('proved');
  });
});

test('a fetch that listens to no signal holds nobody up, and not for ever', async () => {
  let isDeaf = true;
  const deaf: typeof globalThis.fetch = (input, init) =>
    addressIn(input).endsWith('/keys') && isDeaf ? new Promise(() => undefined) : idp.fetch(input, init);
  providers = idp.providers({}, { timeoutMs: 200, fetch: deaf });
  const before = performance.now();
  expect(await logIn()).toBe('PortFailure');
  expect(performance.now() - before).toBeLessThan(2_000);
  isDeaf = false;
  pass(60_000);
  expect(await logIn()).toBe('proved');
});

test.each([404, 500, 203])('keys that come with the status %i are none', async (status) => {
  idp.break('/keys', { status, text: JSON.stringify({ keys: idp.keys }) });
  expect(await logIn()).toBe('PortFailure');
});

test.each([
  [65_536, 'proved'],
  [65_537, 'PortFailure'],
])('keys of %i bytes: %s', async (bytes, expected) => {
  const padded = JSON.stringify({ keys: idp.keys }).padEnd(bytes);
  idp.break('/keys', { status: 200, text: padded });
  expect(await logIn()).toBe(expected);
});

test('a token that does not say under which of several keys it is makes nobody fetch', async () => {
  idp.keys = [idp.key.publicJwk, (await issuerKey('second')).publicJwk];
  await logIn();
  pass(60_000);
  const attempt = attemptWith('idp');
  const token = await idp.sign(idp.claims(attempt), { kid: undefined });
  expect(await refusalOf(providers.verifyIdToken(attempt, token))).toEqual(notProved);
  expect(idp.count('/keys')).toBe(1);
});

test('a key that is none stands in the way of its own tokens alone', async () => {
  idp.keys = [{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'broken', use: 'sig' }, ...idp.keys];
  const attempt = attemptWith('idp');
  const underBroken = await idp.sign(idp.claims(attempt), { kid: 'broken' });
  expect(await refusalOf(providers.verifyIdToken(attempt, underBroken))).toMatchObject(notReached);
  expect(await logIn()).toBe('proved');
});

test('a private key that the provider publishes proves nothing', async () => {
  const leaked = await issuerKey('leaked');
  idp.keys = [{ ...(await exportJWK(leaked.privateKey)), kid: 'leaked', use: 'sig' }];
  idp.key = leaked;
  expect(await logIn()).not.toBe('proved');
});

test('a clock that is put back makes no key young', async () => {
  await logIn();
  await idp.rotate();
  pass(-3_600_000);
  expect(await logIn()).toBe('proved');
});

describe('a discovery document', () => {
  const path = '/.well-known/openid-configuration';

  test('is fetched anew after an hour', async () => {
    await must(providers.authorizationUrl(attemptWith('idp')));
    idp.document.authorization_endpoint = 'https://idp.test/authorize-2';
    pass(3_599_999);
    expect(await must(providers.authorizationUrl(attemptWith('idp')))).toContain('https://idp.test/authorize?');
    pass(1);
    expect(await must(providers.authorizationUrl(attemptWith('idp')))).toContain('https://idp.test/authorize-2?');
    expect(idp.count(path)).toBe(2);
  });

  test.each(broken.filter(([name]) => !/keys|another/.test(name)))(
    'whose endpoint %s is a failure that passes, and is asked for once a minute',
    async (_, fault) => {
      idp.break(path, fault);
      for (let one = 0; one < 10; one += 1) {
        expect(await refusalOf(providers.authorizationUrl(attemptWith('idp')))).toMatchObject(notReached);
        expect(await logIn()).toBe('PortFailure');
      }
      const attempt = attemptWith('idp');
      expect(await refusalOf(providers.redeem(attempt, 'https://app.test/'))).toMatchObject(notReached);
      expect(idp.count(path)).toBe(1);
      idp.break(path, null);
      pass(60_000);
      expect(await logIn()).toBe('proved');
      expect(idp.count(path)).toBe(2);
    },
  );

  test.each<[string, Record<string, unknown>]>([
    ['of another issuer', { issuer: 'https://evil.test' }],
    ['of an issuer with a slash', { issuer: 'https://idp.test/' }],
    ['of no issuer', { issuer: undefined }],
    ['with keys by http', { jwks_uri: 'http://idp.test/keys' }],
    ['with keys in a file', { jwks_uri: 'file:///etc/passwd' }],
    ['with keys in itself', { jwks_uri: 'data:application/json,{"keys":[]}' }],
    ['with keys at no address', { jwks_uri: 'keys' }],
    ['with keys behind a user', { jwks_uri: 'https://somebody:secret@idp.test/keys' }],
    ['without keys', { jwks_uri: undefined }],
    ['with a token endpoint by http', { token_endpoint: 'http://idp.test/token' }],
    ['without a token endpoint', { token_endpoint: undefined }],
    ['with an authorization endpoint by http', { authorization_endpoint: 'http://idp.test/authorize' }],
    ['with an authorization endpoint that is code', { authorization_endpoint: 'javascript:alert(1)' }],
    ['without an authorization endpoint', { authorization_endpoint: undefined }],
    ['with no algorithm that proves anything', { id_token_signing_alg_values_supported: ['none', 'HS256'] }],
    ['with algorithms in another form', { id_token_signing_alg_values_supported: 'ES256' }],
  ])('%s is a failure that does not pass by itself, and nothing is asked of it', async (_, document) => {
    Object.assign(idp.document, document);
    const failure = await refusalOf(providers.authorizationUrl(attemptWith('idp')));
    expect(failure).toMatchObject({ kind: 'PortFailure', port: 'IdentityProviders', retryable: false });
    expect(await logIn()).toBe('PortFailure');
    expect(idp.asked.map((one) => one.path)).toEqual([path]);
  });

  test('that lacks something is completed by what the host knows', async () => {
    Object.assign(idp.document, { token_endpoint: undefined, jwks_uri: undefined });
    providers = idp.providers({
      metadata: { tokenEndpoint: 'https://idp.test/token', jwksUri: 'https://idp.test/keys' },
    });
    expect(await logIn()).toBe('proved');
  });

  test('that names no algorithm means RS256', async () => {
    idp.document.id_token_signing_alg_values_supported = undefined;
    expect(await logIn()).toBe('IdentityNotProved'); // it signs by ES256
    const rsa = await localIssuer('RS256');
    rsa.document.id_token_signing_alg_values_supported = undefined;
    const attempt = attemptWith('idp');
    await must(rsa.providers().verifyIdToken(attempt, await rsa.sign(rsa.claims(attempt))));
    await rsa.close();
  });

  test('of an issuer with a path stands below that path', async () => {
    providers = idp.providers({ issuer: 'https://idp.test/tenant/' });
    idp.document.issuer = 'https://idp.test/tenant/';
    await must(providers.authorizationUrl(attemptWith('idp')));
    expect(idp.asked.map((one) => one.path)).toEqual(['/tenant/.well-known/openid-configuration']);
  });
});
