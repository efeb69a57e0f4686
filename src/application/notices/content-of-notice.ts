import type { ContactPurpose } from '../../domain/consent/contact-purpose.ts';
import type { PaymentId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import type { SuppressionReason } from '../../domain/notice/suppression.ts';
import { businessDay } from '../../domain/order/business-day.ts';
import { type BookkeepingReceipt, receiptOf } from '../../domain/order/receipt.ts';
import type { ReceiptNumber } from '../../domain/order/receipt-number.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { MessageContent } from '../ports/message-content.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { OrderRecord, Reads } from '../ports/reads.ts';
import { undoChangeUrlOf } from './message-link.ts';

type Content = ResultAsync<MessageContent | null, PortFailure>;

/**
 * What a notice has to say now; null where there is nothing to say any more: the record is gone, or the payment that had
 * failed is paid or on its way again.
 */
export function contentOfNotice(
  ports: Pick<Ports, 'store' | 'hashing' | 'business'>,
  notice: Notice,
  at: Instant,
): Content {
  const { reads } = ports.store;
  const { timeZone } = ports.business;
  const { about, subject } = notice;
  switch (about.kind) {
    case 'receipt':
      return reads.orderOf(subject, about.order, 'receipts').map((record) => receiptMessage(record, null));
    case 'receipt-corrected':
      return corrected(reads, subject, about.correction);
    case 'payment-failed':
      return failedPayment(reads, about.payment, timeZone);
    case 'payment-settled':
      return reads.payment(about.payment, 'payment').map((record): MessageContent | null => {
        if (record === null || record.payment.kind === 'pending' || record.payment.kind === 'failed') return null;
        const { payment, card } = record;
        const masked = card === null ? null : { last4: card.last4, network: card.network };
        return { kind: 'payment-settled', order: payment.order, amount: payment.amount, card: masked };
      });
    case 'news':
    case 'newsletter':
      return reads
        .edition(about.edition)
        .map((edition) => edition && { kind: about.kind, text: edition.texts[notice.language] });
    case 'email-confirmed':
    case 'login-changed':
      return okAsync({ kind: about.kind });
    case 'contact-changed':
      return safeTry(async function* () {
        const change = yield* reads.contactChange(about.change, at, 'account-security');
        if (change === null) return ok<MessageContent | null>(null);
        const undoUrl = yield* undoChangeUrlOf(ports, about.change);
        const { what, former, undoUntil } = change;
        const how = former === null ? 'added' : 'changed';
        return ok<MessageContent | null>({ kind: 'contact-changed', what, how, undoUrl, undoUntil });
      });
    case 'request-extended':
      return reads.privacyRequest(about.request).map((request): MessageContent | null => {
        if (request === null || request.state === 'closed' || request.extended === null) return null;
        const { right, receivedOn, dueOn, extended } = request;
        return { kind: 'request-extended', right, receivedOn, dueOn, reason: extended.reason };
      });
    case 'support-message':
      return reads
        .caseMessage(subject, about.message, 'customer-service')
        .map((message) => message && { kind: 'support-message', caseNumber: message.caseNumber, text: message.text });
    case 'inactivity-warning':
      return okAsync(about);
    case 'address-suppressed':
      return suppressedAddress(reads, subject);
    case 'payment-disputed':
      return disputedPayment(reads, about.payment, at);
    default:
      return unreachable(about);
  }
}

/** A receipt as its message says it, or one of its corrections. */
function receiptMessage(record: OrderRecord | null, correction: BookkeepingReceipt | null): MessageContent | null {
  const receipt = record === null ? null : receiptOf(record);
  if (record === null || receipt === null) return null;
  const { payment } = record;
  const message = {
    order: record.order.order,
    receipt,
    payment: payment?.kind ?? ('succeeded' as const), // nothing to pay
    refunded: payment?.kind === 'refunded' ? payment.refunded : null,
  };
  return correction === null ? { kind: 'receipt', ...message } : { kind: 'receipt-corrected', correction, ...message };
}

function corrected(reads: Reads, subject: SubjectId, number: ReceiptNumber): Content {
  return safeTry(async function* () {
    const found = yield* reads.correctedOrder(number);
    if (found?.subject !== subject) return ok(null);
    const record = yield* reads.orderOf(subject, found.order, 'receipts');
    const correction = record?.corrections.find((one) => one.number === number);
    return ok(correction === undefined ? null : receiptMessage(record, correction));
  });
}

function failedPayment(reads: Reads, id: PaymentId, timeZone: string): Content {
  return reads.payment(id, 'payment').map((record): MessageContent | null => {
    if (record?.payment.kind !== 'failed' || record.card === null) return null;
    const { order, amount, reason } = record.payment;
    const { last4, network } = record.card;
    const nextTryOn = record.dueAt === null ? null : businessDay(record.dueAt, timeZone);
    return { kind: 'payment-failed', order, amount, card: { last4, network }, reason, nextTryOn };
  });
}

/** What is suppressed now: a person who has another address by now needs no help. */
function suppressedAddress(reads: Reads, subject: SubjectId): Content {
  return reads.user(subject, 'communication').map((user): MessageContent | null => {
    // Sound: the keys are those of the record, and each has its reason.
    const entries = Object.entries(user?.suppressedMail ?? {}) as readonly [ContactPurpose, SuppressionReason][];
    const [first] = entries;
    if (first === undefined) return null;
    const reason = entries.some(([, one]) => one === 'bounced') ? 'bounced' : first[1];
    return { kind: 'address-suppressed', subject, reason, purposes: entries.map(([purpose]) => purpose) };
  });
}

function disputedPayment(reads: Reads, id: PaymentId, at: Instant): Content {
  return safeTry(async function* () {
    const record = yield* reads.payment(id, 'payment');
    if (record === null) return ok(null);
    const { order, amount, subject } = record.payment;
    const { orders } = yield* reads.protectionOf(subject, at);
    const heldUntil = orders.get(order) ?? null;
    return ok<MessageContent>({ kind: 'payment-disputed', payment: id, order, amount, heldUntil });
  });
}
