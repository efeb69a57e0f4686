import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { ask, type Reply } from './client.ts';
import { aToken } from './every-route.ts';
import { type House, host, openHouse } from './house.ts';
import { type SignedUp, signedUp } from './sign-up.ts';

const policyOfData = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";
const policyOfPages =
  /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/;

/** An answer of each sort, and its media type. */
const answers: readonly (readonly [what: string, type: string | null, status: number, method: string, path: string])[] =
  [
    ['JSON', 'application/json', 200, 'GET', '/v1/account'],
    ['JSON to HEAD', 'application/json', 200, 'HEAD', '/v1/account'],
    ['something new', 'application/json', 201, 'POST', '/v1/cards/setups'],
    ['nothing', null, 204, 'DELETE', '/v1/account/username'],
    ['a file', 'application/zip', 200, 'GET', '/v1/export'],
    ['a refusal', 'application/problem+json', 404, 'DELETE', '/v1/cards/none'],
    ['a wrong method', 'application/problem+json', 405, 'PATCH', '/v1/account'],
    ['a preflight', 'application/problem+json', 405, 'OPTIONS', '/v1/account'],
    ['a page', 'text/html; charset=utf-8', 404, 'GET', '/v1/unsubscribe/x'],
    ['a page of an email', 'text/html; charset=utf-8', 404, 'GET', '/v1/email-confirmations/x'],
    ['a page of a change', 'text/html; charset=utf-8', 404, 'POST', '/v1/contact-changes/x'],
    ['a bug', 'application/problem+json', 500, 'GET', '/v1/orders'],
    ['a failure', 'application/problem+json', 503, 'GET', '/v1/payments'],
  ];

describe('every answer', () => {
  let house: House;
  let kim: SignedUp;

  beforeAll(async () => {
    house = await openHouse(inMemoryStores(), host, (rooms) => ({
      ...rooms,
      orders: {
        ...rooms.orders,
        myOrders: () => {
          throw new Error('a bug');
        },
      },
      payments: { ...rooms.payments, myPayments: () => errAsync(portFailure('DataStore', true)) },
    }));
    kim = await signedUp(house, '+4915112345678');
    await ask(house.handler, 'PUT', '/v1/account/username', { username: 'kimble' }, kim.headers);
  });
  afterAll(() => house.close());

  test.each(answers)(
    '%s (%s, %i) is for no cache, no frame, no guess at its type, no http and no referrer',
    async (_what, type, status, method, path) => {
      const { status: said, headers } = await ask(house.handler, method, path, undefined, kim.headers);
      expect({ status: said, type: headers.get('content-type') }).toEqual({ status, type });
      const all = Object.fromEntries(headers);
      expect(all).toMatchObject({
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        vary: 'Accept-Language',
      });
      if (type?.startsWith('text/html')) expect(all['content-security-policy']).toMatch(policyOfPages);
      else expect(all['content-security-policy']).toBe(policyOfData);
      for (const name of Object.keys(all))
        expect(name).not.toMatch(/^(?:access-control-|set-cookie|location|server|x-powered)/);
    },
  );
});

describe('who has to wait', () => {
  const refusals = [
    [{ kind: 'CodeTooSoon', retryAfterMs: 29_001 }, '30'],
    [{ kind: 'TooManyCodes', retryAfterMs: 3_600_000 }, '3600'],
    [{ kind: 'TooManyGuesses', retryAfterMs: 1 }, '1'],
  ] as const;

  test.each(refusals)('%o is told for how many seconds', async (refusal, seconds) => {
    const house = await openHouse(inMemoryStores(), host, (rooms) => ({
      ...rooms,
      accounts: {
        ...rooms.accounts,
        verifyCode: () => errAsync(refusal as Extract<typeof refusal, { kind: 'TooManyGuesses' }>),
      }, // sound: the route does not look at the kind
    }));
    const typed = { phone: '+4915112345678', challenge: 'x', code: '123456', device: aToken };
    const refused: Reply = await ask(house.handler, 'POST', '/v1/sessions', typed);
    expect({ status: refused.status, wait: refused.headers.get('retry-after') }).toEqual({
      status: 429,
      wait: seconds,
    });
    expect(refused.body).toMatchObject({ kind: refusal.kind, retryAfterMs: refusal.retryAfterMs });
    await house.close();
  });
});
