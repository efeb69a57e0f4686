import { expect } from 'vitest';

/** Plain data as a client reads it. */
export type Json = Readonly<Record<string, unknown>>;

/** What came back, read whole. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as plain data; empty where it is none. */
  readonly body: Json;
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
  const body = isJson && text !== '' ? (JSON.parse(text) as Json) : {}; // our answers are objects
  return { status: response.status, headers: response.headers, text, body };
}

/** Checks that a reply is a problem of this kind, whole and in order. */
export function expectProblem(reply: Reply, status: number, kind: string): void {
  expect({ status: reply.status, kind: reply.body.kind }).toEqual({ status, kind });
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
  expect(reply.body).toMatchObject({ type: `urn:joos:refusal:${kind}`, status });
  for (const words of ['title', 'detail', 'advice']) expect(reply.body[words]).toMatch(/\S{2}.*[^,;]$/);
}

export function bearer(session: string): Record<string, string> {
  return { authorization: `Bearer ${session}` };
}

/** A text that must be in a body. */
export function textIn(body: Json, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`There is no text ${name}`);
  return value;
}

/** A list that must be in a body. */
export function listIn(body: Json, name: string): readonly Json[] {
  const value = body[name];
  if (!Array.isArray(value)) throw new Error(`There is no list ${name}`);
  return value as Json[]; // our lists hold objects
}

/** For comparisons, without the `any` that the matchers have. */
export const anyText: unknown = expect.any(String);
export function textLike(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
