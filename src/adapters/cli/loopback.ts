import { createServer } from 'node:http';

/** How long somebody may take to sign in at the company's provider: as long as an attempt lasts. */
const patienceMs = 10 * 60_000;

/** A browser's way back to this command (RFC 8252, section 7.3): a port of this machine that nobody else reaches. */
export interface Loopback {
  /** Where the browser came back to, with all that the provider wrote behind it; null if nobody came in time. */
  readonly callback: Promise<string | null>;
  readonly close: () => void;
}

/** Why nobody can come back. */
export type NotLoopback =
  /** The redirect URI is no http address of this machine with a port. */
  'not-loopback' | 'port-in-use';

/** Listens on the address that the provider sends browsers back to, for one visit. */
export async function listenForCallback(redirectUri: string): Promise<Loopback | NotLoopback> {
  const address = URL.canParse(redirectUri) ? new URL(redirectUri) : null;
  const isOurs = address?.protocol === 'http:' && hosts.has(address.hostname) && address.port !== '';
  if (address === null || !isOurs) return 'not-loopback';
  const { promise: callback, resolve } = Promise.withResolvers<string | null>();
  const server = createServer((request, response) => {
    const came = new URL(request.url ?? '/', address.origin);
    if (request.method !== 'GET' || came.pathname !== address.pathname) {
      response.writeHead(404, { Connection: 'close' }).end();
      return;
    }
    response
      .writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', Connection: 'close' })
      .end('You may close this page and go back to the command line.\n');
    resolve(came.href);
  });
  const timer = setTimeout(() => resolve(null), patienceMs);
  const close = (): void => {
    clearTimeout(timer);
    server.close();
    server.closeAllConnections();
  };
  const { promise: listening, resolve: told } = Promise.withResolvers<boolean>();
  server.once('error', () => told(false));
  server.listen(Number(address.port), address.hostname.replace(/^\[|\]$/g, ''), () => told(true));
  if (await listening) return { callback, close };
  close();
  return 'port-in-use';
}

/** Not `localhost`, which a machine may point elsewhere (RFC 8252, section 8.3). */
const hosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]']);
