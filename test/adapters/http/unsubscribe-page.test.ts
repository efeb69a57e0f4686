import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpServer, serveHttp } from '../../../src/adapters/http/index.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { startChromium } from '../../browser/chromium.ts';
import { type House, openHouse } from './house.ts';
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
      const context = await browser.newContext({ colorScheme, locale: 'de-DE', viewport: { width: 360, height: 640 } });
      const page = await context.newPage();
      const faults: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => faults.push(message.text())); // what the page's own policy forbids is told there
      page.on('request', (request) => requests.push(request.url()));
      await page.goto(address);
      expect(await page.locator('h1').innerText()).toBe('Kein Newsletter mehr?');
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      const button = await page.locator('button').boundingBox();
      expect(button?.height, 'the style is applied: the button can be hit by a thumb').toBeGreaterThanOrEqual(44);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      expect(faults).toEqual([]);
      expect(requests.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([address]);
      expect(await getsNewsletter(house, kim)).toBe(true);
      await context.close();
    },
  );

  test('takes the person off by its button, under a policy that allows this form and nothing else', async () => {
    const context = await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(address);
    await page.getByRole('button', { name: 'Unsubscribe from the newsletter' }).click();
    await page.getByRole('heading', { name: 'You get no more newsletter' }).waitFor();
    expect(await getsNewsletter(house, kim)).toBe(false);
    await context.close();
  });
});
