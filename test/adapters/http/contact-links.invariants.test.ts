import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpServer, serveHttp } from '../../../src/adapters/http/index.ts';
import { inMemoryStores } from '../../../src/adapters/in-memory/index.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { ask } from './client.ts';
import { type House, host, lastToken, openHouse } from './house.ts';
import { email, german, newPhone, pageAt, phone, phoneChanged } from './links-to-contacts.ts';
import { signedUp } from './sign-up.ts';

describe('addresses in messages about contacts', () => {
  let house: House;
  let server: HttpServer;
  let tokens: Readonly<Record<'email-confirmations' | 'contact-changes', string>>;

  beforeAll(async () => {
    house = await openHouse();
    const { path } = await phoneChanged(house);
    const alex = await signedUp(house, '+4915112340000');
    await ask(house.handler, 'POST', '/v1/account/email', { email }, alex.headers);
    tokens = {
      'contact-changes': path.split('/').at(-1) ?? '',
      'email-confirmations': lastToken(house, 'confirm-email'),
    };
    server = await must(serveHttp(house.handler, { port: 0 }));
  });
  afterAll(async () => {
    await server.close();
    await house.close();
  });

  const rooms = ['email-confirmations', 'contact-changes'] as const;

  test.each(rooms)(
    '%s open a page that runs nothing, loads nothing and does not hold its own address',
    async (room) => {
      const response = await fetch(`${server.url}/v1/${room}/${tokens[room]}`);
      const page = await response.text();
      expect(response.status).toBe(200);
      expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|\ssrc=|\saction=|url\(|@import|https?:/i);
      for (const part of [tokens[room], ...tokens[room].split('.')]) expect(page).not.toContain(part);
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.getSetCookie()).toEqual([]);
    },
  );

  test.each(rooms)('%s look at no session, and refuse no other site: the address is the secret', async (room) => {
    const elsewhere = {
      cookie: `__Host-joos-session=${'A'.repeat(43)}`,
      'sec-fetch-site': 'cross-site',
      origin: 'null',
    };
    const looked = await fetch(`${server.url}/v1/${room}/${tokens[room]}`, { headers: elsewhere });
    expect(looked.status).toBe(200);
    const forged = await fetch(`${server.url}/v1/${room}/x`, { method: 'POST', headers: elsewhere });
    expect(forged.status).toBe(404);
  });

  test.each(rooms)(
    '%s that were not made here, or for something else, all look the same and do nothing',
    async (room) => {
      const [other = ''] = rooms.filter((one) => one !== room).map((one) => tokens[one]);
      const [id = '', mac = ''] = tokens[room].split('.');
      const [otherId = '', otherMac = ''] = other.split('.');
      const forged = [
        'x',
        id,
        `${id}.`,
        `${id}.${otherMac}`,
        `${otherId}.${mac}`,
        other,
        `${id}.${mac}.${mac}`,
        `${id}.${mac}x`,
        '%00%0d%0a',
      ];
      const answers = new Set<string>();
      for (const one of forged) {
        for (const method of ['GET', 'POST']) {
          const { status, page } = await pageAt(house, `/v1/${room}/${one}`, method);
          answers.add(`${status}\n${page}`);
        }
      }
      expect([...answers].map((one) => one.slice(0, 3))).toEqual(['404']);
      expect([...answers][0]).not.toContain('<form');
    },
  );

  test.each(rooms)('%s never say again what was sent, and get into no log', async (room) => {
    const marked = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => `${text}qzxjwvkq<b>"`.toWellFormed());
    const sent = fc.oneof(
      marked,
      marked.map((text) => `${tokens[room]}.${text}`),
    );
    await fc.assert(
      fc.asyncProperty(sent, fc.constantFrom('GET', 'POST'), async (one, method) => {
        const { status, page, headers } = await pageAt(house, `/v1/${room}/${encodeURIComponent(one)}`, method);
        expect(status).toBe(404);
        const whole = `${page}${JSON.stringify([...headers])}`;
        for (const secret of [one, tokens[room], 'qzxjwvkq']) expect(whole).not.toContain(secret);
      }),
    );
    const logged = JSON.stringify([house.logged, house.risks]);
    for (const secret of [...tokens[room].split('.'), 'qzxjwvkq', phone, newPhone, email])
      expect(logged).not.toContain(secret);
    expect(house.bugs).toEqual([]);
  });

  test('say on a page that the store is away, to be tried again', async () => {
    const away = () => errAsync(portFailure('DataStore', true, new Error('secret')));
    const one = await openHouse(inMemoryStores(), host, (all) => ({
      ...all,
      accounts: {
        ...all.accounts,
        showEmailConfirmation: away,
        confirmEmailByLink: away,
        showContactChange: away,
        undoContactChange: away,
      },
    }));
    for (const room of rooms) {
      for (const method of ['GET', 'POST']) {
        const { status, page, headers } = await pageAt(one, `/v1/${room}/x`, method, german);
        expect({ status, wait: headers.get('retry-after') }).toEqual({ status: 503, wait: '5' });
        expect(page).toMatch(/<html lang="de">[\s\S]*<h1>/);
        expect(page).not.toContain('secret');
      }
    }
    await one.close();
  });
});
