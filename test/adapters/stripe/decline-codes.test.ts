import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declineReasonOf, knownDeclineCodes } from '../../../src/adapters/stripe/decline-codes.ts';
import { type DeclineReason, declineReasons, declines } from '../../../src/domain/payment/decline-reason.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { chargeOf, openedStripe } from './opened-stripe.ts';

/** The codes of docs.stripe.com/declines/codes. */
const documented = [
  'authentication_not_handled authentication_required approve_with_id call_issuer card_not_supported card_velocity_exceeded',
  'currency_not_supported do_not_honor do_not_try_again duplicate_transaction expired_card fraudulent generic_decline',
  'incorrect_address incorrect_cvc incorrect_number incorrect_pin incorrect_zip insufficient_funds invalid_account',
  'invalid_amount invalid_cvc invalid_expiry_month invalid_expiry_year invalid_number invalid_pin issuer_not_available',
  'lost_card merchant_blacklist mobile_device_authentication_required new_account_information_available no_action_taken',
  'not_permitted offline_pin_required online_or_offline_pin_required pickup_card pin_try_exceeded processing_error',
  'reenter_transaction restricted_card revocation_of_all_authorizations revocation_of_authorization security_violation',
  'service_not_allowed stolen_card stop_payment_order testmode_decline transaction_not_allowed try_again_later',
  'withdrawal_count_limit_exceeded previously_declined_do_not_retry highest_risk_level partner_insufficient_funds',
].flatMap((line) => line.split(' '));

describe('a decline of Stripe in our words', () => {
  test('is known for every documented code', () => {
    expect(documented.filter((code) => !knownDeclineCodes.includes(code))).toEqual([]);
  });

  test('can be every one of our reasons', () => {
    const reasons = new Set(knownDeclineCodes.map((declineCode) => declineReasonOf({ declineCode, code: null })));
    expect([...reasons].toSorted()).toEqual([...declineReasons].toSorted());
  });

  test.each<[string | null, string | null, DeclineReason]>([
    ['insufficient_funds', 'card_declined', 'insufficient-funds'],
    ['do_not_honor', 'card_declined', 'card-declined'],
    [null, 'expired_card', 'card-expired'],
    [null, 'incorrect_cvc', 'incorrect-cvc'],
    ['a_code_of_next_year', 'expired_card', 'card-expired'],
    ['a_code_of_next_year', 'another', 'card-declined'],
    ['constructor', '__proto__', 'card-declined'],
    [null, null, 'card-declined'],
  ])('is, for the decline code %s and the code %s, %s', (declineCode, code, reason) => {
    expect(declineReasonOf({ declineCode, code })).toBe(reason);
  });

  test('is never tried again by itself where Stripe or the networks forbid it', () => {
    const forbidden = [
      'do_not_try_again previously_declined_do_not_retry lost_card stolen_card pickup_card restricted_card fraudulent',
      'revocation_of_authorization revocation_of_all_authorizations stop_payment_order expired_card invalid_account',
    ].flatMap((line) => line.split(' '));
    for (const declineCode of forbidden) expect(declines[declineReasonOf({ declineCode, code: null })].hard).toBe(true);
  });

  test('is one of our reasons, whatever Stripe comes up with', () => {
    fc.assert(
      fc.property(fc.option(fc.string()), fc.option(fc.string()), (declineCode, code) => {
        expect(declineReasons).toContain(declineReasonOf({ declineCode, code }));
      }),
    );
  });

  test('comes through from the bank to the answer, and to who asks later', async () => {
    const { stripe, cards, close } = await openedStripe();
    for (const [declineCode, reason] of [
      ['stolen_card', 'lost-or-stolen'],
      ['fraudulent', 'fraud-suspected'],
      ['try_again_later', 'processing-error'],
    ] as const) {
      const charge = await chargeOf(stripe.books.card({ kind: 'declines', code: 'card_declined', declineCode }));
      expect(await must(cards.charge(charge))).toEqual({ kind: 'declined', reason });
      expect(await must(cards.answerTo(charge.idempotencyKey))).toEqual({ kind: 'declined', reason });
    }
    await close();
  });
});
