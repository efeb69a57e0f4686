import type { PaymentRows } from '../../application/ports/transaction.ts';
import type { CardId, OrderId, PaymentId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Currency } from '../../domain/order/money.ts';
import type { DeclineReason } from '../../domain/payment/decline-reason.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import { answer } from './failing.ts';
import { sealed } from './sealed-columns.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/** Payments, each owed for one order. */
export function paymentRows(work: Work): PaymentRows {
  return {
    add: (proof, payment, dueAt) =>
      answer(async () => {
        await work.run(add, {
          payment: payment.payment,
          subject: proof.subject,
          order: payment.order,
          card: payment.card,
          amount: payment.amount.amountMinor,
          currency: payment.amount.currency,
          created_at: payment.createdAt,
          due_at: dueAt,
          attempt: payment.attempt,
        });
      }),

    ofOrder: (order) => answer(async () => (await work.run(ofOrder, { order })).rows[0]?.payment_id ?? null),

    save: (held, payment, dueAt) =>
      answer(async () => {
        if (held.payment.payment !== payment.payment) throw new Error('Only the payment that is held is written');
        await work.run(save, {
          payment: payment.payment,
          card: payment.card,
          amount: payment.amount.amountMinor,
          state: payment.kind,
          failure_reason: payment.kind === 'failed' ? payment.reason : null,
          refunded: payment.kind === 'refunded' ? payment.refunded.amountMinor : null,
          settled_at: payment.kind === 'pending' ? null : payment.settledAt,
          due_at: dueAt,
          attempt: payment.attempt,
          ...(await sealedReference(work, payment)),
        });
      }),
  };
}

/** Without the processor's reference there is nothing to seal, and no key is asked for. */
async function sealedReference(
  work: Work,
  payment: Payment,
): Promise<{ readonly processor_reference_sealed: Uint8Array | null }> {
  if (payment.kind === 'pending' || payment.kind === 'failed') return { processor_reference_sealed: null };
  return sealed('payments', payment.payment, await work.sealer(payment.subject), {
    processor_reference: payment.reference,
  });
}

const add = dataQuery(
  (
    { db },
    given: {
      payment: PaymentId;
      subject: SubjectId;
      order: OrderId;
      card: CardId;
      amount: number;
      currency: Currency;
      created_at: Instant;
      due_at: Instant;
      attempt: number;
    },
  ) =>
    db.insertInto('payments').values({
      payment_id: given.payment,
      subject_id: given.subject,
      order_id: given.order,
      card_id: given.card,
      amount_minor: given.amount,
      currency: given.currency,
      state: 'pending',
      failure_reason: null,
      refunded_minor: null,
      created_at: given.created_at,
      settled_at: null,
      due_at: given.due_at,
      attempt: given.attempt,
      processor_reference_sealed: null,
    }),
);

const save = dataQuery(
  (
    { db },
    given: {
      payment: PaymentId;
      card: CardId;
      amount: number;
      state: Payment['kind'];
      failure_reason: DeclineReason | null;
      refunded: number | null;
      settled_at: Instant | null;
      due_at: Instant | null;
      attempt: number;
      processor_reference_sealed: Uint8Array | null;
    },
  ) =>
    db
      .updateTable('payments')
      .set({
        card_id: given.card,
        amount_minor: given.amount,
        state: given.state,
        failure_reason: given.failure_reason,
        refunded_minor: given.refunded,
        settled_at: given.settled_at,
        due_at: given.due_at,
        attempt: given.attempt,
        processor_reference_sealed: given.processor_reference_sealed,
      })
      .where('payment_id', '=', given.payment),
);

const ofOrder = dataQuery(({ db }, given: { order: OrderId }) =>
  db.selectFrom('payments').select('payment_id').where('order_id', '=', given.order),
);
