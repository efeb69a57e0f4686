import { type InvalidId, PaymentId } from '../../domain/ids.ts';
import { type InvalidMoney, Money } from '../../domain/order/money.ts';
import { DeclineReason, type InvalidDeclineReason } from '../../domain/payment/decline-reason.ts';
import type { Payment, ProcessorAnswer } from '../../domain/payment/payment.ts';
import { type InvalidProcessorReference, ProcessorReference } from '../../domain/payment/processor-reference.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { type NoSuchAttempt, type NoSuchPayment, type SettlePorts, settlePayment } from './settle-payment.ts';

/** What a processor told us by itself, its signature already verified. */
export interface SettleAnswerInput {
  readonly payment: string;
  /** The attempt that the answer is to, as our idempotency key named it. */
  readonly attempt: number;
  readonly answer:
    | {
        readonly kind: 'succeeded';
        readonly reference: string;
        /** What was taken; without it the amount that is owed. */
        readonly amount?: { readonly amountMinor: number; readonly currency: string } | undefined;
      }
    | { readonly kind: 'declined'; readonly reason: string };
}

/** Why the answer changes nothing; only after a port failure should the processor send it again. */
export type SettleAnswerRefusal =
  | InvalidId
  | NoSuchAttempt
  | InvalidProcessorReference
  | InvalidDeclineReason
  | InvalidMoney
  /** Never was, or was settled and went with its person: there is nothing to repeat. */
  | NoSuchPayment
  | PortFailure;

/** Takes in a processor's answer (POLICY.md C12): however often and in whatever order answers come, each counts once. */
export type SettleAnswer = (input: SettleAnswerInput) => ResultAsync<Payment, SettleAnswerRefusal>;

/** Makes the use case. */
export function settleAnswer(ports: SettlePorts): SettleAnswer {
  const settle = settlePayment(ports);
  return (input) =>
    safeTry(async function* () {
      const payment = yield* PaymentId.parse(input.payment);
      const { attempt } = input;
      if (!Number.isSafeInteger(attempt) || attempt < 1) return err({ kind: 'NoSuchAttempt' as const });
      const answer = yield* parseAnswer(input.answer);
      return settle({ payment, attempt, answer });
    });
}

function parseAnswer(
  answer: SettleAnswerInput['answer'],
): Result<ProcessorAnswer, InvalidProcessorReference | InvalidDeclineReason | InvalidMoney> {
  return answer.kind === 'succeeded'
    ? ProcessorReference.parse(answer.reference).andThen((reference): Result<ProcessorAnswer, InvalidMoney> => {
        const { amount } = answer;
        if (amount === undefined) return ok({ kind: 'succeeded', reference });
        return Money.of(amount.amountMinor, amount.currency).map((taken) => ({
          kind: 'succeeded',
          reference,
          amount: taken,
        }));
      })
    : DeclineReason.parse(answer.reason).map((reason) => ({ kind: 'declined', reason }));
}
