import { type ClosedList, closedList } from '../closed-list.ts';
import type { OrderId, PrivacyRequestId, SubjectId } from '../ids.ts';
import type { Day, Instant } from '../instant.ts';
import type { CaseNumber, StaffId } from '../staff/staff-id.ts';

/**
 * A request by which a person exercises a right, and the legal clock that it carries (GDPR art. 12(3)): one month from the
 * day of receipt, extendable once by two more if the person is told within the first.
 */

/** The right that is exercised (GDPR art. 15 to 18, 20, 21). */
export type DataSubjectRight = 'access' | 'rectification' | 'erasure' | 'restriction' | 'portability' | 'objection';
/** The rights in the order of the articles. */
export const dataSubjectRights: readonly DataSubjectRight[] = [
  'access',
  'rectification',
  'erasure',
  'restriction',
  'portability',
  'objection',
];

/** The text names no right of a data subject. */
export interface InvalidDataSubjectRight {
  readonly kind: 'InvalidDataSubjectRight';
}

/** Smart constructor: accepts the exact name of a right. */
export const DataSubjectRight: ClosedList<DataSubjectRight, 'InvalidDataSubjectRight'> = closedList(
  dataSubjectRights,
  'InvalidDataSubjectRight',
);

/** How the request reached us. */
export type RequestChannel = 'email' | 'phone' | 'letter' | 'app';
/** The ways in. */
export const requestChannels: readonly RequestChannel[] = ['email', 'phone', 'letter', 'app'];

/** The text names no way by which a request reaches us. */
export interface InvalidRequestChannel {
  readonly kind: 'InvalidRequestChannel';
}

/** Smart constructor: accepts the exact name of a way in. */
export const RequestChannel: ClosedList<RequestChannel, 'InvalidRequestChannel'> = closedList(
  requestChannels,
  'InvalidRequestChannel',
);

/** Why more time is needed: what GDPR art. 12(3) takes into account, and nothing else. */
export type ExtensionReason = 'complexity' | 'number-of-requests';
/** The two reasons of the law. */
export const extensionReasons: readonly ExtensionReason[] = ['complexity', 'number-of-requests'];

/** The text names no reason for which the law gives more time. */
export interface InvalidExtensionReason {
  readonly kind: 'InvalidExtensionReason';
}

/** Smart constructor: accepts the exact name of a reason. */
export const ExtensionReason: ClosedList<ExtensionReason, 'InvalidExtensionReason'> = closedList(
  extensionReasons,
  'InvalidExtensionReason',
);

/** How a request ended: done, or refused for a reason that the law knows (GDPR art. 11(2), 12(5), 17(3)). */
export type RequestOutcome =
  | 'done'
  | 'refused-not-identified'
  | 'refused-unfounded'
  | 'refused-legal-ground'
  | 'withdrawn';
/** The outcomes to choose from. */
export const requestOutcomes: readonly RequestOutcome[] = [
  'done',
  'refused-not-identified',
  'refused-unfounded',
  'refused-legal-ground',
  'withdrawn',
];

/** The text names no way in which a request ends. */
export interface InvalidRequestOutcome {
  readonly kind: 'InvalidRequestOutcome';
}

/** Smart constructor: accepts the exact name of an outcome. */
export const RequestOutcome: ClosedList<RequestOutcome, 'InvalidRequestOutcome'> = closedList(
  requestOutcomes,
  'InvalidRequestOutcome',
);

/** One request. */
export interface PrivacyRequest {
  readonly request: PrivacyRequestId;
  readonly subject: SubjectId;
  readonly right: DataSubjectRight;
  /** `received` until it is sure who asks, then `verified` until it is answered. */
  readonly state: 'received' | 'verified' | 'closed';
  readonly channel: RequestChannel;
  /** The rental that it is about, whose record it protects as evidence while it is open; or null. */
  readonly order: OrderId | null;
  readonly caseNumber: CaseNumber;
  readonly recordedBy: StaffId;
  readonly receivedOn: Day;
  /** The last day of the legal time. */
  readonly dueOn: Day;
  readonly verifiedAt: Instant | null;
  /** That more time was taken, and why; null where it was not. */
  readonly extended: { readonly at: Instant; readonly reason: ExtensionReason } | null;
  readonly closed: { readonly at: Instant; readonly outcome: RequestOutcome } | null;
}
