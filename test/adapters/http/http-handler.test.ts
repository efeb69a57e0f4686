import { describe, expect, test } from 'vitest';
import { httpHandler } from '../../../src/adapters/http/index.ts';
import { inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { asStaff } from '../../staff-desk.ts';
import { ask, bearer, expectProblem, type Reply, replyTo, textIn } from './client.ts';
import { type House, host } from './house.ts';
import { housesForEachTest } from './houses.ts';
import { backFrom, codeFor, signedUp, who } from './sign-up.ts';

const phone = '+4915112345678';
const house = housesForEachTest();

async function signedIn(one: House): Promise<string> {
  return (await signedUp(one, phone)).session;
}

function post(handler: House['handler'], path: string, init: RequestInit): Promise<Reply> {
  return replyTo(handler, new Request(`http://joos.test${path}`, { method: 'POST', ...init }));
}

describe('what HTTP itself refuses', () => {
  const asJson = { headers: { 'content-type': 'application/json; charset=utf-8' } };

  test('an address that nothing goes by', async () => {
    const { handler } = await house();
    for (const path of ['/', '/v1', '/v1/nothing', '/v1/account/', '/v1/orders/1/2/3', '/v2/account', '/v1/%']) {
      expectProblem(await ask(handler, 'GET', path), 404, 'NoSuchRoute');
    }
  });

  test('a method that the address does not take, and says which it takes', async () => {
    const { handler } = await house();
    const refused = await ask(handler, 'PATCH', '/v1/consents');
    expectProblem(refused, 405, 'WrongMethod');
    expect(refused.headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await ask(handler, 'GET', '/v1/codes')).headers.get('allow')).toBe('POST');
    expectProblem(await ask(handler, 'OPTIONS', '/v1/orders/1/return'), 405, 'WrongMethod');
  });

  test('a body that is no JSON', async () => {
    const { handler } = await house();
    const broken = ['{', 'null;', '{"phone":}', "{'phone':1}", '\u{FEFF}\u{FEFF}{}', Uint8Array.of(0x7b, 0xff, 0x7d)];
    for (const body of broken)
      expectProblem(await post(handler, '/v1/codes', { ...asJson, body }), 400, 'MalformedJson');
  });

  test('a body of another media type', async () => {
    const { handler } = await house();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'text/json', '']) {
      const refused = await post(handler, '/v1/codes', { headers: { 'content-type': type }, body: '{}' });
      expectProblem(refused, 415, 'WrongMediaType');
    }
  });

  test('a body that is too large, whether it says so or not', async () => {
    const { handler } = await house();
    const large = JSON.stringify({ purpose: 'log-in', phone: ' '.repeat(64 * 1024) });
    const said = { ...asJson.headers, 'content-length': String(large.length) };
    expectProblem(await post(handler, '/v1/codes', { headers: said, body: large }), 413, 'BodyTooLarge');

    let sent = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(new Uint8Array(8 * 1024).fill(0x20));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    const init = { ...asJson, body: endless, duplex: 'half' } as RequestInit; // undici asks for it, and TypeScript does not know
    const refused = await post(handler, '/v1/codes', init);
    expectProblem(refused, 413, 'BodyTooLarge');
    expect(refused.body.limitBytes).toBe(65_536);
    expect({ cancelled, enough: sent < 12 }).toEqual({ cancelled: true, enough: true });
  });

  test('a body that breaks off', async () => {
    const { handler, bugs } = await house();
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('hung up')) });
    const init = { ...asJson, body: broken, duplex: 'half' } as RequestInit; // as above
    expectProblem(await post(handler, '/v1/codes', init), 400, 'MalformedJson');
    expect(bugs).toEqual([]);
  });

  test('a body of another shape: it names the fields of the route, and none that a client made up', async () => {
    const { handler } = await house();
    const shape = async (body: unknown) => {
      const refused = await ask(handler, 'POST', '/v1/sessions', body);
      expectProblem(refused, 400, 'InvalidShape');
      return { reason: refused.body.reason, fields: refused.body.fields };
    };
    expect(await shape({ phone, code: 7 })).toEqual({ reason: 'field', fields: ['challenge', 'code'] });
    expect(await shape({ phone, code: '1', challenge: '1', made_up_1234: 1 })).toEqual({
      reason: 'unknown-field',
      fields: [],
    });
    for (const body of [[], 7, 'text', null, [{}]]) {
      expect(await shape(body)).toEqual({ reason: 'not-an-object', fields: [] });
    }
  });

  test('somebody who is not logged in, before anything is said of the body', async () => {
    const { handler } = await house();
    expectProblem(await ask(handler, 'PUT', '/v1/account/username', { nonsense: true }), 401, 'NotLoggedIn');
    for (const authorization of ['Bearer', 'Bearer x', `Basic ${'A'.repeat(43)}`, 'A'.repeat(43), 'Bearer a b']) {
      const refused = await ask(handler, 'GET', '/v1/account', undefined, { authorization });
      expectProblem(refused, 401, 'InvalidSessionToken');
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    }
  });
});

describe('every answer', () => {
  test('speaks the language that the client likes best', async () => {
    const { handler } = await house();
    const title = async (wanted?: string) =>
      (await ask(handler, 'GET', '/v1/nothing', undefined, wanted === undefined ? {} : { 'accept-language': wanted }))
        .body.title;
    expect(await title()).toBe('There is nothing here');
    expect(await title('de-AT, en;q=0.5')).toBe('Hier ist nichts');
    const refused = await ask(
      handler,
      'POST',
      '/v1/codes',
      { purpose: 'log-in', phone: '1' },
      { 'accept-language': 'de' },
    );
    expectProblem(refused, 422, 'InvalidPhoneNumber');
    expect(refused.headers.get('content-language')).toBe('de');
    expect(refused.body.title).toBe('Diese Mobilnummer geht nicht');
  });

  test('speaks the host’s language to who has none', async () => {
    const { handler } = await house(inMemoryStores(), { ...host, language: 'de' });
    expect((await ask(handler, 'GET', '/v1/nothing')).body.title).toBe('Hier ist nichts');
  });

  test('a new account writes in the language of its first request', async () => {
    const one = await house();
    const german = { 'accept-language': 'de' };
    const typed = await codeFor(one, phone, german);
    expect(one.texts.at(-1)?.text).toContain('ist dein Joos-Code');
    const session = textIn((await ask(one.handler, 'POST', '/v1/sessions', typed, german)).body, 'session');
    expect((await ask(one.handler, 'GET', '/v1/account', undefined, bearer(session))).body.language).toBe('de');
  });

  test('shows the session token where it begins, and nowhere else', async () => {
    const one = await house();
    const session = await signedIn(one);
    for (const path of [
      '/v1/account',
      '/v1/consents',
      '/v1/cards',
      '/v1/orders',
      '/v1/payments',
      '/v1/account/erasure-plan',
    ]) {
      const answer = await ask(one.handler, 'GET', path, undefined, bearer(session));
      expect(answer.status).toBe(200);
      expect(answer.text + JSON.stringify([...answer.headers])).not.toContain(session);
    }
  });

  test('to HEAD is that to GET without its body', async () => {
    const one = await house();
    const headers = bearer(await signedIn(one));
    const reply = await ask(one.handler, 'HEAD', '/v1/account', undefined, headers);
    expect({ status: reply.status, text: reply.text }).toEqual({ status: 200, text: '' });
  });
});

describe('another person', () => {
  test('sees, ends, pays and removes nothing of somebody’s', async () => {
    const one = await house();
    const mine = bearer(await signedIn(one));
    const shown = await backFrom(one.handler, { purpose: 'log-in', sub: 'somebody-else' });
    const { headers: theirs } = who(await ask(one.handler, 'POST', '/v1/sessions/third-party', shown));
    const added = await ask(
      one.handler,
      'POST',
      '/v1/cards',
      { number: '4242424242424242', paymentMethod: 'pm_sim_ok' },
      mine,
    );
    const card = textIn(added.body, 'card');
    const wanted = { station: 'FRA-0042', powerBank: 'PB-004711' };
    const order = textIn((await ask(one.handler, 'POST', '/v1/orders', wanted, mine)).body, 'order');
    const asTheOther = (method: string, path: string, body?: unknown) => ask(one.handler, method, path, body, theirs);
    expectProblem(await asTheOther('POST', `/v1/orders/${order}/cancel`), 404, 'NoSuchOrder');
    expectProblem(await asTheOther('POST', `/v1/orders/${order}/lost`), 404, 'NoSuchOrder');
    expectProblem(await asTheOther('GET', `/v1/orders/${order}/receipt`), 404, 'NoSuchOrder');
    expectProblem(await asTheOther('DELETE', `/v1/cards/${card}`), 404, 'NoSuchCard');
    expectProblem(await asTheOther('POST', '/v1/orders', { ...wanted, card }), 409, 'NoCard');
    const { payment } = (await ask(one.handler, 'POST', `/v1/orders/${order}/lost`, undefined, mine)).body;
    expectProblem(await asTheOther('POST', `/v1/payments/${String(payment)}/retry`, {}), 404, 'NoSuchPayment');
    for (const path of ['/v1/orders', '/v1/payments', '/v1/cards']) {
      expect((await asTheOther('GET', path)).text).toMatch(/^\{"\w+":\[\]\}$/);
    }
  });
});

describe('what the host lends', () => {
  const guarded = [
    ['/v1/orders/00000000-0000-4000-8000-000000000000/return', 403, 'NotAStation', {}],
    ['/v1/support/lookups', 401, 'StaffNotSignedIn', {}],
    ['/v1/support/contacts', 401, 'StaffNotSignedIn', {}],
    ['/v1/support/sessions/end', 401, 'StaffNotSignedIn', {}],
    ['/v1/support/exports', 401, 'StaffNotSignedIn', {}],
    ['/v1/support/cancellations', 401, 'StaffNotSignedIn', {}],
    ['/v1/support/refunds', 401, 'StaffNotSignedIn', {}],
    ['/v1/support/corrections', 401, 'StaffNotSignedIn', {}],
    ['/v1/staff/approvals', 401, 'StaffNotSignedIn', {}],
    ['/v1/staff/approvals/00000000-0000-4000-8000-000000000000/agreement', 401, 'StaffNotSignedIn', {}],
    ['/v1/staff/sign-ins', 400, 'InvalidShape', {}],
    ['/v1/staff/sessions', 400, 'InvalidShape', { callback: 1 }],
    ['/v1/webhooks/cards', 400, 'NotGenuine', []],
    ['/v1/webhooks/mail', 400, 'NotGenuine', []],
  ] as const;

  test.each(guarded)('%s refuses who is not known', async (path, status, kind, body) => {
    const { handler } = await house();
    expectProblem(await ask(handler, 'POST', path, body), status, kind);
  });

  test.each(guarded)('%s is not there without the host’s word', async (path) => {
    const { handler } = await house(inMemoryStores(), {});
    expectProblem(await ask(handler, 'POST', path, {}, asStaff('anna.support')), 404, 'NoSuchRoute');
  });

  test('without price lists nothing is rented out, and no client names its own price', async () => {
    const closed = await house(inMemoryStores(), {});
    const wanted = { station: 'FRA-0042', powerBank: 'PB-004711' };
    expectProblem(await ask(closed.handler, 'POST', '/v1/orders', wanted), 405, 'WrongMethod');
    const one = await house();
    const headers = bearer(await signedIn(one));
    const cheap = { ...wanted, tariff: { currency: 'EUR', unlockFeeMinor: 0 } };
    expectProblem(await ask(one.handler, 'POST', '/v1/orders', cheap, headers), 400, 'InvalidShape');
    expectProblem(
      await ask(one.handler, 'POST', '/v1/orders', { ...wanted, station: 'XXX-1' }, headers),
      404,
      'NoSuchStation',
    );
    expectProblem(
      await ask(one.handler, 'POST', '/v1/orders', { ...wanted, station: 'x' }, headers),
      422,
      'InvalidStationId',
    );
    expectProblem(await ask(one.handler, 'POST', '/v1/orders', wanted, headers), 409, 'NoCard');
  });

  test('a body never says in whose name staff acts', async () => {
    const { handler } = await house();
    const body = { staff: 'the.boss', person: { phone }, purpose: 'resolve-problem', caseNumber: 'CASE-1' };
    expectProblem(
      await ask(handler, 'POST', '/v1/support/lookups', body, asStaff('anna.support')),
      400,
      'InvalidShape',
    );
  });

  test('the host may read the body that the route reads too', async () => {
    const seen: unknown[] = [];
    const station = async (request: Request) => {
      const body: unknown = await request.json();
      seen.push(request.method, new URL(request.url).pathname, body);
      return { station: 'FRA-0001' };
    };
    const { handler } = await house(inMemoryStores(), { station });
    const path = '/v1/orders/00000000-0000-4000-8000-000000000000/return';
    expectProblem(await ask(handler, 'POST', path, { at: '2026-11-23T08:00:00Z' }), 404, 'NoSuchOrder');
    expect(seen).toEqual(['POST', path, { at: '2026-11-23T08:00:00Z' }]);
  });
});

describe('what goes wrong behind', () => {
  const unavailable = (retryable: boolean) =>
    house(inMemoryStores(), host, (rooms) => ({
      ...rooms,
      accounts: {
        ...rooms.accounts,
        requestCode: () => errAsync(portFailure('DataStore', retryable, new Error(phone))),
      },
    }));

  test('a part that does not answer now is worth another try', async () => {
    const one = await unavailable(true);
    const refused = await ask(one.handler, 'POST', '/v1/codes', { purpose: 'log-in', phone });
    expectProblem(refused, 503, 'PortFailure');
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(refused.body).toMatchObject({ retryable: true });
    expect(refused.body).not.toHaveProperty('port');
    expect(refused.body).not.toHaveProperty('cause');
    expect(one.logged).toContainEqual({
      level: 'warn',
      event: 'http-request',
      fields: { port: 'DataStore', retryable: true },
    });
  });

  test('a part that will not answer either is a fault of ours', async () => {
    const { handler } = await unavailable(false);
    const refused = await ask(handler, 'POST', '/v1/codes', { purpose: 'log-in', phone });
    expectProblem(refused, 500, 'PortFailure');
    expect(refused.headers.get('retry-after')).toBeNull();
  });

  test.each([
    ['an error', () => new Error(`Duplicate entry '${phone}'`)],
    ['a text', () => phone],
    ['nothing', () => undefined],
  ])('%s that is thrown shows in no answer and no log', async (_, thrown) => {
    const one = await house(inMemoryStores(), host, (rooms) => ({
      ...rooms,
      accounts: {
        ...rooms.accounts,
        requestCode: () => {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- a bug throws what it likes
          throw thrown();
        },
      },
    }));
    const refused = await ask(one.handler, 'POST', '/v1/codes', { purpose: 'log-in', phone });
    expectProblem(refused, 500, 'Unexpected');
    expect(refused.text).not.toContain(phone);
    expect(Object.keys(refused.body).toSorted()).toEqual(['advice', 'detail', 'kind', 'status', 'title', 'type']);
    expect(one.logged.at(-1)).toMatchObject({ level: 'error', event: 'http-request', fields: { status: 500 } });
    expect(JSON.stringify(one.logged)).not.toContain(phone);
    expect(one.bugs).toEqual([thrown()]);
  });

  test('a host’s function that rejects is a bug too', async () => {
    const station = () => Promise.reject(new Error('the directory is down'));
    const one = await house(inMemoryStores(), { station });
    const path = '/v1/orders/00000000-0000-4000-8000-000000000000/return';
    expectProblem(await ask(one.handler, 'POST', path, {}), 500, 'Unexpected');
    expect(one.bugs).toHaveLength(1);
  });

  test('a handler needs no options at all', async () => {
    const { joos } = await house();
    expect((await ask(httpHandler(joos), 'GET', '/v1/account')).status).toBe(401);
  });
});
