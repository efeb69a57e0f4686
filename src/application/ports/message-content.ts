import type { MaskedCard } from '../../domain/card/masked-card.ts';
import type { ConsentPurpose, ContactPurpose } from '../../domain/consent/contact-purpose.ts';
import type { OrderId, PaymentId, SubjectId } from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import type { EditionText } from '../../domain/notice/edition.ts';
import type { ImmediateMessage } from '../../domain/notice/notice.ts';
import type { SuppressionReason } from '../../domain/notice/suppression.ts';
import type { Money } from '../../domain/order/money.ts';
import type { BookkeepingReceipt, Receipt } from '../../domain/order/receipt.ts';
import type { DeclineReason } from '../../domain/payment/decline-reason.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { DataSubjectRight, ExtensionReason } from '../../domain/privacy-request/privacy-request.ts';
import type { CaseNumber } from '../../domain/staff/staff-id.ts';
import type { CaseText } from '../../domain/support-case/case-text.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';

/** All that a message says, looked up right before it is sent. */
export type MessageContent =
  | ({ readonly kind: 'receipt' } & ReceiptMessage)
  /** A receipt that was corrected; the correction is one of `receipt.corrections`. */
  | ({ readonly kind: 'receipt-corrected'; readonly correction: BookkeepingReceipt } & ReceiptMessage)
  | {
      readonly kind: 'payment-failed';
      readonly order: OrderId;
      readonly amount: Money;
      readonly card: MaskedCard;
      readonly reason: DeclineReason;
      /** When we try once more by ourselves; null where we do not. */
      readonly nextTryOn: Day | null;
    }
  /** An amount that could not be charged at first is paid. */
  | {
      readonly kind: 'payment-settled';
      readonly order: OrderId;
      readonly amount: Money;
      readonly card: MaskedCard | null;
    }
  | { readonly kind: ConsentPurpose; readonly text: EditionText }
  /** To support: mails of these purposes reach the person no more. */
  | {
      readonly kind: 'address-suppressed';
      readonly subject: SubjectId;
      readonly reason: SuppressionReason;
      readonly purposes: readonly ContactPurpose[];
    }
  /** To support: a bank took a payment back on the person's word; a hold keeps the evidence. */
  | {
      readonly kind: 'payment-disputed';
      readonly payment: PaymentId;
      readonly order: OrderId;
      readonly amount: Money;
      /** Null once the hold is over. */
      readonly heldUntil: Day | null;
    }
  | { readonly kind: 'email-confirmed' }
  /** To a phone or an email that the account had until then. */
  | {
      readonly kind: 'contact-changed';
      readonly what: ChallengeTarget['kind'];
      /** `changed` where it was taken away as well. */
      readonly how: 'added' | 'changed';
      /** Null where the host has no address that undoes it: then support does. */
      readonly undoUrl: string | null;
      readonly undoUntil: Instant;
    }
  /** A way to log in came or went. */
  | { readonly kind: 'login-changed' }
  | {
      readonly kind: 'request-extended';
      readonly right: DataSubjectRight;
      readonly receivedOn: Day;
      readonly dueOn: Day;
      readonly reason: ExtensionReason;
    }
  | { readonly kind: 'inactivity-warning'; readonly standsUntil: Day }
  /** What support wrote to the person in a case. */
  | { readonly kind: 'support-message'; readonly caseNumber: CaseNumber; readonly text: CaseText }
  | ImmediateMessage;

/** A receipt and what became of its payment. */
interface ReceiptMessage {
  readonly order: OrderId;
  readonly receipt: Receipt;
  readonly payment: Payment['kind'];
  /** How much went back in all; null where nothing did. */
  readonly refunded: Money | null;
}
