import { Hono } from 'hono';
import type { LogFields } from '../../application/ports/log.ts';
import type { Language } from '../../domain/user/language.ts';
import { acceptedLanguage } from './accept-language.ts';
import { responseOf } from './answer.ts';
import { asked } from './asked.ts';
import { defaultBodyLimitBytes, readBody } from './body.ts';
import { clientSecrets } from './client-secrets.ts';
import { CookieJar } from './cookies.ts';
import type { HttpRefusal } from './edge-refusal.ts';
import type { HttpHandler, HttpOptions, Peer } from './http-options.ts';
import type { HttpRooms } from './http-rooms.ts';
import { problemPage, problemResponse } from './problem.ts';
import type { Route } from './route.ts';
import { accountRoutes } from './routes/account.ts';
import { cardRoutes } from './routes/cards.ts';
import { codeRoutes } from './routes/codes.ts';
import { consentRoutes } from './routes/consents.ts';
import { contactLinkRoutes } from './routes/contact-links.ts';
import { mySessionRoutes } from './routes/my-sessions.ts';
import { orderRoutes } from './routes/orders.ts';
import { paymentRoutes } from './routes/payments.ts';
import { privacyRoutes } from './routes/privacy.ts';
import { privacyOfficeRoutes } from './routes/privacy-office.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { staffRoutes } from './routes/staff.ts';
import { staffAuditRoutes } from './routes/staff-audit.ts';
import { supportRoutes } from './routes/support.ts';
import { mySupportRoutes, supportCaseRoutes } from './routes/support-cases.ts';
import { thirdPartyRoutes } from './routes/third-party.ts';
import { unsubscribeRoutes } from './routes/unsubscribe.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { publicOriginOf } from './same-origin.ts';

/**
 * No answer is for a cache, for a frame, for a page of elsewhere or for a browser to run, and none comes by http once it came by https (ASVS 5, 3.4); a
 * page says itself what it is made of.
 */
const securityHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'Accept-Language',
};

/**
 * The core as one Fetch handler: JSON in, JSON out, and every refusal as `application/problem+json` (RFC 9457) that
 * never repeats what was sent; a page only where a person comes by an address in a mail. It decides nothing: each route
 * reads a request, asks one use case and says its answer.
 *
 * It never rejects. What is thrown behind it becomes a 500 that says nothing of the cause. It redirects nobody, from http to
 * https neither, since a secret that came in clear is lost already; and it sends no CORS header.
 */
export function httpHandler(joos: HttpRooms, options: HttpOptions = {}): HttpHandler {
  const { language: fallback = 'en', clientIp = socketIp } = options;
  const publicOrigin = publicOriginOf(options.publicOrigin);
  const app = new Hono<{ Bindings: Peer }>();
  const routes: readonly Route[] = [
    ...codeRoutes(joos),
    ...sessionRoutes(joos),
    ...mySessionRoutes(joos),
    ...thirdPartyRoutes(joos),
    ...accountRoutes(joos),
    ...consentRoutes(joos),
    ...cardRoutes(joos, options),
    ...orderRoutes(joos, options),
    ...paymentRoutes(joos),
    ...privacyRoutes(joos),
    ...staffRoutes(joos, options),
    ...supportRoutes(joos, options),
    ...privacyOfficeRoutes(joos, options),
    ...staffAuditRoutes(joos, options),
    ...mySupportRoutes(joos),
    ...supportCaseRoutes(joos, options),
    ...unsubscribeRoutes(joos),
    ...contactLinkRoutes(joos),
    ...webhookRoutes(joos, options),
  ];
  for (const { method, path, answer, more } of routes) {
    const { bodyLimitBytes = defaultBodyLimitBytes } = more;
    const refusedBy = more.refusedBy === 'page' ? problemPage : problemResponse;
    app.on(method, path, async ({ req, env: peer }) => {
      const { raw: request } = req;
      const language = languageOf(request, fallback);
      const body = await readBody(request, bodyLimitBytes);
      if (body.isErr()) return refusedBy(body.error, language);
      const jar = new CookieJar(request);
      const secrets = clientSecrets(request, jar, publicOrigin);
      const ip = (): string | null => clientIp(request, peer.ip);
      const answered = await answer(asked({ request, body: body.value, language, parts: req.param(), secrets, ip }));
      const response = answered.match(responseOf, (refusal) => {
        noteFailure(refusal);
        return refusedBy(refusal, language);
      });
      jar.writeTo(response.headers);
      return response;
    });
  }
  for (const [path, allowed] of Map.groupBy(routes, (one) => one.path)) {
    const methods = allowed.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    app.all(path, ({ req }) =>
      problemResponse({ kind: 'WrongMethod', allowed: methods }, languageOf(req.raw, fallback)),
    );
  }
  app.notFound(({ req }) => problemResponse({ kind: 'NoSuchRoute' }, languageOf(req.raw, fallback)));
  app.onError((cause) => {
    throw cause; // told below, with whatever else is thrown
  });

  function noteFailure(refusal: HttpRefusal): void {
    if (refusal.kind === 'PortFailure') {
      options.log?.write('warn', 'http-request', { port: refusal.port, retryable: refusal.retryable });
    }
    if (refusal.kind === 'CrossSite') options.log?.write('warn', 'cross-site-refused');
  }

  return async (request, peer = { ip: null }) => {
    const startedAt = performance.now();
    let response: Response;
    try {
      response = await app.fetch(request, peer);
    } catch (cause) {
      response = problemResponse({ kind: 'Unexpected' }, languageOf(request, fallback));
      options.onBug?.(cause);
    }
    for (const [name, value] of Object.entries(securityHeaders)) {
      if (!response.headers.has(name)) response.headers.set(name, value);
    }
    const { status } = response;
    const fields: LogFields = { status, durationMs: Math.round(performance.now() - startedAt) };
    options.log?.write(status === 500 ? 'error' : 'info', 'http-request', fields);
    return response;
  };
}

/** What counts where the host has no word in it. */
function socketIp(_request: Request, ip: string | null): string | null {
  return ip;
}

function languageOf(request: Request, fallback: Language): Language {
  return acceptedLanguage(request.headers.get('accept-language'), fallback);
}
