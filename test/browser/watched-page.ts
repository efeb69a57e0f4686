import type { Browser, BrowserContext, Page } from 'playwright-core';

/** How a page is looked at. */
export interface Screen {
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  /** Mails are read without; tools that look into a page need it. */
  readonly script: boolean;
}

const address = 'http://mail.test/';

/** A page that is served one document, and remembers whatever else it asks for; it gets nothing of that. */
export interface WatchedPage {
  show(html: string): Promise<Page>;
  /** What the last document asked for beside itself. */
  asked(): readonly string[];
  close(): Promise<void>;
}

/** Opens a page that reaches nobody. */
export async function watchedPage(browser: Browser, { colorScheme, width, script }: Screen): Promise<WatchedPage> {
  const context: BrowserContext = await browser.newContext({
    colorScheme,
    viewport: { width, height: 640 },
    javaScriptEnabled: script,
  });
  const page = await context.newPage();
  let document = '';
  let asked: string[] = [];
  await context.route('**', (route) => {
    const url = route.request().url();
    if (url === address) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: document });
    asked.push(url);
    return route.abort();
  });
  return {
    show: async (html) => {
      document = html;
      asked = [];
      await page.goto(address, { waitUntil: 'load' });
      return page;
    },
    asked: () => asked,
    close: () => context.close(),
  };
}

/** What sticks out of the page to the right, by tag and class; empty where nobody has to scroll sideways. */
export function overflowing(page: Page): Promise<readonly string[]> {
  // As text, since it runs in the browser, whose names the compiler does not know here.
  return page.evaluate(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const out = [...document.querySelectorAll('body *')].filter(
      (element) => element.getClientRects().length > 0 && element.getBoundingClientRect().right > clientWidth + 0.5,
    );
    return [...(scrollWidth > clientWidth ? ['page'] : []), ...out.map(({ tagName, className }) => tagName + '.' + className)];
  })()`);
}

/** How light a colour of the page is, from 0 for black to 1 for white. */
export function lightness(page: Page, selector: string, property: 'color' | 'background-color'): Promise<number> {
  return page.evaluate(`(() => {
    const colour = getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${property}');
    const [red, green, blue] = colour.match(/[0-9.]+/g).map(Number);
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  })()`);
}
