import { type KeyObject, sign } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Recorded } from '../recording-endpoint.ts';

/** An erasure request as OpenDSR 2.0 (section 7.1) has it, and not a field more. */
export interface ErasureSent {
  readonly subject_request_id: string;
  readonly subject_identities?:
    | readonly { readonly identity_type: 'controller_customer_id' | 'email'; readonly identity_value: string }[]
    | undefined;
}

const erasureRequest = z.strictObject({
  regulation: z.enum(['gdpr', 'ccpa']),
  subject_request_id: z.uuidv4(),
  subject_request_type: z.enum(['erasure', 'portability', 'access']),
  submitted_time: z.iso.datetime({ offset: true }),
  subject_identities: z
    .array(
      z.strictObject({
        identity_type: z.enum(['controller_customer_id', 'email']),
        identity_value: z.string(),
        identity_format: z.enum(['raw', 'sha1', 'md5', 'sha256']),
      }),
    )
    .min(1)
    .optional(),
  api_version: z.string(),
  extensions: z
    .record(
      z.string(),
      z.strictObject({
        identities: z.array(z.strictObject({ identity_type: z.string(), identity_value: z.string() })),
      }),
    )
    .optional(),
});

/** What goes wrong with one answer, after the request was dealt with; or what is answered instead. */
export type Trouble =
  | 'answer-lost'
  | 'never-answers'
  | 'stops-midway'
  | 'never-ends'
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Given what was sent, so that an answer can quote it. */
      readonly body?: string | Uint8Array | ((sent: string) => string);
    };

/** Changes for one processor. */
export interface LocalOptions {
  /** How it greets a request that it has already; 201 once more by default. */
  readonly duplicates?: 201 | 400 | 409 | 422;
  /** What it signs its answers under, and whose domain it says to be. */
  readonly signing?: { readonly privateKey: KeyObject; readonly domain: string };
}

/** A processor on the loopback that speaks OpenDSR 2.0 and keeps every request that came over the wire. */
export interface LocalOpenDsr {
  readonly url: string;
  readonly requests: Recorded[];
  /** The erasure requests that arrived, each once. */
  readonly erasures: ReadonlyMap<string, ErasureSent>;
  /** From now on this is the status of the request, in whatever words. */
  readonly settle: (requestId: string, word: string) => void;
  /** What happens to the next answers, in order. */
  readonly trouble: Trouble[];
  /** When it expects to be done. */
  readonly expect: (time: string | undefined) => void;
  /** How many bodies it went on with until the other side hung up. */
  readonly hungUpOn: () => number;
  readonly close: () => Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export async function localOpenDsr({ duplicates = 201, signing }: LocalOptions = {}): Promise<LocalOpenDsr> {
  const requests: Recorded[] = [];
  const erasures = new Map<string, ErasureSent>();
  const words = new Map<string, string>();
  const trouble: Trouble[] = [];
  let expected: string | undefined = '2026-12-23T09:00:00Z';
  let hungUpOn = 0;

  function created(body: string): Reply {
    const sent = erasureRequest.parse(JSON.parse(body)); // a request that does not conform ends in a 500
    const id = sent.subject_request_id;
    if (erasures.has(id) && duplicates !== 201) {
      return { status: duplicates, body: { error: { code: duplicates, message: 'subject_request_id is taken' } } };
    }
    if (!erasures.has(id)) {
      erasures.set(id, sent);
      words.set(id, 'pending');
    }
    return {
      status: 201,
      body: {
        controller_id: 'joos',
        expected_completion_time: expected,
        received_time: '2026-11-23T09:00:01Z',
        encoded_request: Buffer.from(body).toString('base64'),
        subject_request_id: id,
      },
    };
  }

  function status(id: string): Reply {
    const word = words.get(id);
    if (word === undefined) return { status: 404, body: { error: { code: 404 } } };
    return {
      status: 200,
      body: {
        controller_id: 'joos',
        expected_completion_time: expected,
        subject_request_id: id,
        request_status: word,
        api_version: '2.0',
      },
    };
  }

  function dealtWith({ method, path, body }: Recorded): Reply {
    if (method === 'POST' && path === '/v2/requests') return created(body);
    const id = /^\/v2\/requests\/([^/?]+)$/.exec(path)?.[1];
    return method === 'GET' && id !== undefined ? status(id) : { status: 405, body: {} };
  }

  function send(response: ServerResponse, sent: string, reply: Reply, gone: Trouble | undefined): void {
    const body = JSON.stringify(reply.body);
    const signature: Record<string, string> =
      signing === undefined
        ? {}
        : {
            'x-opendsr-processor-domain': signing.domain,
            'x-opendsr-signature': sign('sha256', Buffer.from(body), signing.privateKey).toString('base64'),
          };
    const headers = { 'content-type': 'application/json', ...signature };
    if (gone === undefined) {
      response.writeHead(reply.status, headers).end(body);
    } else if (gone === 'answer-lost') {
      response.socket?.destroy();
    } else if (gone === 'stops-midway') {
      response.writeHead(reply.status, headers).write(body.slice(0, 10));
    } else if (gone === 'never-ends') {
      response.writeHead(reply.status, headers);
      response.on('close', () => {
        hungUpOn += 1;
      });
      const spaces = ' '.repeat(16_384);
      const more = (): void => {
        while (!response.destroyed && response.write(spaces)); // white space is good JSON so far
      };
      response.on('drain', more);
      more();
    } else if (gone !== 'never-answers') {
      const said = typeof gone.body === 'function' ? gone.body(sent) : (gone.body ?? body);
      response.writeHead(gone.status, { ...headers, ...gone.headers }).end(said);
    }
  }

  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    void text(request).then((body) => {
      const recorded = { method, path: url, headers, body };
      requests.push(recorded);
      try {
        send(response, body, dealtWith(recorded), trouble.shift());
      } catch {
        response.writeHead(500).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://localhost:${port}/v2`,
    requests,
    erasures,
    settle: (requestId, word) => {
      words.set(requestId, word);
    },
    trouble,
    expect: (time) => {
      expected = time;
    },
    hungUpOn: () => hungUpOn,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
