import { inspect } from 'node:util';
import { decodeJwt, decodeProtectedHeader, exportPKCS8, generateKeyPair, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { IdentityProviders, LogInAttempt } from '../../../src/application/ports/identity-providers.ts';
import type { PortFailure } from '../../../src/application/ports/port-failure.ts';
import { longestCallMs } from '../../../src/domain/notice/notice.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { attemptWith, instant, secret } from './attempts.ts';
import { type Claims, callbackFor, type Fault, type LocalIssuer, localIssuer } from './local-issuer.ts';

const notProved = { kind: 'IdentityNotProved' };

let idp: LocalIssuer;
let providers: IdentityProviders;
let attempt: LogInAttempt;

beforeEach(async () => {
  idp = await localIssuer();
  providers = idp.providers();
  attempt = attemptWith('idp');
  await provide(idp.claims(attempt));
});
afterEach(() => idp.close());

/** The token endpoint gives tokens of these claims. */
async function provide(claims: Claims, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const access_token = 'access-token-of-the-provider';
  idp.tokens = { access_token, token_type: 'Bearer', expires_in: 3_600, id_token: await idp.sign(claims), ...more };
}

describe('redeeming a code', () => {
  test('proves an identity, by one request with code, verifier and the proof of the client', async () => {
    const code = secret();
    expect((await must(providers.redeem(attempt, callbackFor(attempt, code)))).identity).toEqual({
      issuer: 'https://idp.test',
      providerSubject: 'ada',
    });
    const [asked, ...more] = idp.asked.filter(({ path }) => path === '/token');
    expect(more).toEqual([]);
    expect(Object.fromEntries(asked?.form ?? [])).toEqual({
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'https://app.test/log-in/idp',
      code_verifier: attempt.codeVerifier,
      client_id: 'web',
      client_secret: 'sesame-of-the-client',
    });
  });

  test('proves who the client is in the header, where the provider wants it there', async () => {
    const authentication = { kind: 'secret', secret: 'sesame:of/the+client', sentIn: 'header' } as const;
    providers = idp.providers({ authentication });
    await must(providers.redeem(attempt, callbackFor(attempt)));
    const asked = idp.asked.find(({ path }) => path === '/token');
    // Encoded as in a form first (RFC 6749, section 2.3.1).
    const proof = Buffer.from('web:sesame%3Aof%2Fthe%2Bclient').toString('base64');
    expect(asked?.headers.authorization).toBe(`Basic ${proof}`);
    expect(asked?.form.has('client_secret')).toBe(false);
  });

  test('works for an app, too, that the browser comes back to by a scheme of its own', async () => {
    const redirectUri = 'com.example.app:/log-in';
    providers = idp.providers({ redirectUri });
    const callback = `${redirectUri}?code=${secret()}&state=${attempt.state}`;
    expect(await refusalOf(providers.redeem(attempt, callback.replace('app:', 'other:')))).toEqual(notProved);
    await must(providers.redeem(attempt, callback));
    expect(idp.asked.find(({ path }) => path === '/token')?.form.get('redirect_uri')).toBe(redirectUri);
  });

  test('counts by the clock of the host, not by that of the machine', async () => {
    for (const ms of [-400, 400].map((days) => days * 86_400_000)) {
      idp.clock.nowMs = Date.now() + ms;
      providers = idp.providers();
      await provide(idp.claims(attempt));
      expect((await providers.redeem(attempt, callbackFor(attempt))).isOk()).toBe(true);
      idp.clock.nowMs += 3_700_000;
      expect((await providers.redeem(attempt, callbackFor(attempt))).isOk()).toBe(false);
    }
  });

  test.each<[string, (now: number) => Claims]>([
    ['another nonce', () => ({ nonce: secret() })],
    ['no nonce', () => ({ nonce: undefined })],
    ['another issuer', () => ({ iss: 'https://evil.test' })],
    ['another audience', () => ({ aud: 'somebody-else' })],
    ['an app as its audience', () => ({ aud: 'ios' })], // that one is handed over, and not redeemed
    ['an audience that nobody knows', () => ({ aud: ['web', 'somebody-else'], azp: 'web' })],
    ['somebody else that it was issued to', () => ({ azp: 'somebody-else' })],
    ['an end that is over', (now) => ({ exp: now - 30 })],
    ['a time of issue that is to come', (now) => ({ iat: now + 31 })],
    ['a time of issue that is long ago', (now) => ({ iat: now - 631 })],
  ])('proves nothing by a token with %s', async (_, bent) => {
    await provide(idp.claims(attempt, bent(Math.floor(idp.clock.nowMs / 1000))));
    expect(await refusalOf(providers.redeem(attempt, callbackFor(attempt)))).toEqual(notProved);
  });

  test('proves nothing by a token that the provider did not sign: TLS alone is not enough', async () => {
    const good = await idp.sign(idp.claims(attempt));
    const eve = await localIssuer();
    for (const id_token of [
      await eve.sign(idp.claims(attempt)),
      `${good.slice(0, -4)}AAAA`,
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${good.split('.')[1]}.`,
    ]) {
      await provide(idp.claims(attempt), { id_token });
      expect(await refusalOf(providers.redeem(attempt, callbackFor(attempt)))).toEqual(notProved);
    }
    await eve.close();
  });

  test('tells when the person logged in there', async () => {
    const since = { ...attempt, freshSince: instant(idp.clock.nowMs) };
    const seconds = Math.floor(idp.clock.nowMs / 1000);
    for (const auth_time of [undefined, seconds - 3_600, seconds]) {
      await provide(idp.claims(since, { auth_time }));
      const { authenticatedAt } = await must(providers.redeem(since, callbackFor(since)));
      expect(authenticatedAt).toBe(auth_time === undefined ? null : auth_time * 1000);
    }
  });
});

type Class = 'IdentityNotProved' | 'unclear' | 'throttled' | 'not-reached' | 'for good';

const classOf = (failure: { readonly kind: string } | PortFailure): string =>
  'retryable' in failure ? (failure.retryable ? (failure.reason ?? 'no reason') : 'for good') : failure.kind;

const said = (status: number, body: unknown): Fault => ({ status, text: JSON.stringify(body) });

describe('an answer of the token endpoint', () => {
  test.each<[string, Fault, Class]>([
    ['that says the code is wrong', said(400, { error: 'invalid_grant' }), 'IdentityNotProved'],
    ['that says the request is wrong', said(400, { error: 'invalid_request' }), 'IdentityNotProved'],
    ['that does not take the client', said(401, { error: 'invalid_client' }), 'for good'],
    ['that does not take the client, as Google says it', said(400, { error: 'redirect_uri_mismatch' }), 'for good'],
    ['that has the client not do that', said(400, { error: 'unauthorized_client' }), 'for good'],
    ['that has no such way', said(400, { error: 'unsupported_grant_type' }), 'for good'],
    ['that Facebook gives for a wrong code', said(400, { error: { code: 100, message: 'used' } }), 'IdentityNotProved'],
    ['that Facebook gives for anything else', said(400, { error: { code: 1, message: 'secret' } }), 'unclear'],
    ['that is forbidden', said(403, {}), 'for good'],
    ['that is nowhere', { status: 404, text: '<html>' }, 'for good'],
    ['that asks for fewer requests', said(429, {}), 'throttled'],
    ['that came too late', said(408, {}), 'unclear'],
    ['that is a server error', said(500, { error: 'invalid_grant' }), 'unclear'],
    ['that is unavailable', { status: 503, text: '' }, 'unclear'],
    ['that sends us elsewhere', { status: 307, text: '', headers: { location: 'https://idp.test/other' } }, 'unclear'],
    ['that sends us to the same place', { status: 303, text: '', headers: { location: '/token' } }, 'unclear'],
    ['that is no JSON', { status: 200, text: '<html>' }, 'unclear'],
    ['that has no ID token', said(200, { access_token: 'x', token_type: 'Bearer' }), 'unclear'],
    ['whose ID token is no text', said(200, { access_token: 'x', token_type: 'Bearer', id_token: {} }), 'unclear'],
    [
      'whose ID token is none',
      said(200, { access_token: 'x', token_type: 'Bearer', id_token: '' }),
      'IdentityNotProved',
    ],
    ['without end', 'too-much', 'unclear'],
    ['that breaks off', 'hang-up', 'unclear'],
  ])('%s', async (_, fault, expected) => {
    await must(providers.authorizationUrl(attempt));
    idp.break('/token', fault);
    idp.break('/other', said(200, idp.tokens));
    expect(classOf(await refusalOf(providers.redeem(attempt, callbackFor(attempt))))).toBe(expected);
    expect(idp.count('/token')).toBe(1);
    expect(idp.asked.some(({ path }) => path === '/other')).toBe(false);
  });

  test.each<[string, Fault]>([
    ['never', 'hang'],
    ['drop by drop', 'trickle'],
  ])('that comes %s is given up in time', async (_, fault) => {
    providers = idp.providers({}, { timeoutMs: 300 });
    idp.break('/token', fault);
    const before = performance.now();
    expect(classOf(await refusalOf(providers.redeem(attempt, callbackFor(attempt))))).toBe('unclear');
    expect(performance.now() - before).toBeLessThan(2_000);
    await vi.waitFor(() => expect(idp.hungUpOn()).toBe(1));
  });

  test('that nobody gives, since no connection comes about, is a failure before which nothing was done', async () => {
    providers = idp.providers({ metadata: { tokenEndpoint: 'https://nowhere.test/token' } });
    expect(classOf(await refusalOf(providers.redeem(attempt, callbackFor(attempt))))).toBe('not-reached');
  });

  test('after which the keys cannot be had is unclear: the code is spent', async () => {
    idp.break('/keys', said(500, {}));
    expect(classOf(await refusalOf(providers.redeem(attempt, callbackFor(attempt))))).toBe('unclear');
  });

  test('that another fetch followed elsewhere is not believed', async () => {
    idp.break('/token', { status: 307, text: '', headers: { location: '/other' } });
    idp.break('/other', said(200, idp.tokens));
    const following: typeof globalThis.fetch = (input, init) => idp.fetch(input, { ...init, redirect: 'follow' });
    providers = idp.providers({}, { fetch: following });
    expect(classOf(await refusalOf(providers.redeem(attempt, callbackFor(attempt))))).toBe('unclear');
  });
});

test('no call takes longer than a call may, whatever time-out is asked for', async () => {
  const timers: number[] = [];
  const { setTimeout: original } = globalThis;
  globalThis.setTimeout = Object.assign((run: () => void, ms?: number) => {
    timers.push(ms ?? 0);
    return original(run, ms);
  }, original);
  try {
    providers = idp.providers({}, { timeoutMs: 3_600_000 });
    await must(providers.authorizationUrl(attempt));
  } finally {
    globalThis.setTimeout = original;
  }
  expect(Math.max(...timers)).toBe(longestCallMs);
});

describe('a secret that the client signs', () => {
  test('is a JWT of five minutes for the issuer, signed under the key of the team, and another one each time', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    providers = idp.providers({
      authentication: {
        kind: 'signed-secret',
        teamId: 'TEAM123456',
        keyId: 'KEY1234567',
        privateKey: await exportPKCS8(privateKey),
      },
    });
    await must(providers.redeem(attempt, callbackFor(attempt)));
    const form = idp.asked.find(({ path }) => path === '/token')?.form;
    const signed = form?.get('client_secret') ?? '';
    expect(form?.get('client_id')).toBe('web');
    expect(decodeProtectedHeader(signed)).toEqual({ alg: 'ES256', kid: 'KEY1234567' });
    const iat = Math.floor(idp.clock.nowMs / 1000);
    expect(decodeJwt(signed)).toEqual({ iss: 'TEAM123456', sub: 'web', aud: 'https://idp.test', iat, exp: iat + 300 });
    await jwtVerify(signed, publicKey, { currentDate: new Date(idp.clock.nowMs) });
    idp.clock.nowMs += 60_000;
    await provide(idp.claims(attempt));
    await must(providers.redeem(attempt, callbackFor(attempt)));
    const [, second] = idp.asked.filter(({ path }) => path === '/token').map((one) => one.form.get('client_secret'));
    expect(decodeJwt(second ?? '').iat).toBe(iat + 60);
  });
});

test('failures say nothing of code, token, secret, claims or person, wherever somebody prints them', async () => {
  const code = secret();
  const leaky = `${code} ${attempt.state} lovelace access-token-of-the-provider sesame-of-the-client`;
  const shown: string[] = [];
  for (const fault of [
    said(400, { error: 'invalid_grant', error_description: leaky }),
    said(401, { error: 'invalid_client', error_description: leaky }),
    said(400, { error: leaky }),
    said(400, { error: { code: 1, message: leaky } }),
    said(500, { leaky }),
    said(200, { ...idp.tokens, id_token: 1 }),
    said(200, { ...idp.tokens, id_token: 'e30.e30.e30' }),
    { status: 200, text: leaky },
    { status: 302, text: leaky, headers: { location: `https://idp.test/?${code}` } },
    'hang-up',
  ] satisfies Fault[]) {
    idp.break('/token', fault);
    const failure = await refusalOf(providers.redeem(attempt, callbackFor(attempt, code)));
    const cause = 'cause' in failure ? failure.cause : null;
    shown.push(inspect(failure, { depth: 9, showHidden: true }), JSON.stringify(failure), inspect(cause, { depth: 9 }));
  }
  const text = shown.join('\n');
  expect(text).toContain('the token endpoint of idp answered 401');
  const { state, nonce, codeVerifier } = attempt;
  for (const secretText of [
    code,
    state,
    nonce,
    codeVerifier,
    'lovelace',
    'access-token',
    'sesame',
    'e30',
    'idp.test/?',
  ]) {
    expect(text).not.toContain(secretText);
  }
});

test('a log-in attempt without its secrets is a mistake of the caller', () => {
  for (const bent of [{ state: '' }, { nonce: 'short' }, { codeVerifier: `${secret()}x` }, { nonce: ' '.repeat(43) }]) {
    expect(() => providers.authorizationUrl({ ...attempt, ...bent })).toThrow(TypeError);
    expect(() => providers.redeem({ ...attempt, ...bent }, '')).toThrow(TypeError);
    expect(() => providers.verifyIdToken({ ...attempt, ...bent }, '')).toThrow(TypeError);
  }
});
