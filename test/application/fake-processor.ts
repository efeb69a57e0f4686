import type {
  CardProcessor,
  CardSetup,
  CardTakenIn,
  RefundRequest,
} from '../../src/application/ports/card-processor.ts';
import { portFailure } from '../../src/application/ports/port-failure.ts';
import type { PaymentMethodReference } from '../../src/domain/card/payment-method-reference.ts';
import type { SubjectId } from '../../src/domain/ids.ts';
import type { Money } from '../../src/domain/order/money.ts';
import type { DeclineReason } from '../../src/domain/payment/decline-reason.ts';
import type { ProcessorAnswer } from '../../src/domain/payment/payment.ts';
import { ProcessorReference } from '../../src/domain/payment/processor-reference.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
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
  /** Plays the form in the app: the setup takes this card in, unless it is no more. */
  fillIn(setup: string, card: CardTakenIn): void;
}

interface Setup {
  readonly owner: SubjectId;
  readonly begun: CardSetup;
  card: CardTakenIn | null;
  isOpen: boolean;
}

/** The charge that took money as the n-th. */
function referenceOf(n: number): ProcessorReference {
  return ProcessorReference.parse(`ch_${n}_done`)._unsafeUnwrap();
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
  const setups = new Map<string, Setup>();

  const through = <Answer>(act: () => Answer) => {
    const now = weather.shift() ?? 'ok';
    if (now === 'request-lost') return errAsync(portFailure('CardProcessor', true));
    const answer = act();
    return now === 'answer-lost' ? errAsync(portFailure('CardProcessor', true)) : okAsync(answer);
  };

  return {
    residency: onThisMachine,
    bank,
    weather,
    taken,
    refunds,
    forgotten,
    asked,
    keysExpire: () => keys.clear(),
    fillIn: (setup, card) => {
      for (const one of setups.values()) if (one.begun.setup === setup && one.isOpen) one.card = card;
    },
    beginSetup: (owner, key) =>
      through(() => {
        const setup = `seti_${setups.size + 1}`;
        const one = setups.get(key) ?? {
          owner,
          begun: { setup, clientSecret: `${setup}_secret` },
          card: null,
          isOpen: true,
        };
        setups.set(key, one);
        return one.begun;
      }),
    cardTakenIn: (owner, setup) =>
      through(() => {
        const one = [...setups.values()].find(({ begun }) => begun.setup === setup);
        const card = one?.owner === owner ? one.card : null;
        return card === null || forgotten.includes(card.paymentMethod) ? null : card;
      }),
    charge: ({ idempotencyKey: key, amount, paymentMethod }) =>
      through(() => {
        const earlier = keys.has(key) ? answers.get(key) : undefined;
        if (earlier !== undefined) return earlier;
        asked.push(key);
        const verdict = bank.shift() ?? 'approve';
        const answer: ProcessorAnswer =
          verdict === 'approve'
            ? { kind: 'succeeded', reference: referenceOf(taken.length), amount }
            : { kind: 'declined', reason: verdict };
        if (verdict === 'approve') taken.push({ key, amount, paymentMethod });
        answers.set(key, answer);
        keys.add(key);
        return answer;
      }),
    answerTo: (key) => through(() => answers.get(key) ?? null),
    refund: (request) => {
      const { idempotencyKey: key, reference, amount } = request;
      const same = refunds.find(({ idempotencyKey }) => idempotencyKey === key);
      // No processor gives back more than a charge took, or takes a key for another amount.
      const charged =
        taken.find((_, n) => reference === referenceOf(n))?.amount.amountMinor ?? Number.POSITIVE_INFINITY;
      const before = refunds.filter((one) => one.reference === reference);
      const backMinor = before.reduce((sum, one) => sum + one.amount.amountMinor, 0);
      const isTooMuch = same === undefined && backMinor + amount.amountMinor > charged;
      const isAnother = same !== undefined && same.amount.amountMinor !== amount.amountMinor;
      if (isTooMuch || isAnother) return errAsync(portFailure('CardProcessor', false));
      return through(() => void (same === undefined && refunds.push(request)));
    },
    forget: (paymentMethod) =>
      through(() => {
        if (!forgotten.includes(paymentMethod)) forgotten.push(paymentMethod);
      }),
    forgetOthers: (owner, kept) =>
      through(() => {
        for (const one of setups.values()) {
          if (one.owner !== owner) continue;
          if (one.card === null) one.isOpen = false;
          else if (![...kept, ...forgotten].includes(one.card.paymentMethod)) forgotten.push(one.card.paymentMethod);
        }
      }),
  };
}
