import { createHmac, createSign, generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import { exportJWK, exportSPKI } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IdentityProviders, LogInAttempt } from '../../../src/application/ports/identity-providers.ts';
import type { ThirdPartyIdentity } from '../../../src/domain/user/third-party-identity.ts';
import { must, refusalOf } from '../../../src/testing/contracts/contract.ts';
import { attemptWith, instant, secret } from './attempts.ts';
import { type Claims, issuerKey, type LocalIssuer, localIssuer } from './local-issuer.ts';

const notProved = { kind: 'IdentityNotProved' };

let idp: LocalIssuer;
let providers: IdentityProviders;

beforeAll(async () => {
  idp = await localIssuer();
  providers = idp.providers();
});
afterAll(() => idp.close());

const seconds = (): number => Math.floor(idp.clock.nowMs / 1000);
const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
/** All that comes before a signature. */
const unsigned = (header: Claims, claims: Claims): string => `${encoded(header)}.${encoded(claims)}`;

async function proved(attempt: LogInAttempt, claims: Claims): Promise<ThirdPartyIdentity> {
  return (await must(providers.verifyIdToken(attempt, await idp.sign(claims)))).identity;
}

/** Refused, without a word why; and its good sister is not, so that it was that. */
async function expectRefused(attempt: LogInAttempt, token: string): Promise<void> {
  expect(await refusalOf(providers.verifyIdToken(attempt, token))).toEqual(notProved);
  await proved(attempt, idp.claims(attempt));
}

describe('an ID token that an app hands over', () => {
  test('proves issuer and subject, and nothing else', async () => {
    const attempt = attemptWith('idp');
    expect(await proved(attempt, idp.claims(attempt))).toEqual({ issuer: 'https://idp.test', providerSubject: 'ada' });
  });

  test.each<[string, Claims]>([
    ['the client itself', { aud: 'web' }],
    ['an app of the host', { aud: 'ios' }],
    ['one of the host in a list', { aud: ['ios'] }],
    ['the client, handed out to an app', { aud: 'web', azp: 'android' }],
    ['two of the host, handed out to one of them', { aud: ['web', 'ios'], azp: 'ios' }],
  ])('may be for %s', async (_, claims) => {
    const attempt = attemptWith('idp');
    expect(await proved(attempt, idp.claims(attempt, claims))).toMatchObject({ providerSubject: 'ada' });
  });

  test.each<[string, Claims]>([
    ['an address', { email: 'ada@rental.example' }],
    ['an address that the provider verified', { email: 'ada@rental.example', email_verified: true }],
    ['an address that it did not', { email: 'ada@rental.example', email_verified: false }],
    ['a name, a phone and a picture', { name: 'Ada', phone_number: '+4915112345678', picture: 'https://x.test/' }],
    ['claims that look like the inside', { issuer: 'https://evil.test', providerSubject: 'eve', kind: 'Staff' }],
  ])('proves the same with %s in it', async (_, claims) => {
    const attempt = attemptWith('idp');
    expect(await proved(attempt, idp.claims(attempt, claims))).toEqual({
      issuer: 'https://idp.test',
      providerSubject: 'ada',
    });
  });

  test.each<[string, (now: number) => Claims]>([
    ['no issuer', () => ({ iss: undefined })],
    ['another issuer', () => ({ iss: 'https://evil.test' })],
    ['its issuer with a slash', () => ({ iss: 'https://idp.test/' })],
    ['its issuer in capitals', () => ({ iss: 'https://IDP.test' })],
    ['its issuer without https', () => ({ iss: 'http://idp.test' })],
    ['its issuer without a scheme', () => ({ iss: 'idp.test' })],
    ['a list of issuers', () => ({ iss: ['https://idp.test'] })],
    ['no audience', () => ({ aud: undefined })],
    ['another audience', () => ({ aud: 'somebody-else' })],
    ['an audience in capitals', () => ({ aud: 'WEB' })],
    ['an empty audience', () => ({ aud: [] })],
    ['an audience that nobody knows beside ours', () => ({ aud: ['web', 'somebody-else'], azp: 'web' })],
    ['an audience that is no text beside ours', () => ({ aud: ['web', 1], azp: 'web' })],
    ['two audiences and nobody that it was issued to', () => ({ aud: ['web', 'ios'] })],
    ['our audience twice and nobody that it was issued to', () => ({ aud: ['web', 'web'] })],
    ['somebody else that it was issued to', () => ({ azp: 'somebody-else' })],
    ['somebody else among two audiences that it was issued to', () => ({ aud: ['web', 'ios'], azp: 'somebody-else' })],
    ['nobody that it was issued to', () => ({ azp: '' })],
    ['something that it was issued to', () => ({ azp: ['web'] })],
    ['no nonce', () => ({ nonce: undefined })],
    ['another nonce', () => ({ nonce: secret() })],
    ['an empty nonce', () => ({ nonce: '' })],
    ['a nonce that is nothing', () => ({ nonce: null })],
    ['no end', () => ({ exp: undefined })],
    ['an end that is over', (now) => ({ exp: now - 30 })],
    ['an end that is a text', (now) => ({ exp: String(now + 3_600) })],
    ['an end that is nothing', () => ({ exp: null })],
    ['a beginning that is to come', (now) => ({ nbf: now + 31 })],
    ['a beginning that is a text', (now) => ({ nbf: String(now) })],
    ['no time of issue', () => ({ iat: undefined })],
    ['a time of issue that is to come', (now) => ({ iat: now + 31 })],
    ['a time of issue that is long ago', (now) => ({ iat: now - 631 })],
    ['a time of issue that is a text', (now) => ({ iat: String(now) })],
    ['no subject', () => ({ sub: undefined })],
    ['an empty subject', () => ({ sub: '' })],
    ['a subject that is a number', () => ({ sub: 42 })],
    ['a subject with a space', () => ({ sub: 'ada lovelace' })],
    ['a subject that is too long', () => ({ sub: 'a'.repeat(256) })],
    ['a subject that is a list', () => ({ sub: ['ada'] })],
  ])('proves nothing with %s', async (_, bent) => {
    const attempt = attemptWith('idp');
    await expectRefused(attempt, await idp.sign(idp.claims(attempt, bent(seconds()))));
  });

  test.each<[string, (now: number) => Claims]>([
    ['ended 29 s ago', (now) => ({ exp: now - 29 })],
    ['begins in 30 s', (now) => ({ nbf: now + 30 })],
    ['was issued 30 s from now', (now) => ({ iat: now + 30 })],
    ['was issued 10 min and 30 s ago', (now) => ({ iat: now - 630 })],
  ])('counts for a clock that is 30 s off, where it %s', async (_, bent) => {
    const attempt = attemptWith('idp');
    await proved(attempt, idp.claims(attempt, bent(seconds())));
  });

  test('is of another person where another issuer says the same subject', async () => {
    const attempt = attemptWith('idp');
    const lookalike = await localIssuer();
    lookalike.document.issuer = 'https://idp.test/tenant';
    lookalike.document.jwks_uri = 'https://idp.test/tenant/keys';
    lookalike.break('/tenant/keys', { status: 200, text: JSON.stringify({ keys: lookalike.keys }) });
    lookalike.break('/tenant/.well-known/openid-configuration', {
      status: 200,
      text: JSON.stringify({
        issuer: 'https://idp.test/tenant',
        authorization_endpoint: 'https://idp.test/authorize',
        token_endpoint: 'https://idp.test/token',
        jwks_uri: 'https://idp.test/tenant/keys',
        id_token_signing_alg_values_supported: ['ES256'],
      }),
    });
    const others = lookalike.providers({ issuer: 'https://idp.test/tenant' });
    const claims = lookalike.claims(attempt, { iss: 'https://idp.test/tenant' });
    const { identity } = await must(others.verifyIdToken(attempt, await lookalike.sign(claims)));
    expect(identity).toEqual({ issuer: 'https://idp.test/tenant', providerSubject: 'ada' });
    expect(identity).not.toEqual(await proved(attempt, idp.claims(attempt)));
    await lookalike.close();
  });

  test('may bear another spelling of its issuer that the host knows of, and proves an identity of the one issuer', async () => {
    const attempt = attemptWith('idp');
    const spelt = idp.providers({ issuerAliases: ['idp.test'] });
    const token = await idp.sign(idp.claims(attempt, { iss: 'idp.test' }));
    expect((await must(spelt.verifyIdToken(attempt, token))).identity).toEqual({
      issuer: 'https://idp.test',
      providerSubject: 'ada',
    });
    const wrong = await idp.sign(idp.claims(attempt, { iss: 'IDP.test' }));
    expect(await refusalOf(spelt.verifyIdToken(attempt, wrong))).toEqual(notProved);
  });

  test('proves nothing to an attempt with another provider', async () => {
    const attempt = attemptWith('idp');
    const token = await idp.sign(idp.claims(attempt));
    expect(await refusalOf(providers.verifyIdToken({ ...attempt, provider: 'other' }, token))).toEqual({
      kind: 'UnknownProvider',
    });
  });
});

describe('when the person logged in there', () => {
  const told = async (claims: Claims, open = providers) => {
    const attempt = attemptWith('idp', { freshSince: instant(idp.clock.nowMs) });
    const logIn = await must(open.verifyIdToken(attempt, await idp.sign(idp.claims(attempt, claims))));
    return { authenticatedAt: logIn.authenticatedAt, provesFreshness: logIn.provesFreshness };
  };

  test.each([-86_400, -91, 0, 31])('is told as the token says it, and judged by others: %i s from now', async (s) => {
    const auth_time = seconds() + s;
    expect(await told({ auth_time })).toEqual({ authenticatedAt: auth_time * 1000, provesFreshness: true });
  });

  test.each<[string, Claims]>([
    ['nothing', {}],
    ['a text', { auth_time: '1700000000' }],
    ['null', { auth_time: null }],
    ['a time beyond all times', { auth_time: Number.MAX_SAFE_INTEGER }],
    ['a list', { auth_time: [1] }],
  ])(
    'is not known where the token says %s, and the provider is taken for what it was all the same',
    async (_, claims) => {
      expect(await told(claims)).toEqual({ authenticatedAt: null, provesFreshness: true });
    },
  );

  test('is nothing that a provider has to say which the host configured so, whatever its tokens say', async () => {
    const open = idp.providers({ provesFreshness: false });
    for (const claims of [{}, { auth_time: seconds() }]) {
      expect(await told(claims, open)).toMatchObject({ provesFreshness: false });
    }
  });
});

describe('a token that is forged', () => {
  test.each(['none', 'None', 'NONE', 'nOnE', ''])(
    'proves nothing without a signature, by the algorithm "%s"',
    async (alg) => {
      const attempt = attemptWith('idp');
      const parts = unsigned({ alg, kid: idp.key.kid }, idp.claims(attempt));
      for (const token of [`${parts}.`, parts, `${parts}.${(await idp.sign(idp.claims(attempt))).split('.')[2]}`]) {
        await expectRefused(attempt, token);
      }
    },
  );

  test('proves nothing by an HMAC under what everybody knows of the key', async () => {
    const rsa = await localIssuer('RS256');
    const open = rsa.providers();
    const attempt = attemptWith('idp');
    const pem = await exportSPKI(rsa.key.publicKey);
    const jwk = await exportJWK(rsa.key.publicKey);
    const known = [
      pem,
      pem.trimEnd(),
      pem.replaceAll('\n', '\r\n'),
      pem.replaceAll(/-----[^-]+-----|\n/g, ''),
      Buffer.from(pem.replaceAll(/-----[^-]+-----|\n/g, ''), 'base64'),
      JSON.stringify(jwk),
      JSON.stringify(rsa.key.publicJwk),
      Buffer.from(jwk.n ?? '', 'base64url'),
      jwk.n ?? '',
      rsa.key.kid,
      'sesame-of-the-client',
      '',
    ];
    for (const [alg, hash] of [
      ['HS256', 'sha256'],
      ['HS384', 'sha384'],
      ['HS512', 'sha512'],
    ] as const) {
      for (const key of known) {
        for (const kid of [rsa.key.kid, undefined]) {
          const parts = unsigned({ alg, kid }, rsa.claims(attempt));
          const token = `${parts}.${createHmac(hash, key).update(parts).digest('base64url')}`;
          expect(await refusalOf(open.verifyIdToken(attempt, token))).toEqual(notProved);
        }
      }
    }
    await must(open.verifyIdToken(attempt, await rsa.sign(rsa.claims(attempt))));
    await rsa.close();
  });

  test('proves nothing by an HMAC even where the provider announces one, and a key for it', async () => {
    const lax = await localIssuer();
    lax.document.id_token_signing_alg_values_supported = ['none', 'HS256', 'ES256'];
    lax.keys = [
      ...lax.keys,
      { kty: 'oct', kid: 'shared', alg: 'HS256', k: Buffer.from('shared').toString('base64url') },
    ];
    const attempt = attemptWith('idp');
    const parts = unsigned({ alg: 'HS256', kid: 'shared' }, lax.claims(attempt));
    const token = `${parts}.${createHmac('sha256', 'shared').update(parts).digest('base64url')}`;
    const open = lax.providers();
    expect(await refusalOf(open.verifyIdToken(attempt, token))).toEqual(notProved);
    await must(open.verifyIdToken(attempt, await lax.sign(lax.claims(attempt))));
    await lax.close();
  });

  test('proves nothing by an algorithm that the provider does not announce, under its own key', async () => {
    const rsa = await localIssuer('RS256');
    const attempt = attemptWith('idp');
    const parts = unsigned({ alg: 'RS512', kid: rsa.key.kid }, rsa.claims(attempt));
    const key = KeyObject.from(rsa.key.privateKey);
    const token = `${parts}.${createSign('sha512').update(parts).sign(key).toString('base64url')}`;
    expect(await refusalOf(rsa.providers().verifyIdToken(attempt, token))).toEqual(notProved);
    const wider = rsa.providers({ metadata: { signingAlgorithms: ['RS256', 'RS512'] } });
    await must(wider.verifyIdToken(attempt, token)); // so it was that
    await rsa.close();
  });

  test('proves nothing under a key of somebody else, whatever its header says of keys', async () => {
    const attempt = attemptWith('idp');
    const eve = await issuerKey(idp.key.kid);
    const elsewhere = 'https://idp.test/keys-of-eve';
    idp.break('/keys-of-eve', { status: 200, text: JSON.stringify({ keys: [eve.publicJwk] }) });
    const claims = idp.claims(attempt);
    const before = idp.asked.length;
    for (const header of [
      {},
      { kid: undefined },
      { jwk: eve.publicJwk },
      { kid: undefined, jwk: eve.publicJwk },
      { jku: elsewhere },
      { x5u: elsewhere },
      { jku: elsewhere, kid: 'of-eve' },
      { x5c: [Buffer.from('a certificate').toString('base64')] },
      { kid: '../keys-of-eve' },
      { kid: elsewhere },
      { kid: "key-0' OR '1'='1" },
    ]) {
      const parts = unsigned({ alg: 'ES256', kid: idp.key.kid, ...header }, claims);
      const key = KeyObject.from(eve.privateKey);
      const signature = sign('sha256', Buffer.from(parts), { key, dsaEncoding: 'ieee-p1363' });
      await expectRefused(attempt, `${parts}.${signature.toString('base64url')}`);
    }
    expect(idp.asked.slice(before).filter(({ path }) => path === '/keys-of-eve')).toEqual([]);
  });

  test('proves nothing with something critical in its header, even signed by the provider', async () => {
    const attempt = attemptWith('idp');
    const key = KeyObject.from(idp.key.privateKey);
    for (const header of [
      { crit: ['b64'], b64: true },
      { crit: ['b64'], b64: false },
      { crit: ['exp'], exp: 1 },
      { crit: [] },
      { crit: 'b64' },
      { crit: null },
    ]) {
      const parts = unsigned({ alg: 'ES256', kid: idp.key.kid, ...header }, idp.claims(attempt));
      const signature = sign('sha256', Buffer.from(parts), { key, dsaEncoding: 'ieee-p1363' });
      await expectRefused(attempt, `${parts}.${signature.toString('base64url')}`);
    }
  });

  test('proves nothing by a signature that is all zeros', async () => {
    const attempt = attemptWith('idp');
    const parts = unsigned({ alg: 'ES256', kid: idp.key.kid }, idp.claims(attempt));
    await expectRefused(attempt, `${parts}.${Buffer.alloc(64).toString('base64url')}`);
  });

  test('proves nothing under a key of 1,024 bits, even the provider’s own', async () => {
    const weak = await localIssuer('RS256');
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    weak.keys = [{ ...(await exportJWK(publicKey)), kid: 'weak', use: 'sig' }];
    const attempt = attemptWith('idp');
    const parts = unsigned({ alg: 'RS256', kid: 'weak' }, weak.claims(attempt));
    const token = `${parts}.${createSign('sha256').update(parts).sign(privateKey).toString('base64url')}`;
    expect((await weak.providers().verifyIdToken(attempt, token)).isErr()).toBe(true);
    await weak.close();
  });

  test('proves nothing under a key that is for something else', async () => {
    const other = await localIssuer();
    other.keys = [{ ...other.key.publicJwk, use: 'enc' }];
    const attempt = attemptWith('idp');
    const token = await other.sign(other.claims(attempt));
    expect(await refusalOf(other.providers().verifyIdToken(attempt, token))).toEqual(notProved);
    await other.close();
  });

  test('proves nothing without saying under which of several keys it is', async () => {
    const two = await localIssuer();
    const second = await issuerKey('second');
    two.keys = [two.key.publicJwk, second.publicJwk];
    const open = two.providers();
    const attempt = attemptWith('idp');
    const claims = two.claims(attempt);
    expect(await refusalOf(open.verifyIdToken(attempt, await two.sign(claims, { kid: undefined })))).toEqual(notProved);
    await must(open.verifyIdToken(attempt, await two.sign(claims)));
    await two.close();
  });
});

describe('a token that is none', () => {
  test('proves nothing, and costs the provider no request', async () => {
    const quiet = await localIssuer();
    const open = quiet.providers();
    const attempt = attemptWith('idp');
    const good = await quiet.sign(quiet.claims(attempt));
    const [header = '', payload = '', signature = ''] = good.split('.');
    for (const token of [
      '',
      '.',
      '..',
      '...',
      header,
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `.${payload}.${signature}`,
      `${header}..${signature}`,
      `${good}.`,
      `${good}.${signature}`,
      `${good}=`,
      `${good} `,
      `\n${good}`,
      `Bearer ${good}`,
      `${header}.${payload}.${signature}.${payload}.${signature}`,
      good.replaceAll('_', '/').replaceAll('-', '+').concat('=='),
      'x'.repeat(1_048_576),
      `${header}.${'x'.repeat(1_048_576)}.${signature}`,
      `${good}${'A'.repeat(16_384)}`,
      JSON.stringify({ payload, protected: header, signature }),
    ]) {
      expect(await refusalOf(open.verifyIdToken(attempt, token))).toEqual(notProved);
    }
    expect(quiet.asked).toEqual([]);
    expect((await open.verifyIdToken(attempt, good)).isOk()).toBe(true);
    await quiet.close();
  });

  test('proves nothing wherever it is cut off', async () => {
    const attempt = attemptWith('idp');
    const good = await idp.sign(idp.claims(attempt));
    for (let length = 0; length < good.length; length += 1) {
      expect(await refusalOf(providers.verifyIdToken(attempt, good.slice(0, length)))).toEqual(notProved);
    }
  });

  test('proves nothing where header or claims are no objects', async () => {
    const attempt = attemptWith('idp');
    const good = await idp.sign(idp.claims(attempt));
    const signature = good.split('.')[2] ?? '';
    for (const json of ['null', '[]', '1', '""', '{', '{"alg":"ES256"', '\u0000']) {
      const part = Buffer.from(json).toString('base64url');
      await expectRefused(attempt, `${part}.${good.split('.')[1]}.${signature}`);
      await expectRefused(attempt, `${good.split('.')[0]}.${part}.${signature}`);
    }
  });
});
