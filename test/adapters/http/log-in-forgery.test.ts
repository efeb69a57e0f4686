import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askers, byCookie, type Headers, ours, theirs } from './askers.ts';
import { ask, expectProblem } from './client.ts';
import { anId, aToken } from './every-route.ts';
import { type House, openHouse } from './house.ts';
import { backFrom, codeFor, signedUp } from './sign-up.ts';

const phone = '+4915112345678';
describe('logging in to a browser', () => {
  let house: House;
  const lent = '+4915187654321';

  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  /** Each way in, with what is right in every respect but the page that asks. */
  const ways: readonly (readonly [path: string, body: () => Promise<unknown>])[] = [
    ['/v1/codes', () => Promise.resolve({ purpose: 'log-in', phone: lent })],
    [
      '/v1/codes',
      () =>
        Promise.resolve({
          purpose: 'second-proof',
          phone: lent,
          pending: anId,
          email: 'kim@example.com',
          device: aToken,
        }),
    ],
    ['/v1/sessions', () => codeFor(house, lent)],
    ['/v1/sessions/third-party', () => backFrom(house.handler, { purpose: 'log-in', sub: 'kim-1' })],
    [
      '/v1/sessions/second-proof',
      () =>
        Promise.resolve({
          phone: lent,
          pending: anId,
          device: aToken,
          email: 'k@example.com',
          challenge: anId,
          code: '123456',
        }),
    ],
    ['/v1/sessions/start-over', () => Promise.resolve({ phone: lent, pending: anId, device: aToken })],
    ['/v1/third-party-logins', () => Promise.resolve({ provider: 'login', purpose: 'log-in' })],
  ];

  test.each(ways)(
    '%s gives no other site a cookie: nobody is logged in to an account of somebody else',
    async (path, body) => {
      const wanted = { ...((await body()) as object), as: 'cookie' }; // they are objects
      for (const [, isOurs, headers] of askers) {
        if (isOurs) continue;
        const reply = await ask(house.handler, 'POST', path, wanted, headers);
        expectProblem(reply, 403, 'CrossSite');
        expect(reply.headers.getSetCookie()).toEqual([]);
      }
      expect((await ask(house.handler, 'POST', path, wanted, ours)).body.kind).not.toBe('CrossSite');
      house.pass(60_000);
    },
  );

  test('takes no secret out of a cookie for another site either', async () => {
    const { device, ...typed } = await codeFor(house, lent);
    const cookie = `__Host-joos-device=${String(device)}`;
    expectProblem(await ask(house.handler, 'POST', '/v1/sessions', typed, { ...theirs, cookie }), 403, 'CrossSite');
    const { attempt, ...back } = await backFrom(house.handler, { purpose: 'log-in', sub: 'kim-1' });
    const begun = `__Host-joos-attempt=${String(attempt)}`;
    const finish = (headers: Headers) =>
      ask(house.handler, 'POST', '/v1/sessions/third-party', back, { ...headers, cookie: begun });
    expectProblem(await finish(theirs), 403, 'CrossSite');
    expect((await finish(ours)).status).toBe(201);
    expect((await ask(house.handler, 'POST', '/v1/sessions', typed, { ...ours, cookie })).status).toBe(201);
  });

  test('lets nobody end a session by logging in from elsewhere', async () => {
    const kim = await signedUp(house, phone);
    const headers = { ...theirs, ...byCookie(kim.session) };
    const back = await backFrom(house.handler, { purpose: 'log-in', sub: 'mallory' });
    expectProblem(await ask(house.handler, 'POST', '/v1/sessions/third-party', back, headers), 403, 'CrossSite');
    expect((await ask(house.handler, 'GET', '/v1/account', undefined, kim.headers)).status).toBe(200);
  });
});
