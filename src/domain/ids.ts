import type { Brand } from './brand.ts';
import { err, ok, type Result } from './result.ts';

/** A text that should be an identifier is not one. */
export interface InvalidId {
  readonly kind: 'InvalidId';
  readonly of: IdName;
}

type IdName =
  | 'SubjectId'
  | 'ChallengeId'
  | 'CardId'
  | 'OrderId'
  | 'PaymentId'
  | 'NoticeId'
  | 'ErasureId'
  | 'EntryId'
  | 'HoldId'
  | 'PrivacyRequestId'
  | 'EditionId'
  | 'RefundId'
  | 'SessionId'
  | 'ChangeId'
  | 'GrantId'
  | 'ApprovalId';

/** The data subject's pseudonym: the only name by which rows of a person refer to the person. */
export type SubjectId = Brand<string, 'SubjectId'>;
/** One request for a one-time code. */
export type ChallengeId = Brand<string, 'ChallengeId'>;
/** One card of one person. */
export type CardId = Brand<string, 'CardId'>;
/** One rental. */
export type OrderId = Brand<string, 'OrderId'>;
/** One amount owed, across every try to collect it. Also the idempotency key at the processor. */
export type PaymentId = Brand<string, 'PaymentId'>;
/** One message to one person. */
export type NoticeId = Brand<string, 'NoticeId'>;
/** One erasure of one person. */
export type ErasureId = Brand<string, 'ErasureId'>;
/** One legal hold. */
export type HoldId = Brand<string, 'HoldId'>;
/** One request by which a person exercises a right. */
export type PrivacyRequestId = Brand<string, 'PrivacyRequestId'>;
/** One issue of the news or of the newsletter. */
export type EditionId = Brand<string, 'EditionId'>;
/** One refund, named by who asks for it: the same name is the same refund, however often it is asked for. */
export type RefundId = Brand<string, 'RefundId'>;
/** One device that is logged in; not its token. */
export type SessionId = Brand<string, 'SessionId'>;
/** One change of a person's phone or email that can be undone for a while. */
export type ChangeId = Brand<string, 'ChangeId'>;
/** One role granted to one member of the staff. */
export type GrantId = Brand<string, 'GrantId'>;
/** One time that a member of the staff asked a second one to agree. */
export type ApprovalId = Brand<string, 'ApprovalId'>;
/** One line of an append-only record. */
export type EntryId = Brand<string, 'EntryId'>;

interface IdOf<Id> {
  /** Accepts a UUID in lower-case canonical form and nothing else. */
  parse(text: string): Result<Id, InvalidId>;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function idOf<Id extends string>(of: IdName): IdOf<Id> {
  return {
    parse: (text) => (typeof text === 'string' && uuid.test(text) ? ok(text as Id) : err({ kind: 'InvalidId', of })), // sound: the shape was just checked
  };
}

/** Reads the pseudonym of a person from a canonical lower-case UUID. */
export const SubjectId: IdOf<SubjectId> = idOf('SubjectId');
/** Reads the id that comes back with a one-time code from a canonical lower-case UUID. */
export const ChallengeId: IdOf<ChallengeId> = idOf('ChallengeId');
/** Reads our own id of a card, never the processor's, from a canonical lower-case UUID. */
export const CardId: IdOf<CardId> = idOf('CardId');
/** Reads the id of a rental from a canonical lower-case UUID. */
export const OrderId: IdOf<OrderId> = idOf('OrderId');
/** Reads the id of an amount owed, without the number of the attempt, from a canonical lower-case UUID. */
export const PaymentId: IdOf<PaymentId> = idOf('PaymentId');
/** Reads the id of a message in the outbox from a canonical lower-case UUID. */
export const NoticeId: IdOf<NoticeId> = idOf('NoticeId');
/** Reads the id that an erasure can be asked after by from a canonical lower-case UUID. */
export const ErasureId: IdOf<ErasureId> = idOf('ErasureId');
/** Reads the id of a legal hold from a canonical lower-case UUID. */
export const HoldId: IdOf<HoldId> = idOf('HoldId');
/** Reads the id of a request by which a person exercises a right from a canonical lower-case UUID. */
export const PrivacyRequestId: IdOf<PrivacyRequestId> = idOf('PrivacyRequestId');
/** Reads the id of an edition from a canonical lower-case UUID. */
export const EditionId: IdOf<EditionId> = idOf('EditionId');
/** Reads the name of a refund from a canonical lower-case UUID. */
export const RefundId: IdOf<RefundId> = idOf('RefundId');
/** Reads the id of a line, of the consent ledger or of the staff access record, from a canonical lower-case UUID. */
export const EntryId: IdOf<EntryId> = idOf('EntryId');
/** Reads the id of a session, as a list of them names it, from a canonical lower-case UUID. */
export const SessionId: IdOf<SessionId> = idOf('SessionId');
/** Reads the id of a change of phone or email from a canonical lower-case UUID. */
export const ChangeId: IdOf<ChangeId> = idOf('ChangeId');
/** Reads the id of a granted role from a canonical lower-case UUID. */
export const GrantId: IdOf<GrantId> = idOf('GrantId');
/** Reads the id under which a second person is asked, from a canonical lower-case UUID. */
export const ApprovalId: IdOf<ApprovalId> = idOf('ApprovalId');
