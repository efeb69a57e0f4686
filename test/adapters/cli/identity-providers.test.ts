import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  identityProvidersExample,
  readIdentityProvidersFile,
} from '../../../src/adapters/cli/identity-providers-file.ts';
import { identitiesOf } from '../../../src/adapters/cli/open-identities.ts';
import { installation, joos, newFolder, settingsIn } from './installation.ts';
import { served } from './served.ts';

afterEach(() => vi.unstubAllGlobals());

const secret = 'geheim-7f3c';
const redirectUri = 'https://app.joos.test/logged-in';
const google = { preset: 'google', clientId: '1.apps.googleusercontent.com', clientSecret: secret, redirectUri };
const redirectOf = (name: string): string => `${redirectUri}/${name}`;
const office = {
  issuer: 'https://login.joos.test',
  clientId: 'joos',
  clientSecret: secret,
  redirectUri: redirectOf('office'),
};
const privateKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
});
const apple = {
  preset: 'apple',
  clientId: 'test.joos.web',
  teamId: 'TEAM123456',
  keyId: 'KEY1234567',
  redirectUri: redirectOf('apple'),
};

function fileWith(content: unknown): string {
  const path = join(newFolder(), 'file');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function problemsOf(content: unknown): readonly string[] {
  return readIdentityProvidersFile(fileWith(content)).match(
    () => [],
    (problems) => problems,
  );
}

describe('the file of companies to log in by', () => {
  test('names presets and issuers; a secret stands in it or in a file of its own', async () => {
    const clientSecretFile = fileWith(`${secret}\n`);
    const listed = readIdentityProvidersFile(
      fileWith({
        google: { ...google, audiences: ['android', 'ios'], sessionAgeClaims: true },
        facebook: { preset: 'facebook', clientId: '1', clientSecretFile, redirectUri: redirectOf('facebook') },
        apple: { ...apple, privateKeyFile: fileWith(privateKey) },
        office: { ...office, secretSentIn: 'header', freshLogIn: { prompt: 'login' }, provesFreshness: false },
        app: { issuer: office.issuer, clientId: 'app', publicClient: true, redirectUri: redirectOf('app') },
      }),
    )._unsafeUnwrap();
    const { preset: _, ...client } = google;
    expect(listed).toEqual({
      google: { preset: 'google', client: { ...client, audiences: ['android', 'ios'], sessionAgeClaims: true } },
      facebook: {
        preset: 'facebook',
        client: { clientId: '1', clientSecret: secret, redirectUri: redirectOf('facebook') },
      },
      apple: {
        preset: 'apple',
        client: { ...apple, preset: undefined, privateKey: String(privateKey).trim() },
      },
      office: {
        preset: null,
        client: {
          issuer: office.issuer,
          clientId: 'joos',
          redirectUri: office.redirectUri,
          freshLogIn: { prompt: 'login' },
          provesFreshness: false,
          authentication: { kind: 'secret', secret, sentIn: 'header' },
        },
      },
      app: {
        preset: null,
        client: {
          issuer: office.issuer,
          clientId: 'app',
          redirectUri: redirectOf('app'),
          authentication: { kind: 'none' },
        },
      },
    });
    expect((await identitiesOf(listed))._unsafeUnwrap()).not.toBeNull();
  });

  test('may be absent, and then nobody comes in so', async () => {
    const listed = readIdentityProvidersFile(null)._unsafeUnwrap();
    expect((await identitiesOf(listed))._unsafeUnwrap()).toBeNull();
  });

  test('can be begun with the example of the help', async () => {
    const { out } = await joos(['serve', '--help']);
    expect(out).toContain(identityProvidersExample);
    const example = identityProvidersExample.replaceAll(/\/run\/secrets\/\w+/g, fileWith(secret));
    const listed = readIdentityProvidersFile(fileWith(example))._unsafeUnwrap();
    expect(Object.keys(listed)).toEqual(['google', 'office']);
    expect((await identitiesOf(listed)).isOk()).toBe(true);
  });

  test.each<readonly [what: string, content: unknown, problem: RegExp]>([
    ['no JSON', 'not json', /^names no file that can be read as JSON$/],
    ['a list', [google], /in which the whole is no object of companies by name/],
    ['a name with a space', { 'my office': office }, /in which the whole has a name of other than small letters/],
    [
      'a preset of nobody',
      { a: { ...google, preset: 'yahoo' } },
      /in which a\.preset is none of google, apple, facebook$/,
    ],
    [
      'a word of google that is none',
      { a: { ...google, sessionAgeClaims: 'yes' } },
      /in which a\.sessionAgeClaims is neither true nor false$/,
    ],
    ['no company', { a: null }, /in which a is no object of a company$/],
    ['no client', { a: { ...google, clientId: undefined } }, /in which a\.clientId is missing$/],
    [
      'a word that we do not know',
      { a: { ...google, scope: 'email' } },
      /in which a is no object of preset, clientId, /,
    ],
    ['a word that no issuer has', { a: { ...office, scope: 'email' } }, /in which a has a field that no issuer has/],
    [
      'an issuer of google',
      { a: { ...google, issuer: office.issuer } },
      /in which a is no object of preset, clientId, /,
    ],
    [
      'no secret',
      { a: { ...office, clientSecret: undefined } },
      /in which a\.clientSecret is missing, and so is clientSecretFile$/,
    ],
    ['a secret by both', { a: { ...office, clientSecretFile: 'x' } }, /in which a\.clientSecret is given twice/],
    ['no key for apple', { a: apple }, /in which a\.privateKey is missing, and so is privateKeyFile$/],
    [
      'a secret that is not there',
      { a: { ...office, clientSecret: undefined, clientSecretFile: '/nowhere/secret' } },
      /in which a\.clientSecretFile names no file that can be read$/,
    ],
    [
      'a public client with a secret',
      { a: { ...office, publicClient: true } },
      /in which a\.publicClient is true, and/,
    ],
    ['a client that is not public', { a: { ...office, publicClient: false } }, /in which a\.publicClient is not true$/],
    ['endpoints of nobody', { a: { ...office, metadata: { userinfo: 'x' } } }, /in which a\.metadata is no object of/],
  ])('is refused with %s, by the field that is wrong', (_, content, problem) => {
    const problems = problemsOf(content);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
    expect(problems[0]).not.toContain(secret);
  });

  test('is refused with what the adapter would refuse, all of it together, and nothing of it is quoted', async () => {
    const { environment } = await installation();
    const path = fileWith({
      google: { ...google, redirectUri: `http://${secret}.test` },
      office: { ...office, issuer: `https://${secret}.test/?` },
      apple: { ...apple, privateKey: secret },
    });
    const { code, err } = await joos(['worker', '--once'], {
      environment: { ...environment, JOOS_IDENTITY_PROVIDERS: path },
    });
    expect(code).toBe(3);
    expect(err).toMatch(/^joos: the configuration has 3 problems:\n/);
    for (const name of ['google', 'office', 'apple']) {
      expect(err).toContain(`JOOS_IDENTITY_PROVIDERS names a file in which ${name} cannot be meant: `);
    }
    expect(err).not.toContain(secret);
  });

  test('is refused where two companies send people back to the same address', async () => {
    const { environment } = await installation();
    const path = fileWith({ google, office: { ...office, redirectUri }, more: office });
    const { code, err } = await joos(['worker', '--once'], {
      environment: { ...environment, JOOS_IDENTITY_PROVIDERS: path },
    });
    expect(code).toBe(3);
    expect(err).toContain('in which office cannot be meant: its redirect URI is that of google as well');
    expect(err).not.toContain(redirectUri);
  });

  test('hides no bug of the adapter behind words about the file', async () => {
    const audiences = 5 as unknown as string[]; // what no file can hold
    const client = { ...office, audiences, authentication: { kind: 'none' } } as const;
    await expect(identitiesOf({ office: { preset: null, client } })).rejects.toThrow(TypeError);
  });

  test('is told together with what else is wrong', async () => {
    const environment = { ...settingsIn(newFolder()), JOOS_IDENTITY_PROVIDERS: '/nowhere', JOOS_VAT_ID: '' };
    const { err } = await joos(['migrate'], { environment });
    expect(err).toMatch(/^joos: the configuration has 2 problems:\n/);
    expect(err).toContain('  JOOS_IDENTITY_PROVIDERS names no file that can be read as JSON');
  });
});

describe('joos serve', () => {
  test('lets people begin a log-in with a company of the file, and with no other', async () => {
    const elsewhere = globalThis.fetch;
    const document = {
      issuer: office.issuer,
      authorization_endpoint: `${office.issuer}/authorize`,
      token_endpoint: `${office.issuer}/token`,
      jwks_uri: `${office.issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
    vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
      const { url } = new Request(input);
      return url.startsWith(office.issuer) ? Promise.resolve(Response.json(document)) : elsewhere(input, init);
    });
    const { environment } = await installation();
    const url = await served({
      ...environment,
      JOOS_IDENTITY_PROVIDERS: fileWith({ office: { ...office, region: 'eu-central-1' } }),
    });
    const begin = (provider: string) =>
      fetch(`${url}/third-party-logins`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ provider, purpose: 'log-in' }),
      });
    const begun = await begin('office');
    expect(begun.status).toBe(201);
    const { url: leads } = (await begun.json()) as { readonly url: string }; // as the route answers
    expect(leads).toMatch(/^https:\/\/login\.joos\.test\/authorize\?/);
    expect(new URL(leads).searchParams.get('client_id')).toBe('joos');
    expect(await (await begin('google')).json()).toMatchObject({ kind: 'UnknownProvider' });
  });
});
