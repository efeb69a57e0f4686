import { page } from '../answer.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { unsubscribedPage, unsubscribePage } from '../presentation/unsubscribe.ts';
import { type Route, route } from '../route.ts';

/**
 * The addresses in the mails of the news and the newsletter (RFC 8058; GDPR art. 7(3)). No log-in is asked for: whoever
 * has the mail has the address. To look changes nothing. A POST does it, be it by the button of the page or by the mail
 * program, whatever its body says: the address alone says what is meant.
 */
export function unsubscribeRoutes({ consents }: HttpRooms): readonly Route[] {
  return [
    route(
      'GET',
      '/v1/unsubscribe/:token',
      (asked) =>
        consents
          .showSubscription({ token: asked.part('token') })
          .map(({ purpose }) => page(unsubscribePage(purpose, asked.language), asked.language)),
      { refusedBy: 'page' },
    ),
    route(
      'POST',
      '/v1/unsubscribe/:token',
      (asked) =>
        consents
          .unsubscribe({ token: asked.part('token') })
          .map(({ purpose }) => page(unsubscribedPage(purpose, asked.language), asked.language)),
      { refusedBy: 'page' },
    ),
  ];
}
