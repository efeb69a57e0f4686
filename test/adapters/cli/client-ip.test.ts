import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientIpBy, isHeaderName } from '../../../src/adapters/cli/client-ip.ts';
import { installation } from './installation.ts';
import { served } from './served.ts';

const proxy = '10.0.0.7';
const byHeader = clientIpBy('X-Forwarded-For');

function addressOf(header: string | null): string | null {
  return byHeader(
    new Request('http://joos.test/', header === null ? {} : { headers: { 'x-forwarded-for': header } }),
    proxy,
  );
}

describe('the address of who asks, by a header', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['198.51.100.1,2001:db8::7', '2001:db8::7'],
    ['198.51.100.1, 203.0.113.7:4711', '203.0.113.7'],
    ['198.51.100.1, [2001:db8::7]:4711', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
  ])('is the last one in it: %s', (header, address) => {
    expect(addressOf(header)).toBe(address);
  });

  test.each([
    null,
    '',
    'unknown',
    '203.0.113.7, ',
    'for=203.0.113.7',
    '203.0.113.7:',
    '203.0.113.7:471100',
    '203.0.113.7:80:80',
    '[203.0.113.7]:80',
    '[2001:db8::7',
    '[2001:db8::7]:x',
    '[unknown]:80',
  ])('is that of the socket where the header holds none at its end: %s', (header) => {
    expect(addressOf(header)).toBe(proxy);
  });

  test('is never one that a client sent along, whatever that was', () => {
    fc.assert(
      fc.property(
        fc.string().map((text) => text.replace(/[^\x20-\x7e]/g, '')),
        fc.ipV4(),
        (sent, added) => {
          expect(addressOf(`${sent}, ${added}`)).toBe(added);
        },
      ),
    );
  });

  test('comes by a name that headers may have', () => {
    for (const name of ['X-Forwarded-For', 'cf-connecting-ip', 'x_real.ip']) expect(isHeaderName(name)).toBe(true);
    for (const name of ['', 'X Forwarded', 'x:y', 'x\r\ny', 'ä']) expect(isHeaderName(name)).toBe(false);
  });
});

/** A server that sends one code an hour to who asks from one network. */
async function servedStrictly(options: readonly string[]): Promise<(phone: string, from: string) => Promise<number>> {
  const { environment, folder } = await installation();
  const file = join(folder, 'sign-in.json');
  const ceilings = { spendPerCountry: 500_000, spendPerDay: 500_000, phoneDormancy: 'P6M' };
  writeFileSync(file, JSON.stringify({ countries: { DE: 800 }, ...ceilings, limits: { 'network-hour': 1 } }));
  const url = await served({ ...environment, JOOS_SIGN_IN: file }, options);
  return async (phone, from) => {
    const response = await fetch(`${url}/codes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify({ purpose: 'log-in', phone }),
    });
    await response.body?.cancel();
    return response.status;
  };
}

const phones = ['+4915228895456', '+4915228817386', '+4915254599371', '+491729925904'] as const;

describe('joos serve', () => {
  test('counts who asks for codes by the header of its proxy, and by what the proxy added to it', async () => {
    const ask = await servedStrictly(['--client-ip-header', 'X-Forwarded-For']);
    expect(await ask(phones[0], '203.0.113.7')).toBe(202);
    expect(await ask(phones[1], '198.51.100.1, 203.0.113.7')).toBe(429);
    expect(await ask(phones[2], '203.0.113.7, 198.51.100.1')).toBe(202);
  });

  test('counts by the socket alone where no header was named, whatever a header says', async () => {
    const ask = await servedStrictly([]);
    expect(await ask(phones[0], '203.0.113.7')).toBe(202);
    expect(await ask(phones[1], '198.51.100.1')).toBe(429);
  });

  test('sends codes to the countries of its policy, and to no others', async () => {
    const ask = await servedStrictly(['--client-ip-header', 'X-Forwarded-For']);
    expect(await ask('+447400123456', '203.0.113.7')).toBe(422);
    expect(await ask(phones[3], '203.0.113.7')).toBe(202);
  });

  test('takes requests by a cookie from pages of the origin that browsers know it by', async () => {
    const { environment } = await installation();
    const url = await served(environment, ['--public-origin', 'https://app.joos.test']);
    const from = (origin: string) =>
      fetch(`${url}/account/logins/phone`, { method: 'DELETE', headers: { origin, cookie: '__Host-joos-session=x' } });
    expect(await (await from('https://app.joos.test')).json()).not.toMatchObject({ kind: 'CrossSite' });
    expect(await (await from(new URL(url).origin)).json()).toMatchObject({ kind: 'CrossSite' });
  });
});
