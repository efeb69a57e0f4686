import type { ResultAsync } from '../../../domain/result.ts';
import type { Language } from '../../../domain/user/language.ts';
import { page } from '../answer.ts';
import type { HttpRefusal } from '../edge-refusal.ts';
import type { Page } from '../pages.ts';
import { type Route, route } from '../route.ts';

/** Makes a page of the last part of an address in a message. */
export type LinkPage = (token: string, language: Language) => ResultAsync<Page, HttpRefusal>;

/**
 * An address in a message that does something without a log-in: whoever has the message has the address, and a session that
 * the browser may have plays no part. To look changes nothing, since programs that look for viruses open addresses too. A POST
 * does it, by the button of the page or by the mail program, whatever its body says: the address alone says what is meant.
 */
export function linkRoutes(
  path: `/v1/${string}/:token`,
  { asks, does }: { readonly asks: LinkPage; readonly does: LinkPage },
): readonly Route[] {
  const at = (method: 'GET' | 'POST', shows: LinkPage): Route =>
    route(
      method,
      path,
      (asked) => shows(asked.part('token'), asked.language).map((shown) => page(shown, asked.language)),
      { refusedBy: 'page' },
    );
  return [at('GET', asks), at('POST', does)];
}
