import { ask, type Reply } from './client.ts';
import type { House } from './house.ts';

/** A browser, as far as cookies go: it keeps what it is given, sends it along, and forgets what it is told to. */
export interface Browser {
  /** Asks from a page of our own origin, unless the headers say something else. */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** What it keeps now, by name. */
  readonly cookies: ReadonlyMap<string, string>;
  /** Every address that it asked for. */
  readonly asked: readonly string[];
}

/** The only form in which we set a cookie: of this host alone, by https alone, and for no script. */
const ours =
  /^(__Host-joos-(?:session|device|attempt|staff))=([\w-]*); Path=\/; Max-Age=(\d+); Secure; HttpOnly; SameSite=(Strict|Lax)$/;

/** A new browser, without a cookie. */
export function newBrowser(send: House['handler'], origin: string = 'http://joos.test'): Browser {
  const cookies = new Map<string, string>();
  const asked: string[] = [];
  const handler = (request: Request): Promise<Response> => {
    const { method, headers, url } = request;
    const { pathname, search } = new URL(url);
    const address = `${origin}${pathname}${search}`;
    asked.push(`${method} ${address}`);
    const sent = new Headers(headers);
    const kept = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (kept !== '') sent.set('cookie', kept);
    const body = request.body === null ? {} : { body: request.body, duplex: 'half' };
    return send(new Request(address, { method, headers: sent, ...body } as RequestInit)); // undici wants `duplex`, TypeScript does not know
  };
  return {
    cookies,
    asked,
    ask: async (method, path, body, headers = {}) => {
      const reply = await ask(handler, method, path, body, { 'sec-fetch-site': 'same-origin', ...headers });
      for (const cookie of reply.headers.getSetCookie()) {
        const [whole, name = '', value = '', maxAge] = ours.exec(cookie) ?? [];
        if (whole === undefined) throw new Error(`A browser would not take this cookie, or give it away: ${cookie}`);
        if (maxAge === '0') cookies.delete(name);
        else cookies.set(name, value);
      }
      if (reply.headers.get('clear-site-data')?.includes('"cookies"')) cookies.clear();
      return reply;
    },
  };
}

/** Logs in, or signs up, by phone, in cookies; answers the body of the sign-in. */
export async function signedUpByCookie(
  browser: Browser,
  codeSent: () => string,
  phone: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Reply> {
  const sent = await browser.ask('POST', '/v1/codes', { purpose: 'log-in', phone, as: 'cookie' });
  const typed = { phone, challenge: sent.body.challenge, code: codeSent(), as: 'cookie', ...more };
  return browser.ask('POST', '/v1/sessions', typed);
}
