import type { ContactPurpose } from '../consent/contact-purpose.ts';
import type { Kept } from '../deletion/erasure.ts';
import {
  type ErasureId,
  type InvalidId,
  type NoticeId,
  OrderId,
  PaymentId,
  PrivacyRequestId,
  type SubjectId,
} from '../ids.ts';
import { Day, type Instant, secondMs } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import type { Language } from '../user/language.ts';

/**
 * A message to a person, as the outbox holds it: what about and to whom by pseudonym; never an address, never a text.
 */

/** What a notice is about; each speaks of one record. */
export type NoticeSubject =
  | { readonly kind: 'receipt'; readonly order: OrderId }
  | { readonly kind: 'payment-failed'; readonly payment: PaymentId }
  | { readonly kind: 'email-confirmed' }
  | { readonly kind: 'request-extended'; readonly request: PrivacyRequestId }
  /** Nobody uses the account; the day is the last one on which it stands if that goes on. */
  | { readonly kind: 'inactivity-warning'; readonly standsUntil: Day };
/** The kinds by name, as a row of the outbox holds them. */
export const noticeKinds: readonly NoticeSubject['kind'][] = [
  'receipt',
  'payment-failed',
  'email-confirmed',
  'request-extended',
  'inactivity-warning',
];

/** The text names nothing that a notice is about, or the reference is not of the record that it speaks of. */
export interface InvalidNoticeSubject {
  readonly kind: 'InvalidNoticeSubject';
}

/** Smart constructor: puts the two columns of an outbox row, kind and reference, together again. */
export const NoticeSubject = {
  /** From the kind and the id of the record that it speaks of; null where it speaks of none, as {@link referenceOf} says. */
  parse(kind: string, reference: string | null): Result<NoticeSubject, InvalidId | InvalidNoticeSubject> {
    const known = noticeKinds.find((one) => one === kind);
    if (known === undefined) return err({ kind: 'InvalidNoticeSubject' });
    switch (known) {
      case 'receipt':
        return OrderId.parse(reference ?? '').map((order) => ({ kind: known, order }));
      case 'payment-failed':
        return PaymentId.parse(reference ?? '').map((payment) => ({ kind: known, payment }));
      case 'email-confirmed':
        return reference === null ? ok({ kind: known }) : err({ kind: 'InvalidNoticeSubject' });
      case 'request-extended':
        return PrivacyRequestId.parse(reference ?? '').map((request) => ({ kind: known, request }));
      case 'inactivity-warning':
        return Day.parse(reference ?? '')
          .map((standsUntil) => ({ kind: known, standsUntil }))
          .mapErr(() => ({ kind: 'InvalidNoticeSubject' }));
      default:
        return unreachable(known satisfies never);
    }
  },
};

/** The id of the record that a notice speaks of, or the day that it names; null where it speaks of none. */
export function referenceOf(about: NoticeSubject): OrderId | PaymentId | PrivacyRequestId | Day | null {
  switch (about.kind) {
    case 'receipt':
      return about.order;
    case 'payment-failed':
      return about.payment;
    case 'email-confirmed':
      return null;
    case 'request-extended':
      return about.request;
    case 'inactivity-warning':
      return about.standsUntil;
    default:
      return unreachable(about satisfies never);
  }
}

/** One message in the outbox: address and text are found and made right before it is sent, in this language. */
export interface Notice {
  readonly notice: NoticeId;
  readonly subject: SubjectId;
  readonly about: NoticeSubject;
  readonly templateVersion: number;
  readonly language: Language;
  readonly createdAt: Instant;
}

/**
 * The longest that handing one message to a provider may take. A sender whose lease would run out earlier does not begin,
 * and an erasure counts on it: so long after the fence nothing is under way any more that was begun before.
 */
export const longestSendMs: number = 30 * secondMs;

/** The longest that one call of a provider may take; adapters give up before. */
export const longestCallMs: number = 15 * secondMs;

/** Whether a message whose sending was begun at a moment may still be handed over now, so that the call ends in time. */
export function mayStillSend(begunAt: Instant, now: Instant): boolean {
  return now + longestCallMs <= begunAt + longestSendMs;
}

/** The purpose under which a notice goes out; consent and channel are looked up by it right before sending. */
export const purposeOf: Readonly<Record<NoticeSubject['kind'], ContactPurpose>> = {
  receipt: 'receipts',
  'payment-failed': 'payment-notices',
  'email-confirmed': 'service-messages',
  'request-extended': 'service-messages',
  'inactivity-warning': 'service-messages',
};

/** Messages that go out at once, to an address at hand, and are never queued or repeated: codes and the goodbye. */
export type ImmediateMessage =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'goodbye'; readonly erasure: ErasureId; readonly kept: readonly Kept[] };
