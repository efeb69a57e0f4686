/**
 * The front door: open the core with adapters, call use cases by room, close it.
 *
 * @module
 */
import type {
  DatabasesNotOpened,
  Joos,
  JoosAdapters,
  JoosForReplay,
  JoosNotOpened,
} from './adapters/inversify/index.ts';
import { ResultAsync } from './domain/result.ts';

/**
 * Opens the core. The wiring is loaded now and not before, so that importing the library costs next to nothing; only the
 * adapters that you pass are loaded with it.
 *
 * Before anything is opened or asked, every adapter is held against the regions where personal data may be (`residency`). An
 * adapter of a cloud is of the region that its client was told, and the AWS clients send nothing past it. Where a database, a
 * mail server, a processor or an identity provider is, is the operator's word, which a host name of a cloud can contradict and
 * not prove. Nothing is known of what lies behind a tunnel or a proxy, nor of copies that a provider makes (its backups).
 *
 * Answers {@link JoosNotOpened}: an adapter is of another region, the databases are not migrated, the environment has no
 * proper name, a store or the key wrapper does not answer, a check that `posture` demands is not fine, or a backup was restored and the erasure ledger is not replayed on it yet.
 */
export function openJoos(adapters: JoosAdapters): ResultAsync<Joos, JoosNotOpened> {
  return ResultAsync.fromSafePromise(import('./adapters/inversify/index.ts')).andThen(({ openWithInversify }) =>
    openWithInversify(adapters),
  );
}

/**
 * Opens the core on a data store that was restored from a backup, for nothing but to replay the erasure ledger on it:
 * `openJoos` refuses with `LedgerNotApplied` until that is done.
 */
export function openForReplay(adapters: JoosAdapters): ResultAsync<JoosForReplay, DatabasesNotOpened> {
  return ResultAsync.fromSafePromise(import('./adapters/inversify/index.ts')).andThen(
    ({ openForReplayWithInversify }) => openForReplayWithInversify(adapters),
  );
}

export type {
  DatabasesNotOpened,
  InvalidBusiness,
  InvalidEnvironment,
  InvalidResidency,
  Joos,
  JoosAdapters,
  JoosForReplay,
  JoosNotOpened,
  LedgerNotApplied,
  NoAuditSink,
  OutsideAllowedRegions,
  PostureFailed,
  SchemaNotMigrated,
} from './adapters/inversify/index.ts';
export type * from './application/accounts/add-email.ts';
export type * from './application/accounts/add-phone.ts';
export type * from './application/accounts/authenticate.ts';
export type * from './application/accounts/code-budgets.ts';
export type * from './application/accounts/confirm-email.ts';
export type * from './application/accounts/confirm-email-by-link.ts';
export type * from './application/accounts/elevated.ts';
export type * from './application/accounts/link-third-party.ts';
export type * from './application/accounts/log-in-with-third-party.ts';
export type * from './application/accounts/log-out.ts';
export type * from './application/accounts/my-account.ts';
export type * from './application/accounts/my-sessions.ts';
export type * from './application/accounts/my-support-cases.ts';
export type * from './application/accounts/remove-email.ts';
export type * from './application/accounts/remove-login.ts';
export type * from './application/accounts/remove-username.ts';
export type * from './application/accounts/request-code.ts';
export type * from './application/accounts/request-my-code.ts';
export type * from './application/accounts/second-proof.ts';
export type * from './application/accounts/set-username.ts';
export type * from './application/accounts/start-over.ts';
export type * from './application/accounts/step-up.ts';
export type * from './application/accounts/third-party-attempt.ts';
export type * from './application/accounts/undo-contact-change.ts';
export type * from './application/accounts/verify-code.ts';
export type * from './application/accounts/who-looked.ts';
export type * from './application/audit/checkpoint-audit.ts';
export type * from './application/audit/note-restore.ts';
export type * from './application/audit/search-audit.ts';
export type * from './application/audit/verify-audit.ts';
export type * from './application/audit/verify-sink.ts';
export type * from './application/breach/scope-breach.ts';
export type * from './application/cards/add-card.ts';
export type * from './application/cards/begin-card-setup.ts';
export type * from './application/cards/complete-card-setup.ts';
export type * from './application/cards/list-cards.ts';
export type * from './application/cards/remove-card.ts';
export type * from './application/consents/my-consent-history.ts';
export type * from './application/consents/my-consents.ts';
export type * from './application/consents/record-consent.ts';
export type * from './application/consents/unsubscribe.ts';
export type * from './application/consents/withdraw-consent.ts';
export type * from './application/keys/index-key-status.ts';
export type * from './application/keys/key-status.ts';
export type * from './application/keys/rotate-index-keys.ts';
export type * from './application/keys/rotate-keys.ts';
export type * from './application/notices/deliver-due.ts';
export type * from './application/notices/dispose-expired.ts';
export type * from './application/notices/outbox-status.ts';
export type * from './application/notices/parked-notices.ts';
export type * from './application/notices/publish-edition.ts';
export type * from './application/notices/spread-editions.ts';
export type * from './application/notices/take-mail-event.ts';
export type * from './application/notices/worker-pass.ts';
export { orThrow, Refused } from './application/or-throw.ts';
export type * from './application/orders/cancel-rental.ts';
export type * from './application/orders/correct-rental.ts';
export type * from './application/orders/my-orders.ts';
export type * from './application/orders/my-receipt.ts';
export type * from './application/orders/rent.ts';
export type * from './application/orders/report-lost.ts';
export type * from './application/orders/return-power-bank.ts';
export type * from './application/payments/charge.ts';
export type * from './application/payments/collect-due-payments.ts';
export type * from './application/payments/my-payments.ts';
export type * from './application/payments/reconcile-payments.ts';
export type * from './application/payments/refund.ts';
export type * from './application/payments/retry-payment.ts';
export type * from './application/payments/settle-answer.ts';
export type * from './application/payments/take-processor-event.ts';
export type * from './application/privacy/approve-hold.ts';
export type * from './application/privacy/cancel-my-account.ts';
export type * from './application/privacy/cancel-on-behalf.ts';
export type * from './application/privacy/certificate-key.ts';
export type * from './application/privacy/change-hold.ts';
export type * from './application/privacy/change-request.ts';
export type * from './application/privacy/close-request.ts';
export type * from './application/privacy/continue-erasures.ts';
export type * from './application/privacy/end-hold.ts';
export type * from './application/privacy/erasure-certificate.ts';
export type * from './application/privacy/erasure-status.ts';
export type * from './application/privacy/explain-retention.ts';
export type * from './application/privacy/export-my-data.ts';
export type * from './application/privacy/export-on-behalf.ts';
export type * from './application/privacy/extend-request.ts';
export type * from './application/privacy/hold-report.ts';
export type * from './application/privacy/holds-of.ts';
export type * from './application/privacy/ledger-state.ts';
export type * from './application/privacy/open-requests.ts';
export type * from './application/privacy/place-hold.ts';
export type * from './application/privacy/plan-my-erasure.ts';
export type { VaultBehind } from './application/privacy/read-ledger.ts';
export type * from './application/privacy/record-request.ts';
export type * from './application/privacy/replay-ledger.ts';
export type * from './application/privacy/staff-deed.ts';
export type * from './application/privacy/sweep-retention.ts';
export type * from './application/privacy/verify-request.ts';
export { describeRefusal, type Refusal } from './application/refusals.ts';
export type * from './application/risk/risk-events.ts';
export type * from './application/rooms.ts';
export type * from './application/staff/acting-staff.ts';
export type * from './application/staff/appoint-first-officer.ts';
export type * from './application/staff/appoint-staff.ts';
export type * from './application/staff/approve-action.ts';
export type * from './application/staff/ask-approval.ts';
export type * from './application/staff/dismiss-staff.ts';
export type * from './application/staff/grant-role.ts';
export type * from './application/staff/revoke-role.ts';
export type * from './application/staff/sign-in-staff.ts';
export type * from './application/staff/sign-out-staff.ts';
export type * from './application/staff/staff-list.ts';
export type * from './application/staff/staff-refusal.ts';
export type * from './application/staff/who-am-i.ts';
export type * from './application/support/add-note.ts';
export type {
  CaseInput,
  CaseRefusal,
  NoSuchCase,
} from './application/support/case-deed.ts';
export type * from './application/support/cases-of.ts';
export type * from './application/support/close-case.ts';
export type * from './application/support/contact-person.ts';
export type * from './application/support/end-sessions-of.ts';
export type * from './application/support/find-person.ts';
export type * from './application/support/masked-person.ts';
export type * from './application/support/open-case.ts';
export type * from './application/support/reveal-contact.ts';
export type * from './application/support/see-case.ts';
export type * from './application/support/verify-caller.ts';
export { CardNumber } from './domain/card/card-number.ts';
export { SessionToken } from './domain/session/session-token.ts';
export { InvitationToken, StaffSessionToken } from './domain/staff/staff-token.ts';
export { AttemptToken } from './domain/verification/attempt-token.ts';
export { DeviceToken } from './domain/verification/device-token.ts';
