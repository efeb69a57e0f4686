import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpServer, serveHttp } from '../../../src/adapters/http/index.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { startChromium } from '../../browser/chromium.ts';
import { type House, lastCode, openHouse } from './house.ts';

const phone = '+4915112345678';

/** What a script on a page got. */
interface Fetched {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

describe('the cookies, in a real browser', () => {
  let house: House;
  let ours: HttpServer;
  let theirs: HttpServer;
  let browser: Browser;
  let context: BrowserContext;

  /** A host’s own page beside the handler, and somebody’s page that posts a form to it. */
  const hosted = (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname !== '/') return house.handler(request);
    return Promise.resolve(
      new Response('<!doctype html><title>App</title>', { headers: { 'content-type': 'text/html' } }),
    );
  };

  beforeAll(async () => {
    house = await openHouse();
    ours = await must(serveHttp(hosted, { port: 0, host: 'localhost' }));
    theirs = await must(
      serveHttp(
        () =>
          Promise.resolve(
            new Response(
              `<!doctype html><title>Prize</title><form method="post" action="${ours.url}/v1/sessions/end-others"><button>Win</button></form>`,
              { headers: { 'content-type': 'text/html' } },
            ),
          ),
        { port: 0 },
      ),
    );
    browser = await startChromium();
    context = await browser.newContext();
  });
  afterAll(async () => {
    await browser?.close();
    await ours.close();
    await theirs.close();
    await house.close();
  });

  async function appPage(): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${ours.url}/`);
    return page;
  }

  /** Asks as the script of the page does: it names no header of its own but the media type. */
  const ask = (page: Page, method: string, path: string, body?: unknown, to = ours.url): Promise<Fetched> =>
    page.evaluate<Fetched>(`fetch(${JSON.stringify(`${to}${path}`)}, ${JSON.stringify({
      method,
      credentials: 'include',
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })}).then(async (response) => {
      const text = await response.text();
      return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
    })`);

  test('log a person in, without the script seeing a secret', async () => {
    const page = await appPage();
    const sent = await ask(page, 'POST', '/v1/codes', { purpose: 'log-in', phone, as: 'cookie' });
    expect(sent.status).toBe(202);
    const typed = { phone, challenge: sent.body.challenge, code: lastCode(house.texts), as: 'cookie' };
    expect((await ask(page, 'POST', '/v1/sessions', typed)).status).toBe(201);
    expect(await page.evaluate<string>('document.cookie')).toBe('');
    expect((await ask(page, 'GET', '/v1/account')).body.phone).toBe(phone);
    expect((await ask(page, 'PUT', '/v1/account/username', { username: 'kimble' })).status).toBe(204);
    const kept = (await context.cookies()).map(({ name, httpOnly, secure, sameSite }) => ({
      name,
      httpOnly,
      secure,
      sameSite,
    }));
    expect(kept).toEqual([{ name: '__Host-joos-session', httpOnly: true, secure: true, sameSite: 'Strict' }]);
    await page.close();
  });

  test('do nothing for a form on another site, even for a browser that would send them along', async () => {
    const [cookie] = await context.cookies();
    if (cookie === undefined) throw new Error('Nobody is logged in');
    // A cookie that goes along everywhere, as if the browser knew nothing of SameSite: what is left is the origin.
    await context.addCookies([{ ...cookie, sameSite: 'None' }]);
    const page = await context.newPage();
    await page.goto(theirs.url);
    const [response] = await Promise.all([
      page.waitForResponse((one) => one.url().endsWith('/v1/sessions/end-others')),
      page.getByRole('button', { name: 'Win' }).click(),
    ]);
    expect((await response.request().allHeaders()).cookie, 'the browser sent it').toContain('__Host-joos-session=');
    expect({ status: response.status(), kind: ((await response.json()) as Fetched['body']).kind }).toEqual({
      status: 403,
      kind: 'CrossSite',
    });
    await page.close();
  });

  test('are gone after the person logged out, with all that the page had stored', async () => {
    const page = await appPage();
    await page.evaluate("localStorage.setItem('draft', 'mine')");
    expect((await ask(page, 'DELETE', '/v1/session')).status).toBe(204);
    expect(await context.cookies()).toEqual([]);
    expect(await page.evaluate<string | null>("localStorage.getItem('draft')")).toBeNull();
    expect((await ask(page, 'GET', '/v1/account')).status).toBe(401);
    await page.close();
  });
});
