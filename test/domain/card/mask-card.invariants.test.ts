import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CardNumber } from '../../../src/domain/card/card-number.ts';
import { maskCard } from '../../../src/domain/card/mask-card.ts';
import { cardLikeDigits, genuineCards, spread } from '../../arbitraries/card.ts';

const gaps = fc.constantFrom('', '', ' ', '-', '\u00a0', ' – ');

describe('masking a card', () => {
  it('keeps of every genuine card the last 4 digits and the network, however it is typed', () => {
    fc.assert(
      fc.property(
        genuineCards.chain((card) => fc.tuple(fc.constant(card), spread(card.digits, gaps))),
        ([{ digits, network }, typed]) => {
          expect(maskCard(CardNumber.from(typed))._unsafeUnwrap()).toEqual({ last4: digits.slice(-4), network });
        },
      ),
    );
  });

  it('never answers more than 4 digits of anything, card or not', () => {
    fc.assert(
      fc.property(fc.oneof(cardLikeDigits, fc.string(), fc.string({ unit: 'binary' })), (typed) => {
        const answer = JSON.stringify(maskCard(CardNumber.from(typed)));
        expect(answer.match(/\p{N}/gu)?.length ?? 0).toBeLessThanOrEqual('last4'.length + 4);
        expect(answer).not.toMatch(/[0-9]{5}/);
      }),
    );
  });

  it('finds every single wrong digit, save with UnionPay', () => {
    fc.assert(
      fc.property(genuineCards, fc.nat(), fc.integer({ min: 1, max: 9 }), ({ digits, network }, place, shift) => {
        fc.pre(network !== 'unionpay');
        const at = 6 + (place % (digits.length - 6)); // the network is told by what stands before
        const wrong = `${digits.slice(0, at)}${(Number(digits[at]) + shift) % 10}${digits.slice(at + 1)}`;
        expect(maskCard(CardNumber.from(wrong)).isErr()).toBe(true);
      }),
    );
  });
});
