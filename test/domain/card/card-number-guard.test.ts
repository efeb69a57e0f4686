import { describe, expect, it } from 'vitest';
import { holdsCardNumber, withoutCardNumber } from '../../../src/domain/card/card-number-guard.ts';
import { PaymentMethodReference } from '../../../src/domain/card/payment-method-reference.ts';

describe('the card number guard', () => {
  it.each([
    ['as it is', '4111111111111111'],
    ['with a wrong check digit', '4111111111111112'],
    ['12 digits of it', '501800000009'],
    ['inside a longer number', '000411111111111111100000'],
    ['in a sentence', 'My card is 4111 1111 1111 1111, thanks'],
    ['by hyphens', '4111-1111-1111-1111'],
    ['by dots, slashes and underscores', '4111.1111/1111_1111'],
    ['by many spaces', '4 1 1 1      1111      1111      1111'],
    ['by line ends', '4111\r\n1111\n1111\t1111'],
    ['by invisible marks', '4111\u200b1111\u200d1111\u2060\ufeff1111'],
    ['by direction marks', '\u202e4111\u200f1111\u202c1111\u20661111'],
    ['by invisible letters', '4111\u31641111\u115f1111\uffa01111'],
    ['by accents', '4\u03011\u03081\u03271\u20e31\u20dd11111111111'],
    ['by apostrophes that count as letters', '4111\u02bc1111\u02bc1111\u02bc1111'],
    ['by strokes that count as letters', '4111\u01c01111\u01c11111\u01c31111'],
    ['by symbols made of letters', '4111™1111℡1111㎏1111'],
    ['by emoji', '4111💳1111💳1111💳1111'],
    ['in full-width digits', '４１１１１１１１１１１１１１１１'],
    ['in Arabic digits', '٤١١١١١١١١١١١١١١١'],
    ['in mathematical digits', '𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏'],
    ['in superscripts', '⁴¹¹¹ ¹¹¹¹ ¹¹¹¹ ¹¹¹¹'],
    ['in filled circles', '❹❶❶❶❶❶❶❶❶❶❶❶❶❶❶❶'],
    ['in circles of two digits', '㊶⑪⑪⑪⑪⑪⑪⑪'],
    ['in digits of several scripts', '4١१๑4١१๑4١१๑4١१๑'],
  ])('sees a card number %s', (_how, text) => {
    expect(holdsCardNumber(text)).toBe(true);
    expect(withoutCardNumber(text)._unsafeUnwrapErr()).toEqual({ kind: 'LooksLikeCardNumber' });
  });

  it.each([
    ['nothing', ''],
    ['no digits', 'joos@example.com'],
    ['11 digits', '12345678901'],
    ['11 digits in two parts', '123456-78901'],
    ['11 digits after a sign', '+12345678901'],
    ['numbers with words between', '4111 and 1111 and 1111 and 1111'],
    ['numbers with letters of any kind between', '411111a111111B111111日111111ǅ111111ªʰ11'],
    ['last 4 digits of three cards', 'visa 1111, amex 0005, jcb 0000'],
  ])('lets %s pass', (_what, text) => {
    expect(holdsCardNumber(text)).toBe(false);
    expect(withoutCardNumber(text)._unsafeUnwrap()).toBe(text);
  });
});

describe('a payment method reference', () => {
  it.each(['pm_abc', 'pm_1N3TqL2eZvKYlo2C', 'pm_card_visa', `pm_${'x'.repeat(61)}`])('may be %s', (text) => {
    expect(PaymentMethodReference.parse(text)._unsafeUnwrap()).toBe(text);
  });

  it.each([
    '',
    'pm_ab',
    `pm_${'x'.repeat(62)}`,
    'pm-abcdef',
    'card_abcdef',
    ' pm_abcdef',
    'pm_abcdef ',
    'pm_abc def',
    'pm_äöüäöü',
    'pm_abc\n',
    null as never,
    ['pm_abcdef'] as never,
  ])('is never %j', (text) => {
    expect(PaymentMethodReference.parse(text)._unsafeUnwrapErr()).toEqual({
      kind: 'InvalidPaymentMethodReference',
      reason: 'shape',
    });
  });

  it('holds no card number', () => {
    for (const text of ['pm_4111111111111111', 'pm_4111_1111_1111_1111', 'pm_x41111111111111x']) {
      expect(PaymentMethodReference.parse(text)._unsafeUnwrapErr()).toEqual({
        kind: 'InvalidPaymentMethodReference',
        reason: 'card-number',
      });
    }
  });
});
