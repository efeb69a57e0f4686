import { Hono } from 'hono';
import type { LogFields } from '../../application/ports/log.ts';
import type { Language } from '../../domain/user/language.ts';
import { acceptedLanguage } from './accept-language.ts';
import { responseOf } from './answer.ts';
import { asked } from './asked.ts';
import { defaultBodyLimitBytes, readBody } from './body.ts';
import type { HttpRefusal } from './edge-refusal.ts';
import type { HttpOptions } from './http-options.ts';
import type { HttpRooms } from './http-rooms.ts';
import { problemPage, problemResponse } from './problem.ts';
import type { Route } from './route.ts';
import { accountRoutes } from './routes/account.ts';
import { cardRoutes } from './routes/cards.ts';
import { consentRoutes } from './routes/consents.ts';
import { orderRoutes } from './routes/orders.ts';
import { paymentRoutes } from './routes/payments.ts';
import { privacyRoutes } from './routes/privacy.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { supportRoutes } from './routes/support.ts';
import { unsubscribeRoutes } from './routes/unsubscribe.ts';
import { webhookRoutes } from './routes/webhooks.ts';

/** No answer is for a cache, and none is for a browser to run; a page says itself what it is made of. */
const securityHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'Accept-Language',
};

/**
 * The core as one Fetch handler: JSON in, JSON out, and every refusal as `application/problem+json` (RFC 9457) that
 * never repeats what was sent; a page only where a person comes by an address in a mail. It decides nothing: each route
 * reads a request, asks one use case and says its answer.
 *
 * It never rejects. What is thrown behind it becomes a 500 that says nothing of the cause.
 */
export function httpHandler(joos: HttpRooms, options: HttpOptions = {}): (request: Request) => Promise<Response> {
  const fallback = options.language ?? 'en';
  const app = new Hono();
  const routes: readonly Route[] = [
    ...sessionRoutes(joos, options),
    ...accountRoutes(joos, options),
    ...consentRoutes(joos),
    ...cardRoutes(joos, options),
    ...orderRoutes(joos, options),
    ...paymentRoutes(joos),
    ...privacyRoutes(joos),
    ...supportRoutes(joos, options),
    ...unsubscribeRoutes(joos),
    ...webhookRoutes(joos, options),
  ];
  for (const { method, path, answer, more } of routes) {
    const { bodyLimitBytes = defaultBodyLimitBytes } = more;
    const refusedBy = more.refusedBy === 'page' ? problemPage : problemResponse;
    app.on(method, path, async ({ req }) => {
      const language = languageOf(req.raw, fallback);
      const body = await readBody(req.raw, bodyLimitBytes);
      if (body.isErr()) return refusedBy(body.error, language);
      const answered = await answer(asked(req.raw, body.value, language, req.param()));
      return answered.match(responseOf, (refusal) => {
        noteFailure(refusal);
        return refusedBy(refusal, language);
      });
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
  }

  return async (request) => {
    const startedAt = performance.now();
    let response: Response;
    try {
      response = await app.fetch(request);
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

function languageOf(request: Request, fallback: Language): Language {
  return acceptedLanguage(request.headers.get('accept-language'), fallback);
}
