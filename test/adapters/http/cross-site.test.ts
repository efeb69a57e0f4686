import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { httpHandler } from '../../../src/adapters/http/index.ts';
import { askers, byCookie, type Headers, ours, theirs } from './askers.ts';
import { ask, bearer, expectProblem, type Reply } from './client.ts';
import { anId, aToken, type Target, targets } from './every-route.ts';
import { type House, host, openHouse } from './house.ts';
import { type SignedUp, signedUp } from './sign-up.ts';

const phone = '+4915112345678';
describe('a request that goes by a cookie', () => {
  let house: House;
  let kim: SignedUp;

  beforeAll(async () => {
    house = await openHouse();
    kim = await signedUp(house, phone);
  });
  afterAll(() => house.close());

  const isRefused = ({ status, body }: Reply): boolean => status === 403 && body.kind === 'CrossSite';

  test.each(askers)('from %s: it changes something only where that is %s', async (_who, isOurs, headers) => {
    const cookie = byCookie(kim.session);
    const named = await ask(
      house.handler,
      'PUT',
      '/v1/account/username',
      { username: 'kimble' },
      { ...headers, ...cookie },
    );
    expect(isRefused(named)).toBe(!isOurs);
    expect(named.status).toBe(isOurs ? 204 : 403);
    const ended = await ask(house.handler, 'POST', '/v1/sessions/end-others', undefined, { ...headers, ...cookie });
    expect(isRefused(ended), 'a body that is not there asks no browser for a preflight').toBe(!isOurs);
    const gone = await ask(house.handler, 'DELETE', '/v1/account/username', undefined, { ...headers, ...cookie });
    expect(isRefused(gone)).toBe(!isOurs);
  });

  test.each(askers)(
    'from %s: it reads whatever that is (%s), since no other page sees the answer',
    async (_who, _is, headers) => {
      for (const method of ['GET', 'HEAD']) {
        const reply = await ask(house.handler, method, '/v1/account', undefined, {
          ...headers,
          ...byCookie(kim.session),
        });
        expect(reply.status).toBe(200);
        expect(reply.headers.get('access-control-allow-origin')).toBeNull();
        expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
      }
    },
  );

  test.each(askers)(
    'from %s: the header goes before the cookie (%s), and needs no origin',
    async (_who, _is, headers) => {
      const shown = { ...headers, ...byCookie(aToken), ...kim.headers };
      expect((await ask(house.handler, 'PUT', '/v1/account/username', { username: 'kimble' }, shown)).status).toBe(204);
      const broken = { ...headers, ...byCookie(kim.session), ...bearer('x') };
      expectProblem(await ask(house.handler, 'GET', '/v1/account', undefined, broken), 401, 'InvalidSessionToken');
    },
  );

  const changing = (one: Target): boolean => one.method !== 'GET';
  const ofPersons = targets.filter((one) => one.as === 'person' && changing(one));
  const atDoor: readonly Target[] = [{ method: 'DELETE', path: '/v1/session', as: 'person' }];

  test.each([...ofPersons, ...atDoor])(
    '$method $path is closed to other sites: nothing is even read of the body',
    async (target) => {
      const path = target.path.replace(':part', anId);
      const send = (headers: Headers) =>
        ask(house.handler, target.method, path, target.body, { ...headers, ...byCookie(aToken) });
      expect(isRefused(await send(theirs))).toBe(true);
      // A third party's answer is looked at before the session that shows it.
      expect(['NotLoggedIn', 'UnknownAttempt']).toContain((await send(ours)).body.kind);
    },
  );

  test('two cookies of one name are nobody’s', async () => {
    const cookie = `__Host-joos-session=${kim.session}; __Host-joos-session=${kim.session}`;
    expectProblem(await ask(house.handler, 'GET', '/v1/account', undefined, { cookie }), 401, 'InvalidSessionToken');
  });

  test.each(['joos-session', '__Secure-joos-session', '__host-joos-session', ' joos', '__Host-joos-session2'])(
    'a cookie of the name %s is none of ours: a neighbour may have set it',
    async (name) => {
      const cookie = `${name}=${kim.session}`;
      expectProblem(await ask(house.handler, 'GET', '/v1/account', undefined, { cookie }), 401, 'NotLoggedIn');
    },
  );

  test('says to a person, in both languages, what happened and what to do', async () => {
    const refused = await ask(house.handler, 'DELETE', '/v1/session', undefined, {
      ...theirs,
      ...byCookie(kim.session),
    });
    expectProblem(refused, 403, 'CrossSite');
    const german = { ...theirs, ...byCookie(kim.session), 'accept-language': 'de' };
    const inGerman = await ask(house.handler, 'DELETE', '/v1/session', undefined, german);
    expectProblem(inGerman, 403, 'CrossSite');
    expect(inGerman.body.title).not.toBe(refused.body.title);
    const lines = house.logged.filter(({ event }) => event === 'cross-site-refused');
    expect(lines.at(-1)).toEqual({ level: 'warn', event: 'cross-site-refused', fields: {} });
    for (const { headers } of [refused, inGerman]) {
      expect(headers.getSetCookie()).toEqual([]);
      expect(headers.get('clear-site-data')).toBeNull();
    }
    expect((await ask(house.handler, 'GET', '/v1/account', undefined, kim.headers)).status).toBe(200);
  });
});

describe('behind a proxy that ends TLS', () => {
  let house: House;
  let kim: SignedUp;

  beforeAll(async () => {
    house = await openHouse();
    kim = await signedUp(house, phone);
  });
  afterAll(() => house.close());

  test.each([
    ['https://app.joos.example', true],
    ['http://joos.test', false],
    ['http://app.joos.example', false],
    ['https://app.joos.example:8443', false],
    ['https://APP.joos.example', false],
    ['null', false],
  ])('the origin that counts is the one that browsers know: %s is %s', async (origin, isOurs) => {
    const handler = httpHandler(house.joos, { ...host, publicOrigin: 'https://app.joos.example' });
    const reply = await ask(
      handler,
      'PUT',
      '/v1/account/username',
      { username: 'kimble' },
      { origin, ...byCookie(kim.session) },
    );
    expect(reply.status).toBe(isOurs ? 204 : 403);
  });

  test.each([
    'app.joos.example:443',
    'https://app.joos.example/',
    'https://app.joos.example/v1',
    'null',
    '',
    'file:///x',
    'ftp://app.joos.example',
    'HTTPS://app.joos.example',
  ])('a host that calls %j an origin is told so at once', (publicOrigin) => {
    expect(() => httpHandler(house.joos, { publicOrigin })).toThrow(RangeError);
  });
});
