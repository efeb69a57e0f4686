import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CardNumber } from '../../../src/domain/card/card-number.ts';
import { maskCard } from '../../../src/domain/card/mask-card.ts';
import { cardNetworks, Last4, showMasked } from '../../../src/domain/card/masked-card.ts';

const maskedAs = (text: string) => maskCard(CardNumber.from(text))._unsafeUnwrap();
const refusedAs = (text: string) => maskCard(CardNumber.from(text))._unsafeUnwrapErr();

describe('masking a card', () => {
  it.each([
    ['4111111111111111', '1111', 'visa'],
    ['5555555555554444', '4444', 'mastercard'],
    ['378282246310005', '0005', 'american-express'],
    ['30569309025904', '5904', 'diners-club'],
    ['6011111111111117', '1117', 'discover'],
    ['3530111333300000', '0000', 'jcb'],
    ['6240000000000000', '0000', 'unionpay'],
    ['6759649826438453', '8453', 'maestro'],
    ['2200000000000004', '0004', 'other'],
  ])('keeps the last 4 digits and the network (%s)', (digits, last4, network) => {
    expect(maskedAs(digits)).toEqual({ last4, network });
  });

  it('takes a number as it is printed on the card', () => {
    expect(maskedAs(' 4111 1111\u00a01111-1111 ')).toEqual({ last4: '1111', network: 'visa' });
    expect(maskedAs('4111–1111—1111‐1111')).toEqual({ last4: '1111', network: 'visa' });
  });

  it('takes a UnionPay number without a check digit, and no other', () => {
    expect(maskedAs('6240000000000001')).toEqual({ last4: '0001', network: 'unionpay' });
    expect(refusedAs('4111111111111112')).toEqual({ kind: 'InvalidCardNumber', reason: 'check-digit' });
  });

  it('takes 12 to 19 digits', () => {
    expect(maskedAs('501800000009')).toEqual({ last4: '0009', network: 'maestro' });
    expect(maskedAs('6240000000000000000')).toEqual({ last4: '0000', network: 'unionpay' });
    expect(refusedAs('50180000000')).toEqual({ kind: 'InvalidCardNumber', reason: 'length' });
    expect(refusedAs('62400000000000000000')).toEqual({ kind: 'InvalidCardNumber', reason: 'length' });
  });

  it.each([
    ['', 'not-digits'],
    ['no card', 'not-digits'],
    ['4111.1111.1111.1111', 'not-digits'],
    ['x4111111111111111', 'not-digits'],
    ['4111111111111111x', 'not-digits'],
    ['41111111111111', 'length'],
    ['00000000000', 'length'],
    ['000000000000', 'network'],
    ['0000000000000000000', 'network'],
    ['00000000000000000000', 'length'],
    ['0000000000000000', 'network'],
    ['9999999999999995', 'network'],
    ['4111111111111121', 'check-digit'],
  ])('says why it is none (%s)', (text, reason) => {
    expect(refusedAs(text)).toEqual({ kind: 'InvalidCardNumber', reason });
  });

  it('is the only place that reveals a card number', () => {
    const root = join(import.meta.dirname, '../../../src');
    expect(filesThatRevealCardNumbers(root)).toEqual([join('domain', 'card', 'mask-card.ts')]);
  });
});

/** Files that speak of card numbers and call `reveal`; the base class that has the method speaks of none. */
function filesThatRevealCardNumbers(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => {
      const source = readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      return /\bCardNumber\b/.test(source) && /\.reveal\s*\(/.test(source);
    });
}

describe('a card number on its way', () => {
  const number = CardNumber.from('4111111111111111');

  it('shows itself nowhere', () => {
    for (const shown of [String(number), JSON.stringify({ number }), inspect({ number }), ['', number].join()]) {
      expect(shown).not.toMatch(/[0-9]/);
      expect(shown).toContain('<redacted>');
    }
  });
});

describe('a masked card', () => {
  it('is shown by its last 4 digits', () => {
    expect(showMasked(maskedAs('4111111111111111'))).toBe('•••• 1111');
  });

  it('has exactly 4 ASCII digits', () => {
    expect(Last4.parse('0042')._unsafeUnwrap()).toBe('0042');
    for (const text of ['042', '00042', '004x', 'x0042', '٠٠٤٢', '', null as never]) {
      expect(Last4.parse(text)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidLast4' });
    }
    expect(Last4.parse(1234 as never).isErr()).toBe(true);
  });

  it('names every network once', () => {
    expect(cardNetworks).toEqual([
      'visa',
      'mastercard',
      'american-express',
      'diners-club',
      'discover',
      'jcb',
      'unionpay',
      'maestro',
      'other',
    ]);
  });
});
