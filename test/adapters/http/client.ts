import { expect } from 'vitest';

/** What came back, read whole. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as plain data; null where there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where that is not there
  readonly body: any;
}

type Handler = (request: Request) => Promise<Response>;

/** Asks with a JSON body, or with none. */
export async function ask(
  handler: Handler,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const withBody =
    body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
  return replyTo(handler, new Request(`http://joos.test${path}`, { method, headers, ...withBody }));
}

/** Sends a request as it is. */
export async function replyTo(handler: Handler, request: Request): Promise<Reply> {
  const response = await handler(request);
  const text = await response.text();
  const isJson = /^application\/(?:problem\+)?json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : null,
  };
}

/** Checks that a reply is a problem of this kind, whole and in order. */
export function expectProblem(reply: Reply, status: number, kind: string): void {
  expect({ status: reply.status, kind: reply.body?.kind }).toEqual({ status, kind });
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
  expect(reply.body).toMatchObject({ type: `urn:joos:refusal:${kind}`, status });
  for (const words of ['title', 'detail', 'advice']) expect(reply.body[words]).toMatch(/\S{2}.*[^,;]$/);
}

export function bearer(session: string): Record<string, string> {
  return { authorization: `Bearer ${session}` };
}
