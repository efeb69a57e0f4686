import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpServer, serveHttp } from '../../../src/adapters/http/index.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { startChromium } from '../../browser/chromium.ts';
import { type House, openHouse } from './house.ts';
import { expectFaultlessPage, pressButton } from './link-page.ts';
import { getsNewsletter, newReader, type Reader, sendNewsletter } from './newsletter-reader.ts';

describe('the page of an unsubscribe address, in a browser', () => {
  let house: House;
  let server: HttpServer;
  let browser: Browser;
  let kim: Reader;
  let address = '';

  beforeAll(async () => {
    browser = await startChromium();
    house = await openHouse();
    server = await must(serveHttp(house.handler, { port: 0 }));
    kim = await newReader(house, '+4915112345678', 'kim.lee@example.com');
    const [mail] = await sendNewsletter(house);
    address = `${server.url}/v1/unsubscribe/${mail?.unsubscribeUrl?.split('/').at(-1) ?? ''}`;
  });
  afterAll(async () => {
    await browser?.close();
    await server.close();
    await house.close();
  });

  test.each(['light', 'dark'] as const)(
    'asks, in %s, without a fault that a person or a program finds',
    async (colorScheme) => {
      await expectFaultlessPage(browser, address, colorScheme, 'Kein Newsletter mehr?');
      expect(await getsNewsletter(house, kim)).toBe(true);
    },
  );

  test('takes the person off by its button, under a policy that allows this form and nothing else', async () => {
    await pressButton(browser, address, 'Unsubscribe from the newsletter', 'You get no more newsletter');
    expect(await getsNewsletter(house, kim)).toBe(false);
  });
});
