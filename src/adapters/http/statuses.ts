import type { HttpRefusal } from './edge-refusal.ts';

/**
 * The status of every refusal (RFC 9110): 400 cannot be read, 401 who are you, 403 not you, 404 is not there, 409 does not
 * fit how things stand, 410 is there no longer, 422 was read and is no good, 429 too soon. Every kind has one: a new refusal
 * does not compile before it is listed here.
 */
const statuses = {
  NotLoggedIn: 401,
  InvalidSessionToken: 401,
  IdentityNotProved: 401,

  NotStaff: 403,
  NotAStation: 403,
  FreshLogInNeeded: 403,
  CodeNeeded: 403,
  NotRevealable: 403,

  NoSuchRoute: 404,
  InvalidId: 404,
  NoEmail: 404,
  NoUsername: 404,
  NoSuchLogin: 404,
  NoSuchCard: 404,
  NoSuchOrder: 404,
  NoSuchPayment: 404,
  NoSuchAttempt: 404,
  NoSuchErasure: 404,
  NoSuchPerson: 404,
  NoSuchStation: 404,
  NoReceipt: 404,

  Taken: 409,
  FormerAccountLeaving: 409,
  AlreadyRegistered: 409,
  NotActive: 409,
  NotLeaving: 409,
  LoginAlreadyAdded: 409,
  PhoneAlreadySet: 409,
  LastLogin: 409,
  NoSuchContact: 409,
  ContractPurpose: 409,
  NotGranted: 409,
  CardAlreadyAdded: 409,
  NoCard: 409,
  OrderNotOpen: 409,
  TooLateToCancel: 409,
  PaymentNotFailed: 409,
  CardDeclinedForGood: 409,
  NothingToRefund: 409,
  RefundTooLarge: 409,
  RefundedMeanwhile: 409,
  WrongCurrency: 409,
  AlreadyCancelled: 409,

  CodeSpent: 410,
  CodeExpired: 410,
  UnknownCode: 410,

  InvalidInstant: 422,
  InvalidLanguage: 422,
  InvalidPhoneNumber: 422,
  InvalidEmailAddress: 422,
  InvalidUsername: 422,
  InvalidThirdPartyIdentity: 422,
  InvalidOneTimeCode: 422,
  WrongCode: 422,
  InvalidContactPurpose: 422,
  InvalidNoticeVersion: 422,
  InvalidConsentChannel: 422,
  InvalidCardNumber: 422,
  InvalidPaymentMethodReference: 422,
  InvalidStationId: 422,
  InvalidPowerBankId: 422,
  InvalidTariff: 422,
  InTheFuture: 422,
  EndsBeforeStart: 422,
  InvalidProcessorReference: 422,
  InvalidDeclineReason: 422,
  InvalidMoney: 422,
  InvalidReason: 422,
  InvalidStaffId: 422,
  InvalidAccessPurpose: 422,
  InvalidCaseNumber: 422,

  MalformedJson: 400,
  InvalidShape: 400,
  WrongMethod: 405,
  BodyTooLarge: 413,
  WrongMediaType: 415,
  CodeTooSoon: 429,

  Unexpected: 500,
  /** Where repeating mends nothing; else 503. */
  PortFailure: 500,
  CodeNotSent: 502,
} as const satisfies Record<HttpRefusal['kind'], number>;

/** The status that a refusal is answered with. */
export function statusOf(refusal: HttpRefusal): number {
  return refusal.kind === 'PortFailure' && refusal.retryable ? 503 : statuses[refusal.kind];
}
