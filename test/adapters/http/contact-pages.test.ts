import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpServer, serveHttp } from '../../../src/adapters/http/index.ts';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { startChromium } from '../../browser/chromium.ts';
import { ask } from './client.ts';
import { type House, lastToken, openHouse } from './house.ts';
import { expectFaultlessPage, pressButton } from './link-page.ts';
import { confirmedEmail, type SignedUp, signedUp } from './sign-up.ts';

describe('the pages of addresses about contacts, in a browser', () => {
  let house: House;
  let server: HttpServer;
  let browser: Browser;
  let kim: SignedUp;
  let confirming = '';
  let undoing = '';
  let takingOff = '';

  beforeAll(async () => {
    browser = await startChromium();
    house = await openHouse();
    server = await must(serveHttp(house.handler, { port: 0 }));
    kim = await signedUp(house, '+4915112345678');
    await confirmedEmail(house, 'old@example.com', kim.headers);
    await must(house.joos.worker.workerPass({ limit: 100 }));
    takingOff = `${server.url}/v1/contact-changes/${lastToken(house, 'undo-change')}`;
    house.pass(3 * dayMs - minuteMs);
    kim = await signedUp(house, '+4915112345678');
    await looksAlright(takingOff, 'Die E-Mail-Adresse wieder entfernen?');
    house.pass(minuteMs); // from now on the address counts as the person's
    await ask(house.handler, 'DELETE', '/v1/account/email', undefined, kim.headers);
    await must(house.joos.worker.workerPass({ limit: 100 }));
    undoing = `${server.url}/v1/contact-changes/${lastToken(house, 'undo-change')}`;
    await ask(house.handler, 'POST', '/v1/account/email', { email: 'new@example.com' }, kim.headers);
    confirming = `${server.url}/v1/email-confirmations/${lastToken(house, 'confirm-email')}`;
  });
  afterAll(async () => {
    await browser?.close();
    await server.close();
    await house.close();
  });

  /** In light and in dark, in a language that has longer words. */
  async function looksAlright(address: string, heading: string): Promise<void> {
    for (const scheme of ['light', 'dark'] as const) await expectFaultlessPage(browser, address, scheme, heading);
  }

  const email = async (): Promise<unknown> =>
    (await ask(house.handler, 'GET', '/v1/account', undefined, kim.headers)).body.email;

  test('ask without a fault that a person or a program finds', async () => {
    await looksAlright(confirming, 'Ist das deine E-Mail-Adresse?');
    await looksAlright(undoing, 'Deine E-Mail-Adresse wieder eintragen?');
    expect(await email()).toBeNull();
  });

  test('do what their buttons say, where no script runs', async () => {
    await pressButton(browser, confirming, 'Yes, confirm the address', 'Your email address is confirmed');
    expect(await email()).toBe('new@example.com');
    await pressButton(browser, undoing, 'Put the address back', 'Your email address is back');
    expect((await ask(house.handler, 'GET', '/v1/account', undefined, kim.headers)).status).toBe(401);
  });
});
