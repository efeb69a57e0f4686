import type { MaskedCard } from '../../domain/card/masked-card.ts';
import type { OrderId } from '../../domain/ids.ts';
import type { Day } from '../../domain/instant.ts';
import type { ImmediateMessage } from '../../domain/notice/notice.ts';
import type { Money } from '../../domain/order/money.ts';
import type { Receipt } from '../../domain/order/receipt.ts';
import type { DeclineReason } from '../../domain/payment/decline-reason.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { DataSubjectRight, ExtensionReason } from '../../domain/privacy-request/privacy-request.ts';

/** All that a message says, looked up right before it is sent. */
export type MessageContent =
  | { readonly kind: 'receipt'; readonly order: OrderId; readonly receipt: Receipt; readonly payment: Payment['kind'] }
  | {
      readonly kind: 'payment-failed';
      readonly order: OrderId;
      readonly amount: Money;
      readonly card: MaskedCard;
      readonly reason: DeclineReason;
    }
  | { readonly kind: 'email-confirmed' }
  | {
      readonly kind: 'request-extended';
      readonly right: DataSubjectRight;
      readonly receivedOn: Day;
      readonly dueOn: Day;
      readonly reason: ExtensionReason;
    }
  | { readonly kind: 'inactivity-warning'; readonly standsUntil: Day }
  | ImmediateMessage;
