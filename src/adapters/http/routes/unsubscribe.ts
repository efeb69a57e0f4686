import type { HttpRooms } from '../http-rooms.ts';
import { unsubscribedPage, unsubscribePage } from '../presentation/unsubscribe.ts';
import type { Route } from '../route.ts';
import { linkRoutes } from './links.ts';

/** The addresses in the mails of the news and the newsletter (RFC 8058; GDPR art. 7(3)). */
export function unsubscribeRoutes({ consents }: HttpRooms): readonly Route[] {
  return linkRoutes('/v1/unsubscribe/:token', {
    asks: (token, language) =>
      consents.showSubscription({ token }).map(({ purpose }) => unsubscribePage(purpose, language)),
    does: (token, language) =>
      consents.unsubscribe({ token }).map(({ purpose }) => unsubscribedPage(purpose, language)),
  });
}
