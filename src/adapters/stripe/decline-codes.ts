import type { DeclineReason } from '../../domain/payment/decline-reason.ts';

/**
 * Stripe's decline codes (docs.stripe.com/declines/codes), and the error codes that come without one, in our words. The
 * reason decides what the person is told and whether the card is tried again by itself.
 */
const reasons: Readonly<Record<string, DeclineReason>> = {
  // There is too little on the account, today.
  card_velocity_exceeded: 'insufficient-funds',
  insufficient_funds: 'insufficient-funds',
  partner_insufficient_funds: 'insufficient-funds',
  withdrawal_count_limit_exceeded: 'insufficient-funds',

  // The card is over, or its number is.
  expired_card: 'card-expired',
  invalid_account: 'card-expired',
  invalid_expiry_month: 'card-expired',
  invalid_expiry_year: 'card-expired',
  new_account_information_available: 'card-expired',

  lost_card: 'lost-or-stolen',
  pickup_card: 'lost-or-stolen',
  restricted_card: 'lost-or-stolen',
  stolen_card: 'lost-or-stolen',

  // The person has to confirm, with whatever the bank asks for.
  authentication_not_handled: 'authentication-required',
  authentication_required: 'authentication-required',
  mobile_device_authentication_required: 'authentication-required',
  offline_pin_required: 'authentication-required',
  online_or_offline_pin_required: 'authentication-required',
  payment_intent_authentication_failure: 'authentication-required',

  // Something of the card was entered wrongly: entering it anew makes another card of it.
  incorrect_address: 'incorrect-cvc',
  incorrect_cvc: 'incorrect-cvc',
  incorrect_number: 'incorrect-cvc',
  incorrect_pin: 'incorrect-cvc',
  incorrect_zip: 'incorrect-cvc',
  invalid_cvc: 'incorrect-cvc',
  invalid_number: 'incorrect-cvc',
  invalid_pin: 'incorrect-cvc',

  // Nothing is wrong with the card: later it may do.
  approve_with_id: 'processing-error',
  card_decline_rate_limit_exceeded: 'processing-error',
  issuer_not_available: 'processing-error',
  processing_error: 'processing-error',
  reenter_transaction: 'processing-error',
  try_again_later: 'processing-error',

  // Held back by Stripe or the bank, who tell the person nothing, or by the person at the bank. Never to be tried again.
  blocklist: 'fraud-suspected',
  do_not_try_again: 'fraud-suspected',
  fraudulent: 'fraud-suspected',
  highest_risk_level: 'fraud-suspected',
  merchant_blacklist: 'fraud-suspected',
  previously_declined_do_not_retry: 'fraud-suspected',
  revocation_of_all_authorizations: 'fraud-suspected',
  revocation_of_authorization: 'fraud-suspected',
  rule: 'fraud-suspected',
  security_violation: 'fraud-suspected',
  stop_payment_order: 'fraud-suspected',

  // The bank says no, and the person has to ask it why.
  call_issuer: 'card-declined',
  card_declined: 'card-declined',
  card_not_supported: 'card-declined',
  currency_not_supported: 'card-declined',
  do_not_honor: 'card-declined',
  duplicate_transaction: 'card-declined',
  generic_decline: 'card-declined',
  invalid_amount: 'card-declined',
  no_action_taken: 'card-declined',
  not_permitted: 'card-declined',
  pin_try_exceeded: 'card-declined',
  service_not_allowed: 'card-declined',
  testmode_decline: 'card-declined',
  transaction_not_allowed: 'card-declined',
};

/** What Stripe says of a refused card: the bank's code if there is one, and a code of Stripe's own. */
export interface StripeDecline {
  readonly declineCode: string | null;
  readonly code: string | null;
}

/** Why a card was declined. The decline code says more than the error code; what neither says is `card-declined`. */
export function declineReasonOf({ declineCode, code }: StripeDecline): DeclineReason {
  return known(declineCode) ?? known(code) ?? 'card-declined';
}

function known(code: string | null): DeclineReason | undefined {
  // `constructor` and the like are no codes.
  return code !== null && Object.hasOwn(reasons, code) ? reasons[code] : undefined;
}

/** The codes of the table. */
export const knownDeclineCodes: readonly string[] = Object.keys(reasons);
