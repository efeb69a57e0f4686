/**
 * The domain: the rules of rental and of data protection, pure, without clock, randomness or store.
 */
export {
  AuditAction,
  type AuditEntry,
  auditActions,
  auditText,
  auditTextOf,
  type InvalidAuditAction,
  type StoredAuditEntry,
} from './audit/audit-entry.ts';
export {
  type AuditHead,
  type AuditLink,
  type AuditRecord,
  type AuditRecordKind,
  auditLanes,
  commitmentTo,
  emptyLane,
  headAfter,
  isAuditHead,
  linkAfter,
  linkText,
  type SealedLink,
  type Sha256,
  standsFor,
} from './audit/chain.ts';
export {
  type AnchorLine,
  anchorOf,
  type Checkpoint,
  type CheckpointLine,
  checkpointText,
  digestAfter,
  type LostEntries,
  type RestoredLine,
  restoredText,
  type SinkLine,
  sinkLineOf,
  sinkLineText,
  type TornLine,
} from './audit/checkpoint.ts';
export { disposalText, goesWithAccount, type RecordedRisk } from './audit/disposal.ts';
export type { AuditSeal } from './audit/seal.ts';
export {
  type AuditFault,
  type AuditFaultKind,
  faultIn,
  type GenuineSeals,
  type RecordedLink,
  type SealedText,
  sealsOf,
} from './audit/verify-log.ts';
export type { Brand } from './brand.ts';
export {
  dayAfter,
  dayNumber,
  dayOfNumber,
  endOfYear,
  isPeriod,
  laterOf,
  type PeriodStart,
  plusPeriod,
  startOfDay,
} from './calendar.ts';
export { CardNumber } from './card/card-number.ts';
export { dictatesCardNumber } from './card/card-number-among-words.ts';
export { holdsCardNumber, type LooksLikeCardNumber, withoutCardNumber } from './card/card-number-guard.ts';
export { type InvalidCardNumber, type InvalidCardNumberReason, maskCard } from './card/mask-card.ts';
export {
  type Card,
  type CardNetwork,
  cardNetworks,
  type InvalidLast4,
  Last4,
  type MaskedCard,
  showMasked,
} from './card/masked-card.ts';
export { type InvalidPaymentMethodReference, PaymentMethodReference } from './card/payment-method-reference.ts';
export type { ClosedList } from './closed-list.ts';
export {
  type ConsentAction,
  ConsentChannel,
  type ConsentEntry,
  consentActions,
  consentChannels,
  type InvalidConsentChannel,
} from './consent/consent-entry.ts';
export { type ConsentState, type Consents, consentsAt, type NeverGranted, type SaidOf } from './consent/consents.ts';
export {
  type ConsentPurpose,
  type ContactChannel,
  ContactPurpose,
  type ContactPurposeTerms,
  type ContractPurpose,
  consentPurposes,
  contactChannels,
  contactPurposes,
  type InvalidContactPurpose,
  termsOf,
} from './consent/contact-purpose.ts';
export { type ConsentCommand, type ConsentRejection, decideConsent } from './consent/decide-consent.ts';
export { type ContactedPerson, channelFor, type MayContact, mayContact } from './consent/may-contact.ts';
export { type InvalidNoticeVersion, NoticeVersion } from './consent/notice-version.ts';
export {
  attributeOf,
  blindIndexesOf,
  columnOfIndex,
  columnsByForm,
  exportColumns,
  fieldsOfCategory,
  fieldsReadableBy,
  type HeldColumn,
  heldColumns,
  keyClassOf,
  type SealedColumn,
  sealedColumns,
  sealedUnder,
  subjectTables,
} from './data-map/columns.ts';
export {
  declaredColumns,
  migrationTables,
  missingColumns,
  type SchemaColumn,
  undeclaredColumns,
} from './data-map/coverage.ts';
export {
  FieldId,
  fieldIds,
  fieldOf,
  type InvalidFieldId,
  type PersonalField,
  personalFields,
} from './data-map/personal-field.ts';
export { basisNames, categoryNames, describeRetention, purposeNames } from './data-map/plain-words.ts';
export {
  type Clock,
  type MappedColumn,
  type MappedTable,
  type PersonalColumn,
  type RowChanges,
  type TableName,
  type TechnicalColumn,
  tableNames,
  tableOf,
  tables,
} from './data-map/tables.ts';
export {
  type DataSubjectRights,
  demandPurpose,
  fieldsOpenedFor,
  mayOpen,
  mayOpenColumn,
  type OpenedWhole,
  openedWhole,
  type UnsealingPurpose,
  unsealingPurposes,
} from './data-map/unsealing.ts';
export {
  type Category,
  categories,
  type Disposal,
  type Form,
  type KeyClass,
  keyClasses,
  type LawfulBasis,
  type ProcessingPurpose,
  type Reader,
  type Retention,
  type RetentionEvent,
  type StoreName,
} from './data-map/vocabulary.ts';
export type {
  CertifiedBackups,
  CertifiedKey,
  CertifiedLedger,
  CertifiedProcessor,
  CertifiedRetention,
  CertifiedScan,
  CertifiedStepName,
  CertifiedStore,
  ErasureCertificate,
  ProcessorOutcome,
  RowCounts,
} from './deletion/certificate.ts';
export { certificateDoesNotProve, certificateProves } from './deletion/certificate-claims.ts';
export {
  type CertificateFacts,
  certificateOf,
  type LedgerPlace,
  type ShreddedKey,
  type ToldProcessor,
  type TouchedStore,
  vaultBackupLifeMs,
} from './deletion/certificate-of.ts';
export {
  type DeletionRule,
  deletionPolicy,
  type EraseRule,
  eraseInactive,
  eraseOnCancellation,
  type KeepRule,
  type KeepUntil,
  keepRules,
  lastDayOfClaims,
  type RetentionStart,
  type RuleName,
  ruleFor,
  type Standing,
  standings,
  type TimeRule,
  timeRules,
  writeOff,
} from './deletion/deletion-policy.ts';
export {
  CancellationReason,
  cancellationReasons,
  type Erasure,
  type ErasureRequest,
  type ErasureState,
  erasureStates,
  hasReached,
  type InvalidCancellationReason,
  type Kept,
  type KeptUntil,
  type Obstacle,
  type StuckReason,
} from './deletion/erasure.ts';
export { explainPlan } from './deletion/explain-plan.ts';
export type { CountedCategory, HeldRental, Holdings } from './deletion/holdings.ts';
export { keptWithoutName } from './deletion/kept-without-name.ts';
export {
  type ErasureStanding,
  fenceMayFollowMs,
  isBack,
  type LedgerLine,
  type LedgerStep,
  type LedgerTask,
  reachedIn,
  resumedAt,
  stepsByErasure,
  taskOf,
  wasHeld,
} from './deletion/ledger.ts';
export { type ErasurePlan, keysToDestroy, type PlanLine, planErasure } from './deletion/plan-erasure.ts';
export { propagationId } from './deletion/propagation-id.ts';
export {
  ApprovalId,
  CardId,
  ChallengeId,
  ChangeId,
  EditionId,
  EntryId,
  ErasureId,
  GrantId,
  HoldId,
  type InvalidId,
  NoticeId,
  OrderId,
  PaymentId,
  PrivacyRequestId,
  RefundId,
  SessionId,
  SubjectId,
} from './ids.ts';
export { Day, dayMs, hourMs, Instant, type InvalidDay, type InvalidInstant, minuteMs, secondMs } from './instant.ts';
export {
  afterScan,
  type Epoch,
  epochLifeMs,
  epochPictureMs,
  isRetiring,
  mayBeDestroyed,
  rotationDue,
  scanDistanceMs,
  scansNeeded,
} from './keys/epoch.ts';
export {
  columnOfVersion,
  type IndexColumn,
  type IndexKey,
  type IndexKeyPhase,
  type IndexRotation,
  type IndexStage,
  indexLandingMs,
  indexPictureMs,
  messageLinksKey,
  rotationOf,
  stageEndsAt,
  stageWaitMs,
  writtenPhases,
} from './keys/index-key.ts';
export {
  type ApprovalRejection,
  type ApproveHold,
  decideHold,
  type EndHold,
  endOf,
  evolveHold,
  type HoldCommand,
  type HoldEvent,
  type HoldOver,
  type HoldPlacement,
  lastDayOf,
  longestHold,
  type PlacementRejection,
  placeHold,
} from './legal-hold/decide-hold.ts';
export { disputeHold, disputeHoldId, longestDispute, type OpenedDispute } from './legal-hold/dispute-hold.ts';
export {
  cardDispute,
  cardProcessor,
  type HoldActor,
  type HoldableCategory,
  HoldBasis,
  type HoldCase,
  HoldScope,
  type HoldState,
  holdableCategories,
  holdBases,
  holdScopes,
  holdState,
  type InvalidHoldBasis,
  type InvalidHoldScope,
  type LegalHold,
  type TypedHoldScope,
} from './legal-hold/legal-hold.ts';
export {
  categoriesOfOrders,
  isOrderProtected,
  lastOpenDay,
  noProtection,
  type Protection,
  protectionOf,
} from './legal-hold/protection.ts';
export { type Edition, type EditionText, EditionTexts, type InvalidEdition } from './notice/edition.ts';
export {
  type Audience,
  audienceOf,
  type ImmediateMessage,
  type InvalidNoticeSubject,
  type Lane,
  laneOf,
  longestCallMs,
  longestSendMs,
  mayStillSend,
  type Notice,
  type NoticeReference,
  NoticeSubject,
  noticeKinds,
  referenceOf,
} from './notice/notice.ts';
export { type InvalidOriginBoundCode, type OriginBoundCodeText, originBoundCode } from './notice/origin-bound-code.ts';
export { type SmsEncoding, type SmsSegments, smsSegments, splitIntoSegments } from './notice/sms-segments.ts';
export {
  isFurther,
  nothingSuppressed,
  purposesConcerned,
  type SuppressedMail,
  type SuppressionReason,
  withoutSuppressed,
  withSuppressed,
} from './notice/suppression.ts';
export { businessDay, isTimeZone } from './order/business-day.ts';
export { type ChargedTime, type Charges, lossCharges, returnCharges, startedUnits } from './order/charges.ts';
export { type Currency, currencies, type InvalidMoney, Money } from './order/money.ts';
export {
  type Cancelled,
  type CancelledOrder,
  type ChargedEnd,
  type ChargingCommand,
  type CorrectedEnd,
  cancellableForMs,
  decideEnd,
  decideRent,
  type EndOrderCommand,
  evolveOrder,
  type LostOrder,
  type OpenOrder,
  type Order,
  type OrderEnd,
  type OrderEvent,
  type OrderRejection,
  type RecordedCharge,
  type RentCommand,
  type Rented,
  type RentRejection,
  type ReportedLost,
  type Returned,
  type ReturnedOrder,
} from './order/order.ts';
export {
  type CorrectEnd,
  decideEndCorrection,
  type EndCorrected,
  type EndCorrectionRejection,
  evolveEndCorrection,
} from './order/order-correction.ts';
export { type InvalidPowerBankId, PowerBankId } from './order/power-bank-id.ts';
export {
  type BookkeepingReceipt,
  bookkeepingReceipt,
  type Receipt,
  type ReceiptRecord,
  receiptOf,
} from './order/receipt.ts';
export {
  type CorrectionRejection,
  correctionForChange,
  correctionForRefund,
  type DraftCorrection,
  type Standing as ReceiptStanding,
  standingOf,
} from './order/receipt-correction.ts';
export type { ReceiptItem, ReceiptItemKind } from './order/receipt-item.ts';
export {
  type InvalidReceiptNumber,
  type InvalidReceiptSeries,
  lastNumberOfSeries,
  ReceiptNumber,
  ReceiptSeries,
} from './order/receipt-number.ts';
export { type InvalidStationId, StationId } from './order/station-id.ts';
export {
  highestTariffAmountMinor,
  type InvalidTariff,
  minutesOfDay,
  Tariff,
  type TariffField,
  type TariffProblem,
} from './order/tariff.ts';
export { containedVat, highestVatPercent, isVatPercent, type VatShares } from './order/vat.ts';
export {
  type Advice,
  type Decline,
  DeclineReason,
  declineReasons,
  declines,
  type InvalidDeclineReason,
} from './payment/decline-reason.ts';
export {
  decidePayment,
  evolvePayment,
  type FailedPayment,
  idempotencyKey,
  idempotencyKeyOf,
  type Lower,
  type LowerRejection,
  newPayment,
  type Payment,
  type PaymentCommand,
  type PaymentEvent,
  type PaymentRejection,
  type PendingPayment,
  type ProcessorAnswer,
  type Refund,
  type RefundedPayment,
  type RefundRejection,
  type Retry,
  type RetryRejection,
  refundable,
  type Settle,
  type SettleRejection,
  type SucceededPayment,
  surplusOf,
} from './payment/payment.ts';
export { type InvalidProcessorReference, ProcessorReference } from './payment/processor-reference.ts';
export {
  type InvalidRetrySchedule,
  isRetrySchedule,
  longestRetryWaitMs,
  mostRetries,
  nextRetryAt,
  noRetries,
  RetrySchedule,
} from './payment/retry-schedule.ts';
export {
  type CloseRequest,
  type ClosingRejection,
  decideRequest,
  type ExtendRequest,
  type ExtensionRejection,
  evolveRequest,
  type ReceivedInFuture,
  type RequestClosed,
  type RequestCommand,
  type RequestEvent,
  type RequestReceipt,
  type RequestRejection,
  receiveRequest,
  type VerifyRequest,
} from './privacy-request/decide-request.ts';
export { alarmDays, dueOn, extendedDueOn, type Urgency, urgencyOf } from './privacy-request/legal-clock.ts';
export {
  DataSubjectRight,
  dataSubjectRights,
  ExtensionReason,
  extensionReasons,
  type InvalidDataSubjectRight,
  type InvalidExtensionReason,
  type InvalidRequestChannel,
  type InvalidRequestOutcome,
  type PrivacyRequest,
  RequestChannel,
  RequestOutcome,
  requestChannels,
  requestOutcomes,
} from './privacy-request/privacy-request.ts';
export { Redacted } from './redacted.ts';
export { type InvalidRegion, isLoopback, Region, regionToldBy, tellsUnknownRegion } from './residency/region.ts';
export {
  type Cloud,
  inRegionOf,
  mayAsk,
  onThisMachine,
  type Placed,
  type Residencies,
  type Residency,
  statedAt,
  worldwide,
} from './residency/residency.ts';
export {
  type InvalidResidency,
  type OutsideRegions,
  outsideRegions,
  type PlacedAdapter,
  placeName,
  policyTerms,
  type ResidencyException,
  ResidencyPolicy,
  type ResidencyTerms,
} from './residency/residency-policy.ts';
export { err, errAsync, ok, okAsync, Result, ResultAsync, safeTry } from './result.ts';
export { cutoffFor, dueOf, endsWithAccount, keptUntil } from './retention/due.ts';
export {
  type ExplainedLine,
  type ExplainedPerson,
  explainHeld,
  type HeldUntil,
  type HeldValues,
} from './retention/explain.ts';
export { type HeldRow, heldValuesOf } from './retention/held-rows.ts';
export {
  type AccountUse,
  decideInactivity,
  fewestDaysOfWarning,
  InactivityPolicy,
  type InactivityStep,
  type InvalidInactivityPolicy,
  lastDayUnused,
  warnedBelow,
} from './retention/inactivity.ts';
export { dueBelow, needsClock, type TimedTable, timedTables } from './retention/timed-tables.ts';
export { type RiskEvent, type RiskKind, riskKinds, riskText } from './risk/risk-event.ts';
export { DeviceName, type InvalidDeviceName } from './session/device-name.ts';
export { type FreshProof, freshProof } from './session/fresh-proof.ts';
export { isTokenText, OpaqueToken, tokenBytes } from './session/opaque-token.ts';
export {
  authenticatedBy,
  type Freshness,
  freshnessOf,
  type ProviderLogIn,
  providerClockSkewMs,
} from './session/provider-log-in.ts';
export { newSession, type Session } from './session/session.ts';
export {
  elevatedMs,
  isElevated,
  isUseToNote,
  sessionExpiry,
  sessionIdleMs,
  sessionLifetimeMs,
  sessionUseEveryMs,
} from './session/session-policy.ts';
export { type InvalidSessionToken, SessionToken } from './session/session-token.ts';
export { AccessPurpose, accessPurposes, type InvalidAccessPurpose } from './staff/access-purpose.ts';
export {
  type AccessRule,
  accessRuleFor,
  accessRules,
  mayAct,
  type SecondPerson,
  type StaffAction,
} from './staff/access-rules.ts';
export {
  ApprovableAction,
  type Approval,
  type ApprovalCommand,
  type ApprovalEvent,
  ApprovalObject,
  type ApproveAction,
  type ApprovingRejection,
  approvableActions,
  approvalLifetimeMs,
  askApproval,
  decideApproval,
  evolveApproval,
  type InvalidApprovalObject,
  type NotApprovable,
  type SecondPersonNeeded,
  type UseApproval,
} from './staff/approval.ts';
export { type NotRevealable, RevealableField, revealableFields } from './staff/contact-access.ts';
export {
  actionOfGranting,
  firstOfficerGrant,
  type GrantOccasion,
  GrantReason,
  type GrantRejection,
  grantOccasions,
  grantRole,
  type InvalidGrantReason,
  isInForce,
  keepsAnOfficer,
  type LastOfficer,
  longestFrom,
  longestGrant,
  type NoSuchGrant,
  type OwnRole,
  type RoleGranting,
  revokeRole,
  rolesOf,
  type StaffGrant,
} from './staff/staff-grant.ts';
export { CaseNumber, type InvalidCaseNumber, type InvalidStaffId, StaffId } from './staff/staff-id.ts';
export {
  type ActiveMember,
  type DismissMember,
  decideMember,
  evolveMember,
  type InvitationNotValid,
  type InviteAgain,
  type InvitedMember,
  invitationLifetimeMs,
  inviteMember,
  type JoinStaff,
  type LeftMember,
  type MemberCommand,
  type MemberEvent,
  type MemberRejection,
  type StaffGone,
  type StaffIdentityHash,
  type StaffMember,
  type StaffNameTaken,
  type StaffTokenHash,
} from './staff/staff-member.ts';
export { type InvalidStaffRole, StaffRole, staffRoles } from './staff/staff-role.ts';
export {
  isStaffUseToNote,
  newStaffSession,
  type StaffSession,
  staffSessionExpiry,
  staffSessionIdleMs,
  staffSessionLifetimeMs,
  staffUseEveryMs,
} from './staff/staff-session.ts';
export {
  type InvalidInvitationToken,
  type InvalidStaffSessionToken,
  InvitationToken,
  StaffSessionToken,
} from './staff/staff-token.ts';
export {
  CaseText,
  caseTextCharacters,
  type HoldsWebAddress,
  type InvalidCaseText,
} from './support-case/case-text.ts';
export {
  type CaseCommand,
  type CaseEvent,
  type CaseIsClosed,
  type CaseOpening,
  decideCase,
  evolveCase,
  openedCase,
  serveCaller,
} from './support-case/decide-case.ts';
export {
  fitsChannel,
  mayWriteAgain,
  messagesOfDay,
  smsCaseUnits,
  type TooLongForSms,
  type TooManyMessages,
} from './support-case/message-limits.ts';
export {
  CaseChannel,
  type CaseMessage,
  type CaseNote,
  CaseOutcome,
  CaseTopic,
  type ClosedCase,
  callerVerifiedMs,
  caseChannels,
  caseOutcomes,
  caseTopics,
  type InvalidCaseChannel,
  type InvalidCaseOutcome,
  type InvalidCaseTopic,
  isCallerVerified,
  type OpenCase,
  type SupportCase,
} from './support-case/support-case.ts';
export {
  type ChangeOfContact,
  type ContactChange,
  type ContactChangeOutcome,
  type ContactsNow,
  contactChanged,
  firstChangedAt,
  longestUndoMs,
  openChanges,
  type PhoneOpens,
  toldOf,
  undoableUntil,
  undoChangeMs,
} from './user/contact-change.ts';
export { EmailAddress, type InvalidEmailAddress, type InvalidEmailAddressReason } from './user/email-address.ts';
export { type InvalidLanguage, Language, languages } from './user/language.ts';
export { maskEmail, maskPhone, maskUsername } from './user/mask-contact.ts';
export { isDormant } from './user/phone-dormancy.ts';
export { type InvalidPhoneNumber, type InvalidPhoneNumberReason, PhoneNumber } from './user/phone-number.ts';
export { isSettled, type LoginSince, mayRemoveLogin, type OtherLoginsTooNew } from './user/settled-login.ts';
export {
  type InvalidThirdPartyIdentity,
  type Issuer,
  isProviderName,
  type ProviderSubject,
  ThirdPartyIdentity,
} from './user/third-party-identity.ts';
export {
  type ActiveUser,
  decideUser,
  type ErasedUser,
  evolveUser,
  identitiesOf,
  type LeavingUser,
  type Login,
  phoneOf,
  type Unregistered,
  type User,
  type UserCommand,
  type UserEvent,
  type UserRejection,
} from './user/user.ts';
export { type InvalidUsername, type InvalidUsernameReason, Username } from './user/username.ts';
export { mayOpenLogin, type UserFor, type VisibleUser, visibleFor } from './user/visible-user.ts';
export { AttemptToken, attemptLifetimeMs, type InvalidAttemptToken } from './verification/attempt-token.ts';
export {
  type Challenge,
  type ChallengePurpose,
  type ChallengeTarget,
  type CodeDigits,
  type CodeHash,
  type CodeHolder,
  type CodePurpose,
  challengePurposes,
  codeHashBytes,
  codeLifetimeMs,
  codePurposes,
  codeTries,
  type DeviceHash,
  decideVerification,
  holderOf,
  holderText,
  issueChallenge,
  type NotOpen,
  type Presenting,
  resendAfterMs,
  sameTarget,
  type Verification,
  whyNotOpen,
} from './verification/challenge.ts';
export {
  type BucketLevel,
  type BudgetRule,
  type BudgetRuleName,
  type BudgetScope,
  budgetRules,
  type Charge,
  chargeOf,
  everybodysGuesses,
  fullFor,
  type GuessPlace,
  guessPlaceOf,
  isLengthening,
  type LengtheningRule,
  type Overflow,
  overflowOf,
} from './verification/code-budget.ts';
export { DeviceToken, type InvalidDeviceToken } from './verification/device-token.ts';
export { type InvalidNetworkAddress, NetworkAddress } from './verification/network-address.ts';
export { type InvalidOneTimeCode, OneTimeCode, oneTimeCodeBytes } from './verification/one-time-code.ts';
export {
  type CodeAsker,
  type CountryNotServed,
  chargesOfCode,
  chargesOfEverybody,
  chargesOfGuess,
  defaultSignInPolicy,
  type GuessedCode,
  isLimited,
  isSignInPolicy,
  limitOf,
  type SignInPolicy,
} from './verification/sign-in-policy.ts';
