import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { dayMs } from '../../../src/domain/instant.ts';
import { type StripeAnswer, StripeBooks } from './stripe-books.ts';
import { routeOf, violationsOf, type WireRequest } from './stripe-wire.ts';

/** What befalls a request. */
export type Fault =
  /** The connection is cut before anything is done, or after everything is. */
  | 'request-lost'
  | 'answer-lost'
  /** All is done, and no answer ever comes; or its headers, and no body. */
  | 'never-answers'
  | 'half-an-answer'
  /** Nothing is done. */
  | 'too-many-requests'
  | 'object-locked'
  | 'wrong-key'
  | 'forbidden'
  | 'unavailable'
  /** A proxy in between: a page instead of an answer. */
  | 'bad-gateway'
  /** All is done, and an error is the answer, for this request and its repetitions. */
  | 'server-error'
  /** The server dies between making an intent and confirming it. */
  | 'dies-inside';

/** Routes by their name in `stripe-wire.ts`. */
interface Planned {
  readonly route: string;
  readonly fault: Fault;
}

/** A request, as it came. */
export interface Seen extends WireRequest {
  readonly route: string;
  readonly body: string;
}

/** Stripe on the loopback: strict about the wire format, idempotent as Stripe is, and as unreliable as it is told to be. */
export interface LocalStripe {
  readonly url: string;
  readonly books: StripeBooks;
  readonly seen: Seen[];
  /** Everything that was wrong with the format of a request; must stay empty. */
  readonly violations: string[];
  /** What befalls the next requests of a route, one after the other. */
  readonly plan: (route: string, ...faults: Fault[]) => void;
  /** Nothing of what was planned happens any more. */
  readonly calm: () => void;
  /** The next request of the route waits until it is released. */
  readonly hold: (route: string) => { readonly begun: Promise<void>; readonly release: () => void };
  /** How many requests of a route came. */
  readonly count: (route: string) => number;
  /** Shuts the port: connections are refused. */
  readonly close: () => Promise<void>;
}

interface Remembered {
  readonly fingerprint: string;
  readonly atMs: number;
  /** Undefined while it is under way. */
  answer?: StripeAnswer;
}

const before: Partial<Record<Fault, StripeAnswer>> = {
  'too-many-requests': problem(429, 'invalid_request_error', 'rate_limit'),
  'object-locked': problem(429, 'invalid_request_error', 'lock_timeout'),
  'wrong-key': problem(401, 'invalid_request_error', 'api_key_expired'),
  forbidden: problem(403, 'invalid_request_error', 'secret_key_required'),
  unavailable: problem(503, 'api_error', null),
};
const serverError: StripeAnswer = problem(500, 'api_error', null);

/** Begins at a moment of its own: `books.nowMs` is Stripe's clock. */
export async function localStripe(nowMs: number): Promise<LocalStripe> {
  const books = new StripeBooks(nowMs);
  const seen: Seen[] = [];
  const violations: string[] = [];
  const planned: Planned[] = [];
  const held: { route: string; begin: () => void; released: Promise<void> }[] = [];
  const keys = new Map<string, Remembered>();

  function take<Item extends { readonly route: string }>(from: Item[], route: string): Item | undefined {
    const index = from.findIndex((one) => one.route === route);
    return index < 0 ? undefined : from.splice(index, 1)[0];
  }

  /** What Stripe's idempotency layer does around the work. It forgets a key exactly when it may: after 24 hours. */
  async function once(request: Seen, work: () => StripeAnswer): Promise<StripeAnswer> {
    const key = request.headers['idempotency-key'];
    const hold = async () => {
      const waits = take(held, request.route);
      waits?.begin();
      await waits?.released;
    };
    if (request.method !== 'POST' || typeof key !== 'string') {
      await hold();
      return work();
    }
    const fingerprint = `${request.method} ${request.path} ${request.body}`;
    const known = keys.get(key);
    if (known !== undefined && books.nowMs - known.atMs < dayMs) {
      if (known.fingerprint !== fingerprint) return problem(400, 'idempotency_error', null);
      return known.answer ?? problem(409, 'idempotency_error', 'idempotency_key_in_use');
    }
    const remembered: Remembered = { fingerprint, atMs: books.nowMs };
    keys.set(key, remembered);
    await hold();
    remembered.answer = work();
    return remembered.answer;
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const url = new URL(incoming.url ?? '/', 'http://stripe.invalid');
    const { method = '', headers } = incoming;
    const fields = method === 'POST' ? new URLSearchParams(body) : url.searchParams;
    const wire: WireRequest = { method, path: url.pathname, headers, fields };
    const route = routeOf(wire)?.name ?? 'none';
    const request: Seen = { ...wire, route, body };
    seen.push(request);
    const wrong = [...violationsOf(wire), ...(method !== 'POST' && body !== '' ? ['a body'] : [])];
    violations.push(...wrong);
    const fault = take(planned, route)?.fault;
    if (fault === 'request-lost') return void incoming.socket.destroy();
    if (fault === 'bad-gateway') return void send(response, 502, '<html>Bad Gateway</html>');
    const early =
      wrong.length > 0 ? problem(400, 'invalid_request_error', 'parameter_unknown') : fault && before[fault];
    if (early) return void send(response, early.status, JSON.stringify(early.body));
    const answer = await once(request, () => {
      const made = books.perform(route, url.pathname, fields, fault !== 'dies-inside');
      return fault === 'server-error' || fault === 'dies-inside' ? serverError : made;
    });
    if (fault === 'answer-lost') return void incoming.socket.destroy();
    if (fault === 'never-answers') return;
    if (fault === 'half-an-answer') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"id": ');
      return void setTimeout(() => incoming.socket.destroy(), 20);
    }
    send(response, answer.status, JSON.stringify(answer.body));
  }

  const server = createServer((incoming, response) => void serve(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    books,
    seen,
    violations,
    plan: (route, ...faults) => planned.push(...faults.map((fault) => ({ route, fault }))),
    calm: () => planned.splice(0),
    hold: (route) => {
      const begun = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      held.push({ route, begin: begun.resolve, released: released.promise });
      return { begun: begun.promise, release: released.resolve };
    },
    count: (route) => seen.filter((request) => request.route === route).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1' });
  response.end(body);
}

function problem(status: number, type: string, code: string | null): StripeAnswer {
  return { status, body: { error: { type, code, message: 'As Stripe would say it' } } };
}
