import type { EndedRental } from '../../../application/orders/end-rental.ts';
import type { MyOrder } from '../../../application/orders/my-orders.ts';
import type { ShownReceipt } from '../../../application/orders/my-receipt.ts';
import type { Money } from '../../../domain/order/money.ts';
import type { OpenOrder } from '../../../domain/order/order.ts';
import type { BookkeepingReceipt } from '../../../domain/order/receipt.ts';
import type { Tariff } from '../../../domain/order/tariff.ts';
import { time, timeOrNull } from './time.ts';

/** A rental that has just begun. */
export interface OpenOrderJson {
  readonly order: string;
  readonly state: 'open';
  readonly card: string;
  readonly powerBank: string;
  readonly rentedFrom: string;
  readonly startedAt: string;
  readonly tariff: Tariff;
}

export function openOrderJson({ order, card, powerBank, rentedFrom, startedAt, tariff }: OpenOrder): OpenOrderJson {
  return { order, state: 'open', card, powerBank, rentedFrom, startedAt: time(startedAt), tariff };
}

/** A rental in the person's list. */
export interface MyOrderJson {
  readonly order: string;
  readonly state: string;
  readonly powerBank: string;
  readonly rentedFrom: string;
  readonly startedAt: string;
  readonly tariff: Tariff;
  readonly returnedTo: string | null;
  readonly endedAt: string | null;
  readonly charge: {
    readonly receipt: string;
    readonly gross: Money;
    readonly payment: string | null;
    readonly paymentState: string | null;
  } | null;
}

export function myOrderJson(mine: MyOrder): MyOrderJson {
  const { order, state, powerBank, rentedFrom, startedAt, tariff, returnedTo, endedAt, charge } = mine;
  return {
    order,
    state,
    powerBank,
    rentedFrom,
    startedAt: time(startedAt),
    tariff,
    returnedTo,
    endedAt: timeOrNull(endedAt),
    charge:
      charge === null
        ? null
        : {
            receipt: charge.receipt,
            gross: charge.gross,
            payment: charge.payment,
            paymentState: charge.paymentState,
          },
  };
}

/** What bookkeeping keeps of a charge, as plain as it is, and nothing that a caller's receipt has beyond it. */
function bookkeepingReceiptJson(receipt: BookkeepingReceipt): BookkeepingReceipt {
  const { number, day, items, vatPercent, net, vat, gross, corrects } = receipt;
  return { number, day, items, vatPercent, net, vat, gross, corrects };
}

/** A rental that ended with a charge. */
export interface EndedRentalJson {
  readonly order: string;
  readonly state: string;
  readonly receipt: BookkeepingReceipt;
  readonly payment: string;
}

export function endedRentalJson({ order, state, receipt, payment }: EndedRental): EndedRentalJson {
  return { order, state, receipt: bookkeepingReceiptJson(receipt), payment };
}

/** A receipt as the person sees it (POLICY.md C11). */
export interface ReceiptJson extends BookkeepingReceipt {
  readonly rentedFrom: string;
  readonly startedAt: string;
  readonly returnedTo: string | null;
  readonly endedAt: string;
  readonly card: string | null;
  readonly paymentState: string | null;
  /** How much went back to the card in all; null where nothing did. */
  readonly refunded: Money | null;
  /** What corrects the receipt, oldest first: the receipt itself is never edited. */
  readonly corrections: readonly BookkeepingReceipt[];
  readonly correctedEnd: { readonly returnedTo: string; readonly endedAt: string } | null;
}

export function receiptJson({ receipt, card, payment, refunded }: ShownReceipt): ReceiptJson {
  const { rentedFrom, startedAt, returnedTo, endedAt, corrections, correctedEnd } = receipt;
  return {
    ...bookkeepingReceiptJson(receipt),
    rentedFrom,
    startedAt: time(startedAt),
    returnedTo,
    endedAt: time(endedAt),
    card,
    paymentState: payment,
    refunded,
    corrections: corrections.map(bookkeepingReceiptJson),
    correctedEnd:
      correctedEnd === null ? null : { returnedTo: correctedEnd.returnedTo, endedAt: time(correctedEnd.endedAt) },
  };
}
