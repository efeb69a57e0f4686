import { Day, type Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import { dueOn, extendedDueOn } from './legal-clock.ts';
import type { ExtensionReason, PrivacyRequest, RequestOutcome } from './privacy-request.ts';

/** What can be done to a request: make sure who asks, take more time once, answer it (GDPR art. 11, 12). */

// --- Commands -------------------------------------------------------------------------------------------------------

/** It is sure now that the data subject asks (GDPR art. 12(6)). */
export interface VerifyRequest {
  readonly kind: 'VerifyRequest';
  readonly at: Instant;
}

/** Take two further months, and tell the person so (GDPR art. 12(3)). */
export interface ExtendRequest {
  readonly kind: 'ExtendRequest';
  readonly reason: ExtensionReason;
  readonly at: Instant;
}

/** The request is answered. */
export interface CloseRequest {
  readonly kind: 'CloseRequest';
  readonly outcome: RequestOutcome;
  readonly at: Instant;
}

/** What can be done to a request that was recorded. */
export type RequestCommand = VerifyRequest | ExtendRequest | CloseRequest;

// --- Events ---------------------------------------------------------------------------------------------------------

/** What happened to a request. */
export type RequestEvent =
  | { readonly kind: 'RequestVerified'; readonly at: Instant }
  | { readonly kind: 'RequestExtended'; readonly reason: ExtensionReason; readonly dueOn: Day; readonly at: Instant }
  | { readonly kind: 'RequestClosed'; readonly outcome: RequestOutcome; readonly at: Instant };

// --- Rejections -----------------------------------------------------------------------------------------------------

/** Why a request is not recorded: it cannot have come on a day that is still to come. */
export interface ReceivedInFuture {
  readonly kind: 'ReceivedInFuture';
}

/** It is answered already. */
export interface RequestClosed {
  readonly kind: 'RequestClosed';
}

/** Why no more time is taken. */
export type ExtensionRejection =
  | RequestClosed
  /** The law gives more time once. */
  | { readonly kind: 'AlreadyExtended' }
  /** The first month is over, within which the person had to be told. */
  | { readonly kind: 'TooLateToExtend' };

/** Why a request is not closed. */
export type ClosingRejection =
  | RequestClosed
  /** Done, for whom? Nothing is handed out or changed before it is sure who asks. */
  | { readonly kind: 'RequestNotVerified' };

/** Every way in which a request refuses a command; it stays as it is. */
export type RequestRejection = ExtensionRejection | ClosingRejection;

// --- Decide ---------------------------------------------------------------------------------------------------------

/** A request as it came. */
export type RequestReceipt = Pick<
  PrivacyRequest,
  'request' | 'subject' | 'right' | 'channel' | 'order' | 'caseNumber' | 'recordedBy' | 'receivedOn'
>;

/** Records a request: its clock runs from the day on which it came, whenever it is written down. */
export function receiveRequest(receipt: RequestReceipt, at: Instant): Result<PrivacyRequest, ReceivedInFuture> {
  const { request, subject, right, channel, order, caseNumber, recordedBy, receivedOn } = receipt;
  if (receivedOn > Day.ofInstant(at)) return err({ kind: 'ReceivedInFuture' });
  return ok({
    request,
    subject,
    right,
    state: 'received',
    channel,
    order,
    caseNumber,
    recordedBy,
    receivedOn,
    dueOn: dueOn(receivedOn),
    verifiedAt: null,
    extended: null,
    closed: null,
  });
}

/** Decides what a command does to a request. To verify again says nothing new: that is no event and no refusal. */
export function decideRequest(
  command: VerifyRequest,
  request: PrivacyRequest,
): Result<readonly RequestEvent[], RequestClosed>;
export function decideRequest(
  command: ExtendRequest,
  request: PrivacyRequest,
): Result<readonly RequestEvent[], ExtensionRejection>;
export function decideRequest(
  command: CloseRequest,
  request: PrivacyRequest,
): Result<readonly RequestEvent[], ClosingRejection>;
export function decideRequest(
  command: RequestCommand,
  request: PrivacyRequest,
): Result<readonly RequestEvent[], RequestRejection>;
export function decideRequest(
  command: RequestCommand,
  request: PrivacyRequest,
): Result<readonly RequestEvent[], RequestRejection> {
  if (request.state === 'closed') return err({ kind: 'RequestClosed' });
  const { at } = command;
  switch (command.kind) {
    case 'VerifyRequest':
      return ok(request.state === 'verified' ? [] : [{ kind: 'RequestVerified', at }]);
    case 'ExtendRequest':
      return decideExtension(command, request);
    case 'CloseRequest':
      if (command.outcome === 'done' && request.state !== 'verified') return err({ kind: 'RequestNotVerified' });
      return ok([{ kind: 'RequestClosed', outcome: command.outcome, at }]);
    default:
      return unreachable(command satisfies never);
  }
}

function decideExtension(
  { reason, at }: ExtendRequest,
  { extended, receivedOn }: PrivacyRequest,
): Result<readonly RequestEvent[], ExtensionRejection> {
  if (extended !== null) return err({ kind: 'AlreadyExtended' });
  if (Day.ofInstant(at) > dueOn(receivedOn)) return err({ kind: 'TooLateToExtend' });
  return ok([{ kind: 'RequestExtended', reason, dueOn: extendedDueOn(receivedOn), at }]);
}

// --- Evolve ---------------------------------------------------------------------------------------------------------

/** The request after an event. Total: an event that {@link decideRequest} would not give in this state changes nothing. */
export function evolveRequest(state: PrivacyRequest, event: RequestEvent): PrivacyRequest {
  if (state.state === 'closed') return state;
  switch (event.kind) {
    case 'RequestVerified':
      return state.state === 'received' ? { ...state, state: 'verified', verifiedAt: event.at } : state;
    case 'RequestExtended':
      return state.extended === null
        ? { ...state, dueOn: event.dueOn, extended: { at: event.at, reason: event.reason } }
        : state;
    case 'RequestClosed':
      return { ...state, state: 'closed', closed: { at: event.at, outcome: event.outcome } };
    default:
      return unreachable(event satisfies never);
  }
}
