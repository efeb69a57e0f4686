import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpServer, serveHttp } from '../../../src/adapters/http/index.ts';
import { inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { ask } from './client.ts';
import { type House, host, openHouse } from './house.ts';
import { getsNewsletter, newReader, type Reader, sendNewsletter } from './newsletter-reader.ts';

const oneClick = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'List-Unsubscribe=One-Click',
} as const;
const german = { 'accept-language': 'de' };
const multipart = new FormData();
multipart.set('List-Unsubscribe', 'One-Click');

describe('the address in a newsletter', () => {
  let house: House;
  let server: HttpServer;
  let kim: Reader;
  let alex: Reader;
  /** Of the address in the last newsletter of each. */
  let token = '';
  let tokenOfAlex = '';

  beforeAll(async () => {
    house = await openHouse();
    server = await must(serveHttp(house.handler, { port: 0 }));
    kim = await newReader(house, '+4915112345678', 'kim.lee@example.com');
    alex = await newReader(house, '+4915187654321', 'alex.roe@example.com');
    await sendNewsletter(house);
    const tokenOf = (email: string) =>
      house.mails
        .find(({ to, about }) => to === email && about === 'newsletter')
        ?.unsubscribeUrl?.split('/')
        .at(-1) ?? '';
    token = tokenOf('kim.lee@example.com');
    tokenOfAlex = tokenOf('alex.roe@example.com');
  });
  afterAll(async () => {
    await server.close();
    await house.close();
  });

  const at = (one: string): string => `${server.url}/v1/unsubscribe/${one}`;

  test('opens a page that asks first, in the language of the browser, and changes nothing', async () => {
    for (const method of ['GET', 'HEAD']) {
      const response = await fetch(at(token), { method, headers: { ...german, cookie: 'none=1' } });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-language')).toBe('de');
    }
    const page = await (await fetch(at(token), { headers: german })).text();
    expect(page).toContain('<html lang="de">');
    expect(page).toContain('<h1>Kein Newsletter mehr?</h1>');
    expect(page).toMatch(/<form method="post"><button [^>]*>Newsletter abbestellen<\/button><\/form>/);
    expect(await (await fetch(at(token))).text()).toContain('<h1>No more newsletter?</h1>');
    expect(await getsNewsletter(house, kim)).toBe(true);
  });

  test('shows a page that runs nothing, loads nothing and posts to this host alone', async () => {
    const response = await fetch(at(token));
    const page = await response.text();
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|\ssrc=|\saction=|url\(|@import|https?:/i);
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  test('takes its own person off with one click of the mail program, and no newsletter is sent any more', async () => {
    const response = await fetch(at(token), { ...oneClick, headers: { ...oneClick.headers, ...german } });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<h1>Du bekommst keinen Newsletter mehr</h1>');
    expect(await getsNewsletter(house, kim)).toBe(false);
    expect(await getsNewsletter(house, alex)).toBe(true);
    expect(await sendNewsletter(house)).toMatchObject([{ to: 'alex.roe@example.com' }]);
    const again = await fetch(at(token), oneClick);
    expect(again.status).toBe(200);
    expect(await getsNewsletter(house, kim)).toBe(false);
  });

  test.each([
    ['nothing', {}],
    ['a form of another kind', { body: multipart }],
    ['something else', { body: '{', headers: { 'content-type': 'text/x-unknown' } }],
  ])('takes a person off whatever stands in the body: %s', async (_what, more) => {
    await ask(house.handler, 'POST', '/v1/consents', consentAgain, alex.headers);
    expect(await getsNewsletter(house, alex)).toBe(true);
    expect((await fetch(at(tokenOfAlex), { method: 'POST', ...more })).status).toBe(200);
    expect(await getsNewsletter(house, alex)).toBe(false);
  });

  test('that was not made here looks the same to everybody, and does nothing', async () => {
    await ask(house.handler, 'POST', '/v1/consents', consentAgain, alex.headers);
    const [notice = '', mac = ''] = tokenOfAlex.split('.');
    const [otherNotice = '', otherMac = ''] = token.split('.');
    const forged = [
      'x',
      notice,
      `${notice}.`,
      `${notice}.${otherMac}`,
      `${otherNotice}.${mac}`,
      `${notice}.${mac}.${mac}`,
      `${notice}.${mac.toUpperCase()}x`,
      '00000000-0000-4000-8000-000000000000.AAAAAAAAAAAAAAAAAAAAAA',
      '%00%0d%0a',
    ];
    const answers = new Set<string>();
    for (const one of forged) {
      for (const init of [{}, oneClick]) {
        const response = await fetch(at(one), init);
        answers.add(`${response.status} ${response.headers.get('content-type')}\n${await response.text()}`);
      }
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toMatch(/^404 text\/html; charset=utf-8\n[\s\S]*<h1>This address does nothing<\/h1>/);
    expect([...answers][0]).not.toContain('<form');
    expect(await getsNewsletter(house, alex)).toBe(true);
  });

  test('never comes back in an answer, and never gets into the log', async () => {
    const marked = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => `${text}qzxjwvkq<b>"`.toWellFormed());
    const tokens = fc.oneof(
      marked,
      fc.constantFrom(token, tokenOfAlex),
      marked.map((text) => `${token}.${text}`),
    );
    await fc.assert(
      fc.asyncProperty(tokens, fc.constantFrom('GET', 'POST'), async (one, method) => {
        const response = await house.handler(
          new Request(`http://joos.test/v1/unsubscribe/${encodeURIComponent(one)}`, { method }),
        );
        const whole = `${await response.text()}${JSON.stringify([...response.headers])}`;
        for (const secret of [one, token, tokenOfAlex, 'qzxjwvkq']) expect(whole).not.toContain(secret);
      }),
    );
    const logged = JSON.stringify(house.logged);
    for (const one of [token, tokenOfAlex, ...token.split('.'), ...tokenOfAlex.split('.')].slice(0, 2)) {
      expect(logged).not.toContain(one);
    }
    expect(
      house.logged
        .filter(({ event }) => event === 'http-request')
        .flatMap(({ fields }): unknown[] => Object.values(fields)),
    ).toSatisfy((values: unknown[]) => values.every((value) => typeof value === 'number'));
    expect(house.bugs).toEqual([]);
  });
});

const consentAgain = { purpose: 'newsletter', noticeVersion: '2026-11', noticeLanguage: 'en', channel: 'app' };

describe('an address while the store is away', () => {
  test('says so on a page, to be tried again', async () => {
    const away = () => errAsync(portFailure('DataStore', true, new Error('secret')));
    const house = await openHouse(inMemoryStores(), host, (rooms) => ({
      ...rooms,
      consents: { ...rooms.consents, unsubscribe: away, showSubscription: away },
    }));
    for (const method of ['GET', 'POST']) {
      const response = await house.handler(
        new Request('http://joos.test/v1/unsubscribe/x', { method, headers: german }),
      );
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('5');
      const page = await response.text();
      expect(page).toMatch(/<html lang="de">[\s\S]*<h1>/);
      expect(page).not.toContain('secret');
    }
    expect(house.logged).toContainEqual({
      level: 'warn',
      event: 'http-request',
      fields: { port: 'DataStore', retryable: true },
    });
    await house.close();
  });
});
