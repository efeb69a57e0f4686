import type { HttpRooms } from '../http-rooms.ts';
import { undoChangePage, undoneChangePage } from '../presentation/contact-change.ts';
import { confirmEmailPage, confirmedEmailPage } from '../presentation/email-confirmation.ts';
import type { Route } from '../route.ts';
import { linkRoutes } from './links.ts';

/** The addresses in messages that confirm an email, and that put a former phone or email back (POLICY.md C02, C04). */
export function contactLinkRoutes({ accounts }: HttpRooms): readonly Route[] {
  return [
    ...linkRoutes('/v1/email-confirmations/:token', {
      asks: (token, language) =>
        accounts.showEmailConfirmation({ token }).map(({ email }) => confirmEmailPage(email, language)),
      does: (token, language) => accounts.confirmEmailByLink({ token }).map(() => confirmedEmailPage(language)),
    }),
    ...linkRoutes('/v1/contact-changes/:token', {
      asks: (token, language) =>
        accounts.showContactChange({ token }).map((change) => undoChangePage(change, language)),
      does: (token, language) =>
        accounts.undoContactChange({ token }).map((change) => undoneChangePage(change, language)),
    }),
  ];
}
