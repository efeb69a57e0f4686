import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  channelsOf,
  galleryPage,
  messageTemplates,
  previewOf,
  sampleNames,
  sampleSender,
} from '../../src/adapters/templates/index.ts';
import { found, foundReceipt, order } from '../../src/adapters/templates/samples/rentals.ts';
import type { Money } from '../../src/domain/order/money.ts';
import { languages } from '../../src/domain/user/language.ts';
import type { Username } from '../../src/domain/user/username.ts';
import { must } from '../../src/testing/contracts/contract.ts';
import { textsOfHtml } from '../adapters/templates/read-html.ts';
import { startChromium } from './chromium.ts';
import { lightness, overflowing, type WatchedPage, watchedPage } from './watched-page.ts';

const schemes = ['light', 'dark'] as const;
const phone = 360;
const templates = messageTemplates(sampleSender);
const mails = sampleNames.filter((name) => channelsOf(name).includes('email'));
const every = mails.flatMap((name) => languages.map((language) => [name, language] as const));

let browser: Browser;
const plain = {} as Record<(typeof schemes)[number], WatchedPage>; // filled before every test
const scripted = {} as Record<(typeof schemes)[number], WatchedPage>; // filled before every test

beforeAll(async () => {
  browser = await startChromium();
  for (const colorScheme of schemes) {
    plain[colorScheme] = await watchedPage(browser, { colorScheme, width: phone, script: false });
    scripted[colorScheme] = await watchedPage(browser, { colorScheme, width: phone, script: true });
  }
});
afterAll(() => browser?.close());

const squeezed = (text: string): string => text.replace(/\s+/gu, '');

/** What an eye sees on the page. */
const visible = async (page: Page): Promise<string> => squeezed(await page.locator('body').innerText());

/**
 * What axe has to say against a page, best practices too. A mail is a part of the page of a mail program, which has the
 * landmarks: it is an article by the subject of the mail.
 */
async function complaintsOfAxe(page: Page): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).disableRules(['region', 'landmark-one-main']).exclude('iframe');
  // In one frame there is nothing to put together on a page of its own.
  const { violations } = await axe.setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

describe.each(schemes)('on a phone, %s,', (scheme) => {
  test.each(every)('%s in %s asks for nothing, fits, and can be read', async (name, language) => {
    const { html } = await must(previewOf(name, language, templates));
    const page = await plain[scheme].show(html);
    expect(plain[scheme].asked()).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    const text = await visible(page);
    const body = html.slice(html.indexOf('role="article"'));
    for (const part of textsOfHtml(`<p ${body}`)) expect(text).toContain(squeezed(part));
  });

  test.each(every)('%s in %s is accessible, contrast and all', async (name, language) => {
    const page = await scripted[scheme].show((await must(previewOf(name, language, templates))).html);
    expect(await complaintsOfAxe(page)).toEqual([]);
  });

  test('letters and ground are what the scheme promises', async () => {
    const page = await plain[scheme].show((await must(previewOf('receipt', 'en', templates))).html);
    for (const ground of ['body', '.sheet']) {
      const light = await lightness(page, ground, 'background-color');
      expect(scheme === 'light' ? light : 1 - light).toBeGreaterThan(0.8);
    }
    const letters = await lightness(page, 'h1', 'color');
    expect(scheme === 'light' ? 1 - letters : letters).toBeGreaterThan(0.8);
  });
});

describe('a mail with more in it than any other', () => {
  const huge: Money = { amountMinor: -9_999_999_99, currency: 'CHF' };
  const correction = { ...found, net: huge, vat: huge, gross: huge };
  const receipt = { ...foundReceipt, net: huge, vat: huge, gross: huge, corrections: [correction, correction] };
  const content = { kind: 'receipt', order, receipt, payment: 'failed', refunded: huge } as const;
  // Sound for this test alone: as long as a name can be, in the widest letter.
  const more = { name: 'щ'.repeat(30) as Username, unsubscribeUrl: null };

  test.each([360, 320])('fits a phone of %d pixels: amounts of millions, a long name, long words', async (width) => {
    const narrow = await watchedPage(browser, { colorScheme: 'light', width, script: false });
    const sender = {
      ...sampleSender,
      issuer: ['Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH'],
    };
    const mail = await must(messageTemplates(sender).mail(content, 'de', more));
    const page = await narrow.show(mail.html);
    expect(await visible(page)).toContain('-9.999.999,99CHF');
    expect(await overflowing(page)).toEqual([]);
    await narrow.close();
  });
});

describe('a name that runs from right to left', () => {
  test('leaves what is around it where it was, even with marks that turn what follows', async () => {
    // Sound for this test alone: marks that no username may hold.
    const name = '\u202eמיכל\u202e' as Username;
    const { html } = await must(templates.mail({ kind: 'email-confirmed' }, 'en', { name, unsubscribeUrl: null }));
    const page = await plain.light.show(html);
    const [hello, person, comma] = await page.evaluate<readonly number[]>(`(() => {
      const { previousSibling, nextSibling } = document.querySelector('bdi');
      return [previousSibling, document.querySelector('bdi'), nextSibling].map((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return range.getBoundingClientRect().left;
      });
    })()`);
    expect(hello).toBeLessThan(person ?? 0);
    expect(person).toBeLessThan(comma ?? 0);
  });
});

describe('the gallery', () => {
  test('asks for nothing, fits a phone and is accessible', async () => {
    const html = await must(galleryPage(templates));
    const page = await scripted.dark.show(html);
    expect(scripted.dark.asked()).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    expect(await complaintsOfAxe(page)).toEqual([]);
    expect(await page.locator('iframe').count()).toBe(every.length);
  });
});

describe('the watch itself', () => {
  const bad = `<!doctype html><html lang="en"><title>x</title><main><h1 style="color:#bbb;background:#fff">pale</h1>
    <img alt="" src="http://elsewhere.test/pixel"><div style="width:500px">wide</div></main>
    <link rel="stylesheet" href="http://elsewhere.test/font.css">`;

  test('sees what is asked for, what sticks out and what is hard to read', async () => {
    const page = await plain.light.show(bad);
    expect([...plain.light.asked()].toSorted()).toEqual([
      'http://elsewhere.test/font.css',
      'http://elsewhere.test/pixel',
    ]);
    expect(await overflowing(page)).toEqual(['page', 'DIV.']);
    expect(await complaintsOfAxe(await scripted.light.show(bad))).toContain('color-contrast: h1');
  });
});
