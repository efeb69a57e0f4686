import { z } from 'zod';
import type { ProviderMessage } from '../../application/ports/provider-events.ts';
import type { StaffNotSignedIn } from '../../application/staff/staff-refusal.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type InvalidSessionToken, SessionToken } from '../../domain/session/session-token.ts';
import { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import type { Language } from '../../domain/user/language.ts';
import { bodyAs, type RawBody } from './body.ts';
import type { ClientSecrets, CrossSite, SecretForm } from './client-secrets.ts';
import type { EdgeRefusal } from './edge-refusal.ts';

/** A text in a body. Every text of the domain is far shorter; what is too long for it is for the domain to say. */
export const text: z.ZodString = z.string().max(4096);

/** Why a request shows no session. */
export type NoSession = InvalidSessionToken | CrossSite | { readonly kind: 'NotLoggedIn' };

/** What somebody asks by a request, for a route to take what it needs of it. */
export interface Asked {
  readonly language: Language;
  /** From which IP address, as the host trusts it; undefined where nobody says. */
  readonly ip: string | undefined;
  /** The session of `Authorization: Bearer`, or, without that header, of the cookie. */
  session(): Result<SessionToken, NoSession>;
  /** The session of the staff, shown in one of the same two ways, under a cookie of its own. */
  staffSession(): Result<StaffSessionToken, StaffNotSignedIn | CrossSite>;
  /** In which of the two forms {@link Asked.session} is shown. */
  readonly sessionForm: SecretForm;
  /** A session that somebody who logs in shows along, for the new one to replace; undefined where there is none. */
  formerSession(form: SecretForm): Result<SessionToken | undefined, CrossSite>;
  /** What the client shows in cookies, and how it is given secrets. */
  readonly secrets: ClientSecrets;
  /** The session is over: where it came by cookie, the browser is to forget all that it holds of us. */
  leave(): void;
  /** The body as plain data of a shape. */
  body<Shape>(shape: z.ZodType<Shape>): Result<Shape, EdgeRefusal>;
  /** The same with the session of the staff, as the use cases of the staff take them. */
  staffBody<Shape extends object>(
    shape: z.ZodType<Shape>,
  ): Result<Shape & { readonly staffSession: StaffSessionToken }, StaffNotSignedIn | CrossSite | EdgeRefusal>;
  /** A part of the path, by its name in the route. */
  part(name: string): string;
  /** A value of the query string. */
  query(name: string): string | undefined;
  /** The body as it came, byte by byte, and the headers: what a provider signed. */
  message(): ProviderMessage;
  /** The request anew, with its body unread, for a function of the host's. */
  request(): Request;
}

/** A request that was read, and what is known of whoever sent it. */
export interface ReadRequest {
  readonly request: Request;
  readonly body: RawBody;
  readonly language: Language;
  readonly parts: Readonly<Record<string, string>>;
  readonly secrets: ClientSecrets;
  readonly ip: () => string | null;
}

const notSignedIn: StaffNotSignedIn = { kind: 'StaffNotSignedIn' };

/** Makes an {@link Asked} of a request whose body was read. */
export function asked({ request, body, language, parts, secrets, ip }: ReadRequest): Asked {
  const header = request.headers.get('authorization');
  const sessionForm: SecretForm = header === null ? 'cookie' : 'bearer';
  const shownInHeader = (): string => /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? '';
  const inHeader = (): Result<SessionToken, InvalidSessionToken> => SessionToken.parse(shownInHeader());
  const staffSession = (): Result<StaffSessionToken, StaffNotSignedIn | CrossSite> => {
    if (sessionForm === 'bearer') return StaffSessionToken.parse(shownInHeader()).mapErr(() => notSignedIn);
    return secrets
      .kept('staffSession', StaffSessionToken.parse)
      .andThen((kept): Result<StaffSessionToken, StaffNotSignedIn> => (kept === null ? err(notSignedIn) : ok(kept)));
  };
  return {
    language,
    get ip() {
      return ip() ?? undefined; // the host is asked only where somebody wants to know
    },
    session: () => {
      if (sessionForm === 'bearer') return inHeader();
      return secrets
        .text('session')
        .andThen(
          (came): Result<SessionToken, NoSession> =>
            came === null ? err({ kind: 'NotLoggedIn' }) : SessionToken.parse(came),
        );
    },
    staffSession,
    sessionForm,
    formerSession: (form) => {
      const shown = inHeader()
        .map((token) => token as SessionToken | null)
        .unwrapOr(null);
      if (form === 'bearer' && shown !== null) return ok(shown);
      return secrets.kept('session', SessionToken.parse).map((kept) => kept ?? shown ?? undefined);
    },
    secrets,
    leave: () => {
      if (sessionForm === 'cookie') secrets.leave();
    },
    body: (shape) => bodyAs(body, shape),
    staffBody: (shape) =>
      staffSession().andThen((shown) => bodyAs(body, shape).map((wanted) => ({ ...wanted, staffSession: shown }))),
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
