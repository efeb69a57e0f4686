import { z } from 'zod';
import type { ProviderMessage } from '../../application/ports/provider-events.ts';
import { err, type Result } from '../../domain/result.ts';
import type { Language } from '../../domain/user/language.ts';
import { type InvalidSessionToken, SessionToken } from '../../domain/user/session-token.ts';
import { bodyAs, type RawBody } from './body.ts';
import type { EdgeRefusal } from './edge-refusal.ts';

/** A text in a body. Every text of the domain is far shorter; what is too long for it is for the domain to say. */
export const text: z.ZodString = z.string().max(4096);

/** What somebody asks by a request, for a route to take what it needs of it. */
export interface Asked {
  readonly language: Language;
  /** The session of `Authorization: Bearer`. */
  session(): Result<SessionToken, InvalidSessionToken | { readonly kind: 'NotLoggedIn' }>;
  /** The body as plain data of a shape. */
  body<Shape>(shape: z.ZodType<Shape>): Result<Shape, EdgeRefusal>;
  /** A part of the path, by its name in the route. */
  part(name: string): string;
  /** A value of the query string. */
  query(name: string): string | undefined;
  /** The body as it came, byte by byte, and the headers: what a provider signed. */
  message(): ProviderMessage;
  /** The request anew, with its body unread, for a function of the host's. */
  request(): Request;
}

/** Makes an {@link Asked} of a request whose body was read. */
export function asked(
  request: Request,
  body: RawBody,
  language: Language,
  parts: Readonly<Record<string, string>>,
): Asked {
  return {
    language,
    session: () => {
      const header = request.headers.get('authorization');
      if (header === null) return err({ kind: 'NotLoggedIn' });
      const [, token = ''] = /^Bearer +(\S+)$/i.exec(header) ?? [];
      return SessionToken.parse(token);
    },
    body: (shape) => bodyAs(body, shape),
    part: (name) => parts[name] ?? '',
    query: (name) => new URL(request.url).searchParams.get(name) ?? undefined,
    message: () => ({ body: body.bytes, header: (name) => request.headers.get(name) }),
    request: () => {
      const { method, headers, url } = request;
      return new Request(url, {
        method,
        headers,
        body: body.bytes.byteLength === 0 ? null : new Uint8Array(body.bytes),
      });
    },
  };
}
