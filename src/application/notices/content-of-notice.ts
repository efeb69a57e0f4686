import type { Notice } from '../../domain/notice/notice.ts';
import { receiptOf } from '../../domain/order/receipt.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { MessageContent } from '../ports/message-content.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Reads } from '../ports/reads.ts';

/**
 * What a notice has to say now; null where there is nothing to say any more: the record is gone, or the payment that had
 * failed is paid or on its way again.
 */
export function contentOfNotice(reads: Reads, notice: Notice): ResultAsync<MessageContent | null, PortFailure> {
  const { about } = notice;
  switch (about.kind) {
    case 'receipt':
      return safeTry(async function* () {
        const record = yield* reads.orderOf(notice.subject, about.order, 'receipts');
        const receipt = record === null ? null : receiptOf(record);
        if (record === null || receipt === null) return ok(null);
        return ok<MessageContent>({
          kind: 'receipt',
          order: about.order,
          receipt,
          payment: record.payment?.kind ?? 'succeeded', // nothing to pay
        });
      });
    case 'payment-failed':
      return safeTry(async function* () {
        const record = yield* reads.payment(about.payment, 'payment');
        if (record?.payment.kind !== 'failed' || record.card === null) return ok(null);
        const { order, amount, reason } = record.payment;
        const { last4, network } = record.card;
        return ok<MessageContent>({ kind: 'payment-failed', order, amount, card: { last4, network }, reason });
      });
    case 'email-confirmed':
      return okAsync({ kind: 'email-confirmed' });
    case 'request-extended':
      return reads.privacyRequest(about.request).map((request): MessageContent | null => {
        if (request === null || request.state === 'closed' || request.extended === null) return null;
        const { right, receivedOn, dueOn, extended } = request;
        return { kind: 'request-extended', right, receivedOn, dueOn, reason: extended.reason };
      });
    case 'inactivity-warning':
      return okAsync(about);
    default:
      return unreachable(about);
  }
}
