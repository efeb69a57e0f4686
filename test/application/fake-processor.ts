import type { CardProcessor, RefundRequest } from '../../src/application/ports/card-processor.ts';
import { portFailure } from '../../src/application/ports/port-failure.ts';
import type { PaymentMethodReference } from '../../src/domain/card/payment-method-reference.ts';
import type { Money } from '../../src/domain/order/money.ts';
import type { DeclineReason } from '../../src/domain/payment/decline-reason.ts';
import type { ProcessorAnswer } from '../../src/domain/payment/payment.ts';
import { ProcessorReference } from '../../src/domain/payment/processor-reference.ts';
import { errAsync, okAsync } from '../../src/domain/result.ts';

/**
 * How the network treats one call of the processor: `ok`; `request-lost`: it never arrives; `answer-lost`: it is done, and
 * nobody hears of it.
 */
export type Weather = 'ok' | 'request-lost' | 'answer-lost';

/** A card processor that keeps books, behind a network that loses things. */
export interface FakeProcessor extends CardProcessor {
  /** What the next charges meet at the bank; approved once the list is empty. */
  readonly bank: ('approve' | DeclineReason)[];
  /** What the next calls meet on their way; `ok` once the list is empty. */
  readonly weather: Weather[];
  /** Money that was really taken, charge by charge. */
  readonly taken: { readonly key: string; readonly amount: Money; readonly paymentMethod: PaymentMethodReference }[];
  readonly refunds: RefundRequest[];
  readonly forgotten: PaymentMethodReference[];
  /** Processors do not remember idempotency keys for ever; what became of a charge they know for longer. */
  keysExpire(): void;
  /** How often the bank was really asked. */
  readonly asked: string[];
}

/** A processor that has seen nobody. */
export function fakeProcessor(): FakeProcessor {
  const answers = new Map<string, ProcessorAnswer>();
  const keys = new Set<string>();
  const bank: FakeProcessor['bank'] = [];
  const weather: Weather[] = [];
  const taken: FakeProcessor['taken'] = [];
  const refunds: RefundRequest[] = [];
  const forgotten: PaymentMethodReference[] = [];
  const asked: string[] = [];

  const through = <Answer>(act: () => Answer) => {
    const now = weather.shift() ?? 'ok';
    if (now === 'request-lost') return errAsync(portFailure('CardProcessor', true));
    const answer = act();
    return now === 'answer-lost' ? errAsync(portFailure('CardProcessor', true)) : okAsync(answer);
  };

  return {
    bank,
    weather,
    taken,
    refunds,
    forgotten,
    asked,
    keysExpire: () => keys.clear(),
    charge: ({ idempotencyKey: key, amount, paymentMethod }) =>
      through(() => {
        const earlier = keys.has(key) ? answers.get(key) : undefined;
        if (earlier !== undefined) return earlier;
        asked.push(key);
        const verdict = bank.shift() ?? 'approve';
        const answer: ProcessorAnswer =
          verdict === 'approve'
            ? { kind: 'succeeded', reference: ProcessorReference.parse(`ch_${taken.length}_done`)._unsafeUnwrap() }
            : { kind: 'declined', reason: verdict };
        if (verdict === 'approve') taken.push({ key, amount, paymentMethod });
        answers.set(key, answer);
        keys.add(key);
        return answer;
      }),
    answerTo: (key) => through(() => answers.get(key) ?? null),
    refund: (request) =>
      through(() => {
        if (!refunds.some(({ idempotencyKey }) => idempotencyKey === request.idempotencyKey)) refunds.push(request);
      }),
    forget: (paymentMethod) =>
      through(() => {
        if (!forgotten.includes(paymentMethod)) forgotten.push(paymentMethod);
      }),
  };
}
