import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpServer, serveHttp } from '../../../src/adapters/http/index.ts';
import { hourMs, minuteMs } from '../../../src/domain/instant.ts';
import { attemptLifetimeMs } from '../../../src/domain/verification/attempt-token.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { type Browser, newBrowser, signedUpByCookie } from './browser.ts';
import { anyText, expectProblem, listIn, type Reply, textIn } from './client.ts';
import { issuerOf } from './fake-providers.ts';
import { type House, houseOnSqlite, lastCode } from './house.ts';

const phone = '+4915112345678';
const newPhone = '+4915187654321';
const email = 'kim.lee@example.com';
const session = '__Host-joos-session';
const device = '__Host-joos-device';
const attempt = '__Host-joos-attempt';

describe('a whole life over HTTP in a browser, whose secrets no script sees', () => {
  let house: House;
  let server: HttpServer;
  let laptop: Browser;
  let phoneBrowser: Browser;
  const replies: Reply[] = [];
  const secrets = new Set<string>();
  let subject: unknown;

  beforeAll(async () => {
    house = await houseOnSqlite();
    server = await must(serveHttp(house.handler, { port: 0 }));
    laptop = watched(newBrowser((request) => fetch(request), server.url));
    phoneBrowser = watched(newBrowser((request) => fetch(request), server.url));
  });
  afterAll(async () => {
    await server.close();
    await house.close();
  });

  /** Keeps whatever comes back, and every secret that was ever in a cookie. */
  function watched(browser: Browser): Browser {
    return {
      ...browser,
      ask: async (...request) => {
        const reply = await browser.ask(...request);
        replies.push(reply);
        for (const value of browser.cookies.values()) secrets.add(value);
        return reply;
      },
    };
  }

  const codeByText = (): string => lastCode(house.texts);
  const names = ({ cookies }: Browser): readonly string[] => [...cookies.keys()].toSorted();

  async function stepUp(browser: Browser): Promise<Reply> {
    house.pass(minuteMs);
    const sent = await browser.ask('POST', '/v1/codes', { purpose: 'step-up' });
    return browser.ask('POST', '/v1/session/step-up', { challenge: sent.body.challenge, code: codeByText() });
  }

  test('begins with a code that counts in this browser alone', async () => {
    const sent = await laptop.ask('POST', '/v1/codes', { purpose: 'log-in', phone, as: 'cookie' });
    expect(Object.keys(sent.body)).toEqual([
      'challenge',
      'expiresAt',
      'resendAfterMs',
      'digits',
      'channel',
      'delivery',
    ]);
    expect(names(laptop)).toEqual([device]);
    const typed = { phone, challenge: sent.body.challenge, code: codeByText(), as: 'cookie' };
    expectProblem(await phoneBrowser.ask('POST', '/v1/sessions', typed), 410, 'UnknownCode');
    const signedIn = await laptop.ask('POST', '/v1/sessions', { ...typed, deviceName: 'Kim’s laptop' });
    expect(signedIn.status).toBe(201);
    expect(Object.keys(signedIn.body)).toEqual(['sessionId', 'expiresAt', 'subject', 'isNew']);
    ({ subject } = signedIn.body);
    expect(names(laptop)).toEqual([session]);
    expect(signedIn.headers.getSetCookie()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^__Host-joos-session=[\w-]{43}; Path=\/; Max-Age=2592000; Secure; HttpOnly; SameSite=Strict$/,
        ),
        `${device}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict`,
      ]),
    );
    expect((await laptop.ask('GET', '/v1/account')).body).toMatchObject({ subject, phone });
  });

  test('asks for a new code in the name of the same browser', async () => {
    await phoneBrowser.ask('POST', '/v1/codes', { purpose: 'log-in', phone: newPhone, as: 'cookie' });
    const before = phoneBrowser.cookies.get(device);
    house.pass(minuteMs);
    await phoneBrowser.ask('POST', '/v1/codes', { purpose: 'log-in', phone: newPhone, as: 'cookie' });
    expect(phoneBrowser.cookies.get(device)).toBe(before);
    house.pass(minuteMs);
    const inClear = await phoneBrowser.ask('POST', '/v1/codes', { purpose: 'log-in', phone: newPhone });
    expect(inClear.body.device, 'what no script could read is not shown to one').not.toBe(before);
  });

  test('takes an email, a username and a consent like every other client', async () => {
    const sent = await laptop.ask('POST', '/v1/account/email', { email });
    expect(sent.body).not.toHaveProperty('device');
    const typed = { email, challenge: sent.body.challenge, code: lastCode(house.mails) };
    expect((await laptop.ask('POST', '/v1/account/email/confirmation', typed)).status).toBe(204);
    expect((await laptop.ask('PUT', '/v1/account/username', { username: 'kimble' })).status).toBe(204);
    expect((await laptop.ask('GET', '/v1/account')).body).toMatchObject({ email, username: 'kimble' });
  });

  test('links a third party, and logs in by it on another device', async () => {
    const back = async (browser: Browser, purpose: string): Promise<unknown> => {
      const begun = await browser.ask('POST', '/v1/third-party-logins', { provider: 'login', purpose, as: 'cookie' });
      expect(Object.keys(begun.body)).toEqual(['url', 'nonce', 'expiresAt']);
      expect(begun.headers.getSetCookie()[0]).toMatch(/; Max-Age=600; Secure; HttpOnly; SameSite=Lax$/);
      expect(browser.cookies.has(attempt)).toBe(true);
      const authTime = Date.parse(textIn(begun.body, 'expiresAt')) - attemptLifetimeMs; // logged in there just now
      return { idToken: JSON.stringify({ iss: issuerOf('login'), sub: 'kim-1', nonce: begun.body.nonce, authTime }) };
    };
    expect((await laptop.ask('POST', '/v1/account/logins/third-party', await back(laptop, 'link'))).status).toBe(204);
    expect(names(laptop), 'an attempt is of use once').toEqual([session]);
    const forged = await back(phoneBrowser, 'log-in');
    const refused = await phoneBrowser.ask('POST', '/v1/sessions/third-party', { idToken: '{}', as: 'cookie' });
    expectProblem(refused, 401, 'IdentityNotProved');
    expect(phoneBrowser.cookies.has(attempt), 'a wrong one is used up too').toBe(false);
    expectProblem(await phoneBrowser.ask('POST', '/v1/sessions/third-party', forged), 410, 'UnknownAttempt');
    const shown = { ...((await back(phoneBrowser, 'log-in')) as object), as: 'cookie' };
    const signedIn = await phoneBrowser.ask('POST', '/v1/sessions/third-party', shown);
    expect(signedIn.body).toMatchObject({ subject, isNew: false });
    expect(phoneBrowser.cookies.has(session)).toBe(true);
    expect(phoneBrowser.cookies.has(attempt)).toBe(false);
  });

  test('changes its token with every proof, and the one before is worth nothing', async () => {
    house.pass(hourMs);
    expectProblem(await laptop.ask('GET', '/v1/export'), 403, 'StepUpNeeded');
    const before = laptop.cookies.get(session) ?? '';
    const steppedUp = await stepUp(laptop);
    expect(Object.keys(steppedUp.body)).toEqual(['elevatedUntil']);
    expect(laptop.cookies.get(session)).not.toBe(before);
    const replayed = await laptop.ask('GET', '/v1/account', undefined, { authorization: `Bearer ${before}` });
    expectProblem(replayed, 401, 'NotLoggedIn');
    expect((await laptop.ask('GET', '/v1/export')).headers.get('content-type')).toBe('application/zip');
  });

  test('sees its devices, and ends another one; its own cookies stay', async () => {
    const listed = await laptop.ask('GET', '/v1/sessions');
    const sessions = listIn(listed.body, 'sessions');
    expect(sessions).toHaveLength(2);
    expect(sessions).toContainEqual(expect.objectContaining({ deviceName: 'Kim’s laptop', isThisOne: true }));
    const other = sessions.find(({ isThisOne }) => isThisOne === false);
    const ended = await laptop.ask('DELETE', `/v1/sessions/${String(other?.sessionId)}`);
    expect({ status: ended.status, clears: ended.headers.get('clear-site-data') }).toEqual({
      status: 204,
      clears: null,
    });
    expect(names(laptop)).toEqual([session]);
    expectProblem(await phoneBrowser.ask('GET', '/v1/account'), 401, 'NotLoggedIn');
  });

  test('logs in anew on top of a session, which ends', async () => {
    const before = laptop.cookies.get(session) ?? '';
    house.pass(minuteMs);
    expect((await signedUpByCookie(laptop, codeByText, phone)).body).toMatchObject({ subject, isNew: false });
    expect(laptop.cookies.get(session)).not.toBe(before);
    const replayed = await laptop.ask('GET', '/v1/account', undefined, { authorization: `Bearer ${before}` });
    expectProblem(replayed, 401, 'NotLoggedIn');
    expect(listIn((await laptop.ask('GET', '/v1/sessions')).body, 'sessions')).toHaveLength(1);
  });

  const leavings = [
    ['logging out', () => laptop.ask('DELETE', '/v1/session')],
    [
      'ending this very session in the list',
      async () => {
        const [mine] = listIn((await laptop.ask('GET', '/v1/sessions')).body, 'sessions');
        return laptop.ask('DELETE', `/v1/sessions/${String(mine?.sessionId)}`);
      },
    ],
  ] as const;

  test.each(leavings)('leaves nothing in the browser by %s', async (_how, leave) => {
    house.pass(minuteMs);
    if (!laptop.cookies.has(session)) await signedUpByCookie(laptop, codeByText, phone);
    const left = await leave();
    expect({ status: left.status, clears: left.headers.get('clear-site-data') }).toEqual({
      status: 204,
      clears: '"cookies", "storage"',
    });
    // Each secret that a browser may keep, the staff's as well.
    expect(left.headers.getSetCookie()).toHaveLength(4);
    expect(names(laptop)).toEqual([]);
    expectProblem(await laptop.ask('GET', '/v1/account'), 401, 'NotLoggedIn');
  });

  test('leaves nothing by logging out of a session that was over already', async () => {
    const cookie = `${session}=${'A'.repeat(43)}`;
    const left = await laptop.ask('DELETE', '/v1/session', undefined, { cookie });
    expectProblem(left, 401, 'NotLoggedIn');
    expect(left.headers.get('clear-site-data')).toBe('"cookies", "storage"');
    const nobody = await laptop.ask('DELETE', '/v1/session');
    expectProblem(nobody, 401, 'NotLoggedIn');
    expect(nobody.headers.get('clear-site-data'), 'who shows no session is told to clear nothing').toBeNull();
  });

  test('ends with the account, and the browser forgets it', async () => {
    house.pass(minuteMs);
    await signedUpByCookie(laptop, codeByText, phone);
    house.pass(minuteMs);
    const sent = await laptop.ask('POST', '/v1/codes', { purpose: 'cancel-account' });
    const proof = { challenge: sent.body.challenge, code: codeByText() };
    const cancelled = await laptop.ask('POST', '/v1/account/cancellation', proof);
    expect(cancelled.status).toBe(202);
    expect(cancelled.body).toMatchObject({ state: 'certified', erasure: anyText });
    expect(cancelled.headers.get('clear-site-data')).toBe('"cookies", "storage"');
    expect(names(laptop)).toEqual([]);
    const status = await laptop.ask('GET', `/v1/erasures/${textIn(cancelled.body, 'erasure')}`);
    expect(status.body).toMatchObject({ state: 'certified' });
  });

  test('showed no secret in a body, an address, a header of another kind or the log, and no person in an error', () => {
    expect(secrets.size).toBeGreaterThan(10);
    const headers = replies.flatMap((reply) => [...reply.headers].filter(([name]) => name !== 'set-cookie'));
    const seen = JSON.stringify([
      replies.map(({ text }) => text),
      headers,
      laptop.asked,
      phoneBrowser.asked,
      house.logged,
      house.risks,
    ]);
    for (const secret of secrets) expect(seen).not.toContain(secret);
    const person = [phone, newPhone, email, 'kimble', 'kim-1'];
    const problems = replies.filter(({ status }) => status >= 400).map(({ text }) => text);
    expect(problems.length).toBeGreaterThan(5);
    const spoken = JSON.stringify([problems, headers, laptop.asked, phoneBrowser.asked, house.logged, house.risks]);
    for (const value of person) expect(spoken).not.toContain(value);
    // As a word of its own: an id may have the same digits in it.
    for (const text of house.texts) expect(spoken).not.toMatch(new RegExp(`\\b${lastCode([text])}\\b`));
    expect(house.bugs).toEqual([]);
  });
});
