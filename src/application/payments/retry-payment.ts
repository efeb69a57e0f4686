import { CardId, type InvalidId, PaymentId } from '../../domain/ids.ts';
import { declines } from '../../domain/payment/decline-reason.ts';
import { decidePayment, evolvePayment, type Payment, type RetryRejection } from '../../domain/payment/payment.ts';
import { err, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { cardFor, type NoCard } from '../orders/card-for.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldPayment, NotLoggedIn } from '../ports/transaction.ts';
import { collectPayment } from './collect-payment.ts';
import type { SettlePorts, SettleRefusal } from './settle-payment.ts';

/** A payment of the person's that failed, and the card to try now (POLICY.md C12). */
export interface RetryPaymentInput {
  readonly session: SessionToken;
  readonly payment: string;
  /** Another card; without it the one that failed is tried again, or the newest where that one is no use any more. */
  readonly card?: string | undefined;
}

/** Why no new attempt begins: the payment did not fail, or there is no card that its bank may accept. */
export type RetryPaymentRefusal = NotLoggedIn | InvalidId | NoCard | RetryRejection | SettleRefusal;

/** Tries a failed payment again, as the failure's message advised (POLICY.md C12). Answers how it went. */
export type RetryPayment = (input: RetryPaymentInput) => ResultAsync<Payment, RetryPaymentRefusal>;

/**
 * Makes the use case: a new attempt is written, then collected. If the processor does not answer now the payment is pending,
 * the worker goes on with it, and the person gets to know.
 */
export function retryPayment(ports: SettlePorts & Pick<Ports, 'hashing'>): RetryPayment {
  const { store, hashing, clock } = ports;
  const collect = collectPayment(ports);
  return (input) =>
    safeTry(async function* () {
      const id = yield* PaymentId.parse(input.payment);
      const wanted = input.card === undefined ? null : yield* CardId.parse(input.card);
      const token = hashing.sessionToken(input.session);
      const at = clock.now();
      const pending = yield* store.transact((tx) =>
        safeTry(async function* () {
          const proof = yield* tx.doors.bySession(token, at);
          const held = yield* tx.doors.byPayment(id, 'payment');
          if (held === null || held.payment.subject !== proof.subject) return err({ kind: 'NoSuchPayment' as const });
          const card = yield* cardFor(tx, proof, wanted ?? sameCard(held));
          const events = yield* decidePayment({ kind: 'Retry', card: card.card }, held.payment);
          const payment = events.reduce<Payment>(evolvePayment, held.payment);
          yield* tx.payments.save(held, payment, at);
          return ok(payment);
        }),
      );
      return collect(id, 'not-charged').orElse((failure) =>
        failure.kind === 'PortFailure' ? okAsync(pending) : err(failure),
      );
    });
}

/** The card that failed, unless it is removed or its bank will never take it: then the newest one, which null asks for. */
function sameCard({ payment, card }: HeldPayment): CardId | null {
  if (card === null || card.removedAt !== null) return null;
  return payment.kind === 'failed' && declines[payment.reason].hard ? null : card.card;
}
