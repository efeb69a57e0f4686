import type { Server } from 'node:http';
import { err, ok, type Result, ResultAsync } from '../../domain/result.ts';
import type { Peer } from './http-options.ts';

/** Where to listen. */
export interface ServeOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** The address to listen on; loopback by default. */
  readonly host?: string;
  /** How long requests under way may take to end when the server closes, in milliseconds; 10 s by default. */
  readonly graceMs?: number;
}

/** A server that listens. */
export interface HttpServer {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly port: number;
  /** Takes no new request, lets those under way end, and cuts off what is left after the grace. Again, it changes nothing. */
  close(): Promise<void>;
}

/** The address cannot be listened on. */
export interface NotListening {
  readonly kind: 'NotListening';
  readonly reason: 'port-in-use' | 'not-allowed' | 'no-such-address';
}

/**
 * Serves a Fetch handler on Node's own HTTP server, and tells it the address of each socket. What adapts the one to the other
 * is loaded now and not before.
 */
export function serveHttp(
  handler: (request: Request, peer: Peer) => Promise<Response>,
  { port, host = '127.0.0.1', graceMs = 10_000 }: ServeOptions,
): ResultAsync<HttpServer, NotListening> {
  return new ResultAsync(
    import('@hono/node-server').then(async ({ createAdaptorServer }) => {
      // The process keeps its own `Request` and `Response`, for the sake of the host's other code.
      const server = createAdaptorServer({
        fetch: (request, { incoming }) => handler(request, { ip: incoming.socket.remoteAddress ?? null }),
        hostname: host,
        overrideGlobalObjects: false,
      }) as Server; // sound: no other server was asked for
      return (await listening(server, port, host)).map(() => httpServer(server, host, graceMs));
    }),
  );
}

function listening(server: Server, port: number, host: string): Promise<Result<void, NotListening>> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void => resolve(err(notListening(error)));
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve(ok(undefined));
    });
  });
}

function notListening({ code }: NodeJS.ErrnoException): NotListening {
  if (code === 'EADDRINUSE') return { kind: 'NotListening', reason: 'port-in-use' };
  if (code === 'EACCES') return { kind: 'NotListening', reason: 'not-allowed' };
  return { kind: 'NotListening', reason: 'no-such-address' };
}

function httpServer(server: Server, host: string, graceMs: number): HttpServer {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  let closed: Promise<void> | null = null;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    close: () => {
      closed ??= new Promise((resolve) => {
        const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
        // A connection whose request has ended is kept alive for more, which nobody will answer.
        const letGo = setInterval(() => server.closeIdleConnections(), 20);
        server.close(() => {
          clearTimeout(cutOff);
          clearInterval(letGo);
          resolve();
        });
      });
      return closed;
    },
  };
}
