import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { type Interaction, Provider } from 'oidc-provider';
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';
import type { OidcProvider } from '../../../src/adapters/oidc/index.ts';
import { secret } from './attempts.ts';

/** What a person does at the provider. */
export interface Person {
  readonly accountId: string;
  readonly consents?: boolean;
  /** When they log in there, in seconds since 1970; now by default. */
  readonly logsInAt?: number;
}

/** A provider of `oidc-provider`, which is certified for OpenID Connect, on the loopback under an https name. */
export interface CertifiedProvider {
  /** Where the name really is. */
  readonly origin: string;
  /** As the host configures it. */
  readonly registered: OidcProvider;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  /** Who sits at the browser from now on. */
  readonly seat: (person: Person) => void;
  readonly close: () => Promise<void>;
}

/** Opens one; browsers go back to a page of the app, or to the address that is given, such as one on the loopback. */
export async function certifiedProvider(
  host: string,
  redirectUri: string = `https://app.test/log-in/${host}`,
): Promise<CertifiedProvider> {
  const issuer = `https://${host}`;
  const clientSecret = secret();
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(issuer, {
    adapter: createMemoryAdapter(),
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: host }] },
    clients: [
      {
        client_id: `client-of-${host}`,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        application_type: redirectUri.startsWith('https:') ? 'web' : 'native',
        token_endpoint_auth_method: 'client_secret_post',
      },
      {
        client_id: `app-of-${host}`,
        redirect_uris: [redirectUri],
        application_type: redirectUri.startsWith('https:') ? 'web' : 'native',
        token_endpoint_auth_method: 'none',
      },
    ],
    cookies: { keys: [secret()] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  });
  provider.proxy = true;

  let seated: Person = { accountId: 'nobody' };
  const requests: string[] = [];

  async function sayOf({ prompt, params, session }: Interaction): Promise<Readonly<Record<string, unknown>>> {
    const { accountId, consents = true, logsInAt } = seated;
    if (prompt.name === 'login') return { login: { accountId, ...(logsInAt === undefined ? {} : { ts: logsInAt }) } };
    if (!consents) return { error: 'access_denied' };
    const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: params.client_id });
    grant.addOIDCScope('openid');
    return { consent: { grantId: await grant.save() } };
  }

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const interaction = await provider.interactionDetails(request, response);
    await provider.interactionFinished(request, response, await sayOf(interaction));
  }

  const answer = provider.callback();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path.replace(/[?].*/, ''));
    void (path.startsWith('/interaction/') ? interact(request, response) : answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    origin: `http://127.0.0.1:${port}`,
    registered: {
      issuer,
      clientId: `client-of-${host}`,
      authentication: { kind: 'secret', secret: clientSecret },
      redirectUri,
    },
    requests,
    seat: (person) => {
      seated = person;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A browser with cookies of its own, which goes wherever it is sent until it is sent to the app. */
export function browserBy(
  fetch: typeof globalThis.fetch,
  app = 'https://app.test/',
): (address: string) => Promise<string> {
  const cookies = new Map<string, string>();
  return async (address) => {
    let at = address;
    for (let steps = 0; steps < 12; steps += 1) {
      const response = await fetch(at, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null) throw new Error(`The provider shows a page: ${response.status} ${await response.text()}`);
      at = new URL(location, at).href;
      if (at.startsWith(app)) return at;
    }
    throw new Error('The provider sends the browser round and round');
  };
}
