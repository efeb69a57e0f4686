import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';

/** Opens the page of an address in a message as a person with a phone does, in German, and expects no fault of it. */
export async function expectFaultlessPage(
  browser: Browser,
  address: string,
  colorScheme: 'light' | 'dark',
  heading: string,
): Promise<void> {
  const context = await browser.newContext({ colorScheme, locale: 'de-DE', viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  const faults: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => faults.push(message.text())); // what the page's own policy forbids is told there
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(address);
  expect(await page.locator('h1').innerText()).toBe(heading);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const button = await page.locator('button').boundingBox();
  expect(button?.height, 'the style is applied: the button can be hit by a thumb').toBeGreaterThanOrEqual(44);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  expect(faults).toEqual([]);
  expect(requests.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([address]);
  await context.close();
}

/** Presses the button of a page, where no script runs, and waits for what the next one says. */
export async function pressButton(browser: Browser, address: string, button: string, then: string): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('heading', { name: then }).waitFor();
  await context.close();
}
