import { showMasked } from '../../domain/card/masked-card.ts';
import { type InvalidId, OrderId } from '../../domain/ids.ts';
import type { Money } from '../../domain/order/money.ts';
import { type Receipt, receiptOf } from '../../domain/order/receipt.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { authenticate } from '../accounts/authenticate.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import type { NoSuchOrder } from './end-rental.ts';

/** Which of the person's own orders the receipt is for. */
export interface MyReceiptInput {
  readonly session: SessionToken;
  readonly order: string;
}

/** A receipt with what became of its payment since it was issued (POLICY.md C11, C13). */
export interface ShownReceipt {
  readonly receipt: Receipt;
  /** `•••• 1234`; null once the card is removed. */
  readonly card: string | null;
  readonly payment: Payment['kind'] | null;
  /** How much went back in all; null where nothing did. */
  readonly refunded: Money | null;
}

/** Why there is no receipt to show; another person's order is answered like one that never was. */
export type MyReceiptRefusal =
  | NotLoggedIn
  | InvalidId
  /** Not an order of the person's. */
  | NoSuchOrder
  /** The rental is open, or was cancelled. */
  | { readonly kind: 'NoReceipt' }
  | PortFailure;

/** The receipt of a rental, as its message has it (POLICY.md C11). */
export type MyReceipt = (input: MyReceiptInput) => ResultAsync<ShownReceipt, MyReceiptRefusal>;

/** Makes the use case. */
export function myReceipt(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): MyReceipt {
  const whoIs = authenticate(ports);
  return (input) =>
    safeTry(async function* () {
      const order = yield* OrderId.parse(input.order);
      const { subject } = yield* whoIs(input);
      const record = yield* ports.store.reads.orderOf(subject, order, 'receipts');
      if (record === null) return err({ kind: 'NoSuchOrder' as const });
      const receipt = receiptOf(record);
      if (receipt === null) return err({ kind: 'NoReceipt' as const });
      const card = receipt.card === null ? null : showMasked(receipt.card);
      const { payment } = record;
      const refunded = payment?.kind === 'refunded' ? payment.refunded : null;
      return ok({ receipt, card, payment: payment?.kind ?? null, refunded });
    });
}
