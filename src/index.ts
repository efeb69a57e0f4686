/**
 * The front door: open the core with adapters, call use cases by room, close it.
 *
 * @module
 */
import type { Joos, JoosAdapters, JoosNotOpened } from './adapters/inversify/index.ts';
import { ResultAsync } from './domain/result.ts';

/**
 * Opens the core. The wiring is loaded now and not before, so that importing the library costs next to nothing; only the
 * adapters that you pass are loaded with it.
 *
 * Answers {@link JoosNotOpened}: the databases are not migrated, the environment has no proper name, a store or the key
 * wrapper does not answer.
 */
export function openJoos(adapters: JoosAdapters): ResultAsync<Joos, JoosNotOpened> {
  return ResultAsync.fromSafePromise(import('./adapters/inversify/index.ts')).andThen(({ openWithInversify }) =>
    openWithInversify(adapters),
  );
}

export type {
  InvalidBusiness,
  InvalidEnvironment,
  Joos,
  JoosAdapters,
  JoosNotOpened,
  SchemaNotMigrated,
} from './adapters/inversify/index.ts';
export type * from './application/accounts/add-email.ts';
export type * from './application/accounts/add-phone.ts';
export type * from './application/accounts/authenticate.ts';
export type * from './application/accounts/confirm-email.ts';
export type * from './application/accounts/link-third-party.ts';
export type * from './application/accounts/log-in-with-third-party.ts';
export type * from './application/accounts/log-out.ts';
export type * from './application/accounts/my-account.ts';
export type * from './application/accounts/remove-email.ts';
export type * from './application/accounts/remove-login.ts';
export type * from './application/accounts/remove-username.ts';
export type * from './application/accounts/request-code.ts';
export type * from './application/accounts/set-username.ts';
export type * from './application/accounts/verify-code.ts';
export type * from './application/cards/add-card.ts';
export type * from './application/cards/list-cards.ts';
export type * from './application/cards/remove-card.ts';
export type * from './application/consents/my-consent-history.ts';
export type * from './application/consents/my-consents.ts';
export type * from './application/consents/record-consent.ts';
export type * from './application/consents/withdraw-consent.ts';
export type * from './application/notices/deliver-due.ts';
export type * from './application/notices/dispose-expired.ts';
export type * from './application/notices/worker-pass.ts';
export { orThrow, Refused } from './application/or-throw.ts';
export type * from './application/orders/cancel-rental.ts';
export type * from './application/orders/my-orders.ts';
export type * from './application/orders/my-receipt.ts';
export type * from './application/orders/rent.ts';
export type * from './application/orders/report-lost.ts';
export type * from './application/orders/return-power-bank.ts';
export type * from './application/payments/charge.ts';
export type * from './application/payments/collect-due-payments.ts';
export type * from './application/payments/my-payments.ts';
export type * from './application/payments/refund.ts';
export type * from './application/payments/retry-payment.ts';
export type * from './application/payments/settle-answer.ts';
export type * from './application/privacy/cancel-my-account.ts';
export type * from './application/privacy/cancel-on-behalf.ts';
export type * from './application/privacy/continue-erasures.ts';
export type * from './application/privacy/erasure-status.ts';
export type * from './application/privacy/export-my-data.ts';
export type * from './application/privacy/export-on-behalf.ts';
export type * from './application/privacy/plan-my-erasure.ts';
export { describeRefusal, type Refusal } from './application/refusals.ts';
export type * from './application/rooms.ts';
export type * from './application/support/find-person.ts';
export type * from './application/support/reveal-contact.ts';
export { CardNumber } from './domain/card/card-number.ts';
export { SessionToken } from './domain/user/session-token.ts';
