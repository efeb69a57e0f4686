import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { type OidcProvider, oidcProviders } from '../../../src/adapters/oidc/index.ts';
import type { IdentityProviders } from '../../../src/application/ports/identity-providers.ts';
import { secret } from './attempts.ts';
import { fetchBehind } from './loopback.ts';

/** What an endpoint does instead of answering as it should, from now on. */
export type Fault =
  | 'hang'
  | 'hang-up'
  | 'trickle'
  | 'too-much'
  | { readonly status: number; readonly text: string; readonly headers?: Readonly<Record<string, string>> };

/** A request as it came. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
}

/** A key pair of the issuer, and the name that its set gives to it. */
export interface IssuerKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** A provider whose documents, keys and tokens are as a test wants them, under `https://idp.test` on the loopback. */
export interface LocalIssuer {
  readonly issuer: string;
  readonly registered: OidcProvider;
  readonly fetch: typeof globalThis.fetch;
  /** The time there, in milliseconds since 1970. Tests put it forward. */
  readonly clock: { nowMs: number };
  readonly asked: readonly Asked[];
  /** How often a path was asked for. */
  readonly count: (path: '/keys' | '/token' | '/.well-known/openid-configuration') => number;
  /** What the discovery document says beyond, or instead of, what it has to. */
  readonly document: Record<string, unknown>;
  /** The keys in its set. */
  keys: readonly JWK[];
  /** The one that it signs under. */
  key: IssuerKey;
  /** Replaces that, and the set, by a new one. */
  readonly rotate: () => Promise<IssuerKey>;
  /** What the token endpoint gives for any code. */
  tokens: Readonly<Record<string, unknown>>;
  readonly break: (path: string, fault: Fault | null) => void;
  /** On how many answers that it did not end the other side hung up. */
  readonly hungUpOn: () => number;
  /** The claims of a good token for an attempt. */
  readonly claims: (attempt: { readonly nonce: string }, more?: Readonly<Record<string, unknown>>) => Claims;
  readonly sign: (claims: Claims, header?: Readonly<Record<string, unknown>>) => Promise<string>;
  /** The adapter that talks to it under the name `idp`. */
  readonly providers: (
    more?: Partial<OidcProvider>,
    options?: { readonly timeoutMs?: number; readonly fetch?: typeof globalThis.fetch },
  ) => IdentityProviders;
  readonly close: () => Promise<void>;
}

export type Claims = Readonly<Record<string, unknown>>;

export async function issuerKey(kid: string, alg = 'ES256'): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, privateKey, publicKey, publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
}

export async function localIssuer(alg = 'ES256'): Promise<LocalIssuer> {
  const issuer = 'https://idp.test';
  const asked: Asked[] = [];
  const faults = new Map<string, Fault>();
  const clock = { nowMs: Date.UTC(2026, 10, 24, 9) };
  let rotations = 0;
  let hungUpOn = 0;
  const first = await issuerKey('key-0', alg);

  const made: Omit<LocalIssuer, 'close' | 'fetch' | 'providers'> = {
    issuer,
    registered: {
      issuer,
      clientId: 'web',
      audiences: ['ios', 'android'],
      authentication: { kind: 'secret', secret: 'sesame-of-the-client' },
      redirectUri: 'https://app.test/log-in/idp',
    },
    clock,
    asked,
    count: (path) => asked.filter((one) => one.path === path).length,
    document: {},
    keys: [first.publicJwk],
    key: first,
    rotate: async () => {
      rotations += 1;
      made.key = await issuerKey(`key-${rotations}`, alg);
      made.keys = [made.key.publicJwk];
      return made.key;
    },
    tokens: {},
    break: (path, fault) => {
      if (fault === null) faults.delete(path);
      else faults.set(path, fault);
    },
    hungUpOn: () => hungUpOn,
    claims: ({ nonce }, more = {}) => {
      const iat = Math.floor(clock.nowMs / 1000);
      return { iss: issuer, sub: 'ada', aud: 'web', iat, exp: iat + 3_600, nonce, ...more };
    },
    sign: (claims, header = {}) =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg, kid: made.key.kid, ...header }).sign(made.key.privateKey),
  };

  function answerTo(path: string): unknown {
    if (path === '/keys') return { keys: made.keys };
    if (path === '/token') return made.tokens;
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: [alg],
      ...made.document,
    };
  }

  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/[?].*/, '');
    response.on('close', () => {
      if (!response.writableFinished) hungUpOn += 1;
    });
    void text(request).then((body) => {
      asked.push({ path, headers: request.headers, form: new URLSearchParams(body) });
      const fault = faults.get(path);
      if (fault !== undefined) return void fail(fault, response);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answerTo(path)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const fetch = fetchBehind({ 'idp.test': `http://127.0.0.1:${port}` });
  return Object.assign(made, {
    fetch,
    providers: (
      more: Partial<OidcProvider> = {},
      options: { readonly timeoutMs?: number; readonly fetch?: typeof globalThis.fetch } = {},
    ) =>
      oidcProviders({
        fetch,
        now: () => clock.nowMs,
        ...options,
        providers: { idp: { ...made.registered, ...more } },
      }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function fail(fault: Fault, response: ServerResponse): void {
  if (fault === 'hang') return;
  if (fault === 'hang-up') {
    response.destroy();
    return;
  }
  if (fault === 'trickle' || fault === 'too-much') {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drops = setInterval(() => response.write(fault === 'trickle' ? ' ' : ' '.repeat(9_000)), 5);
    response.on('close', () => clearInterval(drops));
    return;
  }
  response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
  response.end(fault.text);
}

/** What came back to the browser for an attempt, as `idp` sends it. */
export function callbackFor(attempt: { readonly state: string }, code: string = secret()): string {
  return `https://app.test/log-in/idp?code=${code}&state=${attempt.state}`;
}
