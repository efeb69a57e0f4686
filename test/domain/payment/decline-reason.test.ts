import { describe, expect, test } from 'vitest';
import { DeclineReason, declineReasons, declines } from '../../../src/domain/payment/decline-reason.ts';

describe('why a card was not charged', () => {
  test('each reason has an advice, and says whether this card is worth another attempt', () => {
    expect(declines).toStrictEqual({
      'insufficient-funds': { advice: 'update-card', hard: false },
      'card-expired': { advice: 'update-card', hard: true },
      'card-declined': { advice: 'contact-bank', hard: false },
      'lost-or-stolen': { advice: 'update-card', hard: true },
      'authentication-required': { advice: 'try-again', hard: false },
      'incorrect-cvc': { advice: 'update-card', hard: true },
      'processing-error': { advice: 'try-again', hard: false },
      'fraud-suspected': { advice: 'contact-support', hard: true },
    });
  });

  test('nobody is told to try a card again that is declined for good', () => {
    const hard = declineReasons.filter((reason) => declines[reason].hard);
    expect(hard).toStrictEqual(['card-expired', 'lost-or-stolen', 'incorrect-cvc', 'fraud-suspected']);
    for (const reason of hard) expect(declines[reason].advice).not.toBe('try-again');
  });

  test('is read back from its name, and from nothing else', () => {
    expect(declineReasons).toHaveLength(8);
    for (const reason of declineReasons) expect(DeclineReason.parse(reason)._unsafeUnwrap()).toBe(reason);
    for (const text of ['', 'card_declined', 'toString', 'Card-Declined']) {
      expect(DeclineReason.parse(text)._unsafeUnwrapErr()).toStrictEqual({ kind: 'InvalidDeclineReason' });
    }
  });
});
