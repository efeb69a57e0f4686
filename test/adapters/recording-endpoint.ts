import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it came over the wire. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the endpoint answers: JSON, or a text as it stands; never, by hanging up, or by a body without end, if it is told so. */
export type Told =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly text: string }
  | ((request: Recorded) => { readonly status: number; readonly body: unknown })
  | 'never'
  | 'trickle'
  | 'hang-up';

/** An HTTP endpoint on the loopback that keeps every request and answers as it is told. */
export interface RecordingEndpoint {
  readonly url: string;
  readonly requests: Recorded[];
  /** From now on. */
  readonly tell: (told: Told) => void;
  readonly close: () => Promise<void>;
}

export async function recordingEndpoint(first: Told): Promise<RecordingEndpoint> {
  let told = first;
  const requests: Recorded[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    void text(request).then((body) => {
      const recorded = { method, path: url, headers, body };
      requests.push(recorded);
      if (told === 'never') return;
      if (told === 'trickle') {
        response.writeHead(200, { 'content-type': 'application/json' });
        const drops = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drops));
        return;
      }
      if (told === 'hang-up') {
        request.socket.destroy();
        return;
      }
      const answer = typeof told === 'function' ? told(recorded) : told;
      const more = 'headers' in answer ? answer.headers : {};
      response.writeHead(answer.status, { 'content-type': 'application/json', ...more });
      response.end('text' in answer ? answer.text : JSON.stringify(answer.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    tell: (next) => {
      told = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What AWS signatures (version 4) say of a request: region, service and the headers that are signed. */
export function signatureOf({ headers }: Recorded): {
  region: string;
  service: string;
  signedHeaders: readonly string[];
} {
  const found =
    /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=[0-9a-f]{64}$/.exec(
      headers.authorization ?? '',
    );
  if (found === null) throw new Error('The request is not signed');
  const [, region = '', service = '', signedHeaders = ''] = found;
  return { region, service, signedHeaders: signedHeaders.split(';') };
}
