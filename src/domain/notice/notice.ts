import type { ConsentPurpose, ContactChannel, ContactPurpose } from '../consent/contact-purpose.ts';
import type { Kept } from '../deletion/erasure.ts';
import {
  ChangeId,
  EditionId,
  EntryId,
  type ErasureId,
  type InvalidId,
  NoticeId,
  OrderId,
  PaymentId,
  PrivacyRequestId,
  type SubjectId,
} from '../ids.ts';
import { Day, type Instant, secondMs } from '../instant.ts';
import { ReceiptNumber } from '../order/receipt-number.ts';
import { err, ok, type Result } from '../result.ts';
import { type CaseChannel, caseChannels } from '../support-case/support-case.ts';
import { unreachable } from '../unreachable.ts';
import type { Language } from '../user/language.ts';
import type { CodePurpose } from '../verification/challenge.ts';

/**
 * A message, as the outbox holds it: what about and of whom by pseudonym; never an address, never a text.
 */

/** What a notice is about; each speaks of one record. */
export type NoticeSubject =
  | { readonly kind: 'receipt'; readonly order: OrderId }
  | { readonly kind: 'receipt-corrected'; readonly correction: ReceiptNumber }
  | { readonly kind: 'payment-failed'; readonly payment: PaymentId }
  /** What could not be charged at first is paid. */
  | { readonly kind: 'payment-settled'; readonly payment: PaymentId }
  | { readonly kind: ConsentPurpose; readonly edition: EditionId }
  | { readonly kind: 'email-confirmed' }
  /** To the phone or the email that stood in the account before, by which of them. */
  | { readonly kind: 'contact-changed'; readonly change: ChangeId; readonly toldBy: ContactChannel }
  /** A way to log in came or went; told by that channel or not at all. */
  | { readonly kind: 'login-changed'; readonly toldBy: ContactChannel }
  | { readonly kind: 'request-extended'; readonly request: PrivacyRequestId }
  /** What support wrote in a case, by the way that was named, or the best that there is. */
  | { readonly kind: 'support-message'; readonly message: EntryId; readonly toldBy: CaseChannel }
  /** Nobody uses the account; the day is the last one on which it stands if that goes on. */
  | { readonly kind: 'inactivity-warning'; readonly standsUntil: Day }
  /** To support: mails do not reach the person any more, since this one bounced or was complained of. */
  | { readonly kind: 'address-suppressed'; readonly message: NoticeId }
  /** To support: a bank took the payment back, and wants evidence. */
  | { readonly kind: 'payment-disputed'; readonly payment: PaymentId };

/** To whom a notice goes: to the person, for a purpose by which consent and channel are looked up, or to whom else. */
export type Audience =
  | { readonly to: 'person'; readonly purpose: ContactPurpose }
  /** To where the person was reached before a change, if that can still be undone. */
  | { readonly to: 'former-contact' }
  | { readonly to: 'support' };

/** Who gets the notices of each kind. */
export const audienceOf: Readonly<Record<NoticeSubject['kind'], Audience>> = {
  receipt: { to: 'person', purpose: 'receipts' },
  'receipt-corrected': { to: 'person', purpose: 'receipts' },
  'payment-failed': { to: 'person', purpose: 'payment-notices' },
  'payment-settled': { to: 'person', purpose: 'payment-notices' },
  news: { to: 'person', purpose: 'news' },
  newsletter: { to: 'person', purpose: 'newsletter' },
  'email-confirmed': { to: 'person', purpose: 'service-messages' },
  'contact-changed': { to: 'former-contact' },
  'login-changed': { to: 'person', purpose: 'service-messages' },
  'request-extended': { to: 'person', purpose: 'service-messages' },
  'support-message': { to: 'person', purpose: 'service-messages' },
  'inactivity-warning': { to: 'person', purpose: 'service-messages' },
  'address-suppressed': { to: 'support' },
  'payment-disputed': { to: 'support' },
};

/** `transactional` notices never wait behind a newsletter that goes out to everybody at once. */
export type Lane = 'transactional' | 'bulk';

/** In which lane the notices of a kind go. */
export function laneOf(kind: NoticeSubject['kind']): Lane {
  return kind === 'news' || kind === 'newsletter' ? 'bulk' : 'transactional';
}

/** The kinds by name, as a row of the outbox holds them. */
export const noticeKinds: readonly NoticeSubject['kind'][] = Object.keys(audienceOf) as NoticeSubject['kind'][]; // sound: the record is closed by its type

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
    const text = reference ?? '';
    switch (known) {
      case 'receipt':
        return OrderId.parse(text).map((order) => ({ kind: known, order }));
      case 'receipt-corrected':
        return ReceiptNumber.parse(text)
          .map((correction) => ({ kind: known, correction }))
          .mapErr(() => ({ kind: 'InvalidNoticeSubject' }));
      case 'payment-failed':
      case 'payment-settled':
      case 'payment-disputed':
        return PaymentId.parse(text).map((payment) => ({ kind: known, payment }));
      case 'news':
      case 'newsletter':
        return EditionId.parse(text).map((edition) => ({ kind: known, edition }));
      case 'contact-changed': {
        const [, channel, id = ''] = /^(sms|email):(.*)$/.exec(text) ?? [];
        const toldBy = channel === 'sms' ? 'sms' : 'email';
        return channel === undefined
          ? err({ kind: 'InvalidNoticeSubject' })
          : ChangeId.parse(id).map((change) => ({ kind: known, change, toldBy }));
      }
      case 'email-confirmed':
        return reference === null ? ok({ kind: known }) : err({ kind: 'InvalidNoticeSubject' });
      case 'login-changed':
        return reference === 'sms' || reference === 'email'
          ? ok({ kind: known, toldBy: reference })
          : err({ kind: 'InvalidNoticeSubject' });
      case 'request-extended':
        return PrivacyRequestId.parse(text).map((request) => ({ kind: known, request }));
      case 'support-message': {
        const [, channel, id = ''] = /^(sms|email|best):(.*)$/.exec(text) ?? [];
        const toldBy = caseChannels.find((one) => one === channel);
        return toldBy === undefined
          ? err({ kind: 'InvalidNoticeSubject' })
          : EntryId.parse(id).map((message) => ({ kind: known, message, toldBy }));
      }
      case 'inactivity-warning':
        return Day.parse(text)
          .map((standsUntil) => ({ kind: known, standsUntil }))
          .mapErr(() => ({ kind: 'InvalidNoticeSubject' }));
      case 'address-suppressed':
        return NoticeId.parse(text).map((message) => ({ kind: known, message }));
      default:
        return unreachable(known satisfies never);
    }
  },
};

/** What a notice speaks of, as a row holds it. */
export type NoticeReference =
  | `${ContactChannel}:${ChangeId}`
  | `${CaseChannel}:${EntryId}`
  | ContactChannel
  | OrderId
  | PaymentId
  | PrivacyRequestId
  | NoticeId
  | EditionId
  | ReceiptNumber
  | Day;

/** The id of the record that a notice speaks of, or the day or the channel that it names; null where it speaks of none. */
export function referenceOf(about: NoticeSubject): NoticeReference | null {
  switch (about.kind) {
    case 'receipt':
      return about.order;
    case 'receipt-corrected':
      return about.correction;
    case 'payment-failed':
    case 'payment-settled':
    case 'payment-disputed':
      return about.payment;
    case 'news':
    case 'newsletter':
      return about.edition;
    case 'contact-changed':
      return `${about.toldBy}:${about.change}`;
    case 'email-confirmed':
      return null;
    case 'login-changed':
      return about.toldBy;
    case 'request-extended':
      return about.request;
    case 'support-message':
      return `${about.toldBy}:${about.message}`;
    case 'inactivity-warning':
      return about.standsUntil;
    case 'address-suppressed':
      return about.message;
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

/** Messages that go out at once, to an address at hand, and are never queued or repeated: codes and the goodbye. */
export type ImmediateMessage =
  | {
      readonly kind: 'code';
      readonly code: string;
      /** What the code does, so that nobody types one that does something else. */
      readonly purpose: CodePurpose;
      /** An address that does the same as the code, in a mail that confirms its address; else null. */
      readonly confirmUrl: string | null;
    }
  | { readonly kind: 'goodbye'; readonly erasure: ErasureId; readonly kept: readonly Kept[] };
