import { describe, expect, test } from 'vitest';
import { type HttpOptions, serveHttp } from '../../../src/adapters/http/index.ts';
import { inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { defaultSignInPolicy } from '../../../src/domain/verification/sign-in-policy.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { ask, bearer, expectProblem } from './client.ts';
import { anId, aToken } from './every-route.ts';
import type { House } from './house.ts';
import { housesForEachTest } from './houses.ts';

const open = housesForEachTest();
const phone = '+4915112345678';

/** A house that says which address each use case was told. */
async function listening(options: HttpOptions): Promise<{ house: House; seen: unknown[] }> {
  const seen: unknown[] = [];
  const noted = (input: { readonly ip?: string | undefined }) => {
    seen.push(input.ip);
    return errAsync({ kind: 'NotLoggedIn' } as const);
  };
  const house = await open(inMemoryStores(), options, (rooms) => ({
    ...rooms,
    accounts: {
      ...rooms.accounts,
      requestMyCode: noted,
      addEmail: noted,
      // These two refuse nobody for not being logged in.
      requestCode: (input) => noted(input).mapErr(() => ({ kind: 'UnknownCode' }) as const),
      verifyCode: (input) => noted(input).mapErr(() => ({ kind: 'UnknownCode' }) as const),
      beginThirdParty: noted,
    },
  }));
  return { house, seen };
}

const session = bearer(aToken);
const second = { purpose: 'second-proof', phone, pending: anId, device: aToken, email: 'kim@example.com' };

/** Every route whose use case counts by network. */
const counted: readonly (readonly [path: string, body: unknown, headers: Record<string, string>])[] = [
  ['/v1/codes', { purpose: 'log-in', phone }, {}],
  ['/v1/codes', second, {}],
  ['/v1/codes', { purpose: 'add-phone', phone }, session],
  ['/v1/codes', { purpose: 'step-up' }, session],
  ['/v1/sessions', { phone, challenge: anId, code: '123456', device: aToken }, {}],
  ['/v1/third-party-logins', { provider: 'login', purpose: 'log-in' }, {}],
  ['/v1/account/email', { email: 'kim@example.com' }, session],
];

describe('the address of a client', () => {
  test.each(counted)('%s is told what the host says', async (path, body, headers) => {
    const { house, seen } = await listening({ clientIp: ({ headers: sent }) => sent.get('x-real-ip') });
    await ask(house.handler, 'POST', path, body, { ...headers, 'x-real-ip': '203.0.113.7' });
    await ask(house.handler, 'POST', path, body, headers);
    expect(seen).toEqual(['203.0.113.7', undefined]);
  });

  test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip', 'x-client-ip'])(
    'is never what a client writes into %s by itself',
    async (name) => {
      const { house, seen } = await listening({});
      const forged = { [name]: name === 'forwarded' ? 'for=203.0.113.7' : '203.0.113.7' };
      await ask(house.handler, 'POST', '/v1/codes', { purpose: 'log-in', phone }, forged);
      const server = await must(serveHttp(house.handler, { port: 0 }));
      await fetch(`${server.url}/v1/codes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...forged },
        body: JSON.stringify({ purpose: 'log-in', phone }),
      });
      await server.close();
      expect(seen).toEqual([undefined, '127.0.0.1']);
    },
  );

  test('is that of the socket at our own server, which the host may look at to tell its proxy from others', async () => {
    const told: (string | null)[] = [];
    const clientIp: HttpOptions['clientIp'] = ({ headers }, socketIp) => {
      told.push(socketIp);
      return socketIp === '127.0.0.1' ? headers.get('x-forwarded-for') : socketIp;
    };
    const { house, seen } = await listening({ clientIp });
    const server = await must(serveHttp(house.handler, { port: 0 }));
    await fetch(`${server.url}/v1/codes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '2001:db8::1' },
      body: JSON.stringify({ purpose: 'log-in', phone }),
    });
    await server.close();
    expect(told).toEqual(['127.0.0.1']);
    expect(seen).toEqual(['2001:db8::1']);
  });

  test('is asked for only where it counts', async () => {
    const asked: string[] = [];
    const { house } = await listening({
      clientIp: ({ url }) => {
        asked.push(url);
        return null;
      },
    });
    await ask(house.handler, 'GET', '/v1/account');
    await ask(house.handler, 'POST', '/v1/codes', { purpose: 'none' });
    await ask(house.handler, 'GET', '/v1/unsubscribe/x');
    expect(asked).toEqual([]);
  });

  test('that is none refuses, and is not repeated', async () => {
    const house = await open(inMemoryStores(), { clientIp: () => '203.0.113.7:4711' });
    const refused = await ask(house.handler, 'POST', '/v1/codes', { purpose: 'log-in', phone });
    expectProblem(refused, 400, 'InvalidNetworkAddress');
    expect(refused.text).not.toContain('203.0.113');
    expect(JSON.stringify(house.logged)).not.toContain('203.0.113');
  });

  test('that the host cannot tell for a bug of its own is a bug', async () => {
    const clientIp = () => {
      throw new Error('no such header');
    };
    const house = await open(inMemoryStores(), { clientIp });
    expectProblem(await ask(house.handler, 'POST', '/v1/codes', { purpose: 'log-in', phone }), 500, 'Unexpected');
    expect(house.bugs).toHaveLength(1);
  });

  test('bounds the codes that go out by one network, whatever numbers they go to', async () => {
    const signIn = { ...defaultSignInPolicy, limits: { 'network-hour': 2, 'prefix-day': 100 } };
    const clientIp: HttpOptions['clientIp'] = ({ headers }) => headers.get('x-real-ip');
    const house = await open(inMemoryStores(), { clientIp }, (rooms) => rooms, { signIn });
    const codeTo = (last: number, ip: string) =>
      ask(
        house.handler,
        'POST',
        '/v1/codes',
        { purpose: 'log-in', phone: `+491511234560${last}` },
        { 'x-real-ip': ip },
      );
    for (const last of [1, 2]) expect((await codeTo(last, '203.0.113.7')).status).toBe(202);
    const refused = await codeTo(3, '203.0.113.7');
    expectProblem(refused, 429, 'TooManyCodes');
    expect(refused.headers.get('retry-after')).toBe('1800');
    expect((await codeTo(3, '203.0.113.8')).status).toBe(202);
    expect(JSON.stringify([house.logged, house.risks])).not.toMatch(/203\.0|49151/);
  });
});
