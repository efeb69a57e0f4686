/**
 * The ports: what the core needs of the outside. Who writes an adapter of his own implements one of these and proves it by
 * the contract of the same name.
 */

export type { ActiveSubject, KeptOrder } from './active-subject.ts';
export type { AuditFilter, AuditLog, OpenedAuditLog } from './audit-log.ts';
export type { AuditSeals } from './audit-seals.ts';
export type { AuditSink, AuditSinkPage } from './audit-sink.ts';
export type { BucketCharge } from './bucket-charge.ts';
export type { Business } from './business.ts';
export type { CardProcessor, CardSetup, CardTakenIn, ChargeRequest, RefundRequest } from './card-processor.ts';
export type { CertificateSigner } from './certificate-signer.ts';
export type { Certificates } from './certificates.ts';
export type { Clock } from './clock.ts';
export type {
  DataProcessor,
  ProcessorErasureRequest,
  ProcessorIdentifier,
  ProcessorStatus,
} from './data-processor.ts';
export type { DataStore } from './data-store.ts';
export type { Deadline } from './deadline.ts';
export type { Disposal } from './disposal.ts';
export type { ExportArchive, ExportContent, ExportTable } from './export-archive.ts';
export type {
  IdentityNotProved,
  IdentityProviders,
  LogInAttempt,
  UnknownProvider,
} from './identity-providers.ts';
export type { Ids } from './ids.ts';
export type { IndexColumns, RowsGoneThrough } from './index-columns.ts';
export type { IndexKeyRotation } from './index-rotation.ts';
export type { EpochState, KeyRotation, RewrapProgress, Rewrapped } from './key-rotation.ts';
export type { KeyWrapper } from './key-wrapper.ts';
export type { Log, LogEvent, LogFields } from './log.ts';
export type { AttemptPurpose, AttemptTokenHash, LogInAttemptRecord } from './log-in-attempts.ts';
export type { Mail, MailAttachment, Mailer } from './mailer.ts';
export type { MessageContent } from './message-content.ts';
export type { MailExtras, MessageTemplates, RenderedMail } from './message-templates.ts';
export type { ClaimedNotice, NoticeProblem, Outbox, OutboxStatus, ParkedNotice } from './outbox.ts';
export type { PersonsRowCount, PersonsRowLooks, PersonsRows } from './persons-rows.ts';
export {
  isUnclear,
  missingEpoch,
  type PortFailure,
  type PortFailureReason,
  type PortName,
  portFailure,
} from './port-failure.ts';
export type { Ports } from './ports.ts';
export type { DatabasePosture, PostureGate, ProviderPosture, RefusedCheck, VaultBackups } from './posture.ts';
export type {
  CardEvents,
  MailEvent,
  MailEvents,
  NotGenuine,
  ProcessorEvent,
  ProviderMessage,
} from './provider-events.ts';
export type { Randomness } from './randomness.ts';
export type {
  CaseRecord,
  Contact,
  EditionToSpread,
  FoundSession,
  HeldRecord,
  HeldValue,
  OpenChallenge,
  OrderRecord,
  PaymentRecord,
  Reads,
  RecordedPayment,
} from './reads.ts';
export type {
  DueLook,
  DueRows,
  HeldAccount,
  LapsedOrder,
  Place,
  RetentionRows,
  UnusedAccount,
} from './retention-rows.ts';
export type { RiskListener } from './risk-listener.ts';
export type {
  BlindIndex,
  BlindIndexes,
  Cell,
  Keyring,
  PurposeNotAllowed,
  Sealer,
  Sealing,
  Unopenable,
} from './sealing.ts';
export type { CodeBinding, LinkSubject, SecretHashing, SessionTokenHash } from './secret-hashing.ts';
export type { Sms, SmsSender } from './sms-sender.ts';
export type { FoundStaff, StaffRoster, StaffRows } from './staff-rows.ts';
export type { DataStoreNeeds, MigrationNotAllowed, MissingRight, SchemaStep, Stores } from './stores.ts';
export type {
  AttemptRows,
  AuditLogRows,
  AuditPlace,
  Books,
  BudgetRows,
  CardRows,
  CaseWritings,
  ChallengeRows,
  ConsentRows,
  ContactChangeRows,
  Doors,
  EditionRows,
  ErasureRows,
  HeldOrder,
  HeldPayment,
  HeldUser,
  LegalHoldRows,
  LinkedIdentity,
  LockedSubject,
  NoticeRows,
  NotLoggedIn,
  OrderRows,
  PaymentRows,
  PrivacyRequestRows,
  RiskEventRows,
  SentCaseMessage,
  SessionHolder,
  SessionRows,
  SupportCaseRows,
  Taken,
  Transaction,
  UserRows,
} from './transaction.ts';
export type { DestroyedKey, ErasureLedgerEntry, RecordedLedgerEntry, Vault } from './vault.ts';
export type {
  EpochScan,
  IndexKeyMove,
  NewEpochKey,
  VaultRows,
  WrappedEpochKey,
  WrappedIndexKey,
  WrappedSigningKey,
  WrappedSubjectKey,
} from './vault-rows.ts';
