import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdsCardNumber } from '../../../src/domain/card/card-number-guard.ts';
import { PowerBankId } from '../../../src/domain/order/power-bank-id.ts';
import { StationId } from '../../../src/domain/order/station-id.ts';
import { cardLikeDigits } from '../../arbitraries/card.ts';
import { powerBanks, stations } from '../../arbitraries/order.ts';

/** What a caller without types may pass: right as soon as it is made a text. */
const noText = (text: string): string => [text] as unknown as string;

describe('the name of a station', () => {
  test.each(['FRA-0042', 'FRA-1', 'BERLIN-123456'])('is as printed on it: %s', (text) => {
    expect(StationId.parse(text)._unsafeUnwrap()).toBe(text);
  });

  test.each([
    '',
    'FR-0042',
    'BERLINX-1',
    'FRA-',
    'FRA-1234567',
    'fra-0042',
    'FRA0042',
    'FRA_0042',
    ' FRA-0042',
    'FRA-0042 ',
    'FRA-0042\n',
    'FRÄ-0042',
    'FRA-٠٤٢',
    'xFRA-0042',
    noText('FRA-0042'),
  ])('is nothing else: %j', (text) => {
    expect(StationId.parse(text)._unsafeUnwrapErr()).toStrictEqual({ kind: 'InvalidStationId' });
  });
});

describe('the name of a power bank', () => {
  test.each(['PB-004711', 'PB-1', 'MODELX-12345678'])('is as printed on it: %s', (text) => {
    expect(PowerBankId.parse(text)._unsafeUnwrap()).toBe(text);
  });

  test.each([
    '',
    'P-1',
    'MODELXY-1',
    'PB-',
    'PB-123456789',
    'pb-004711',
    'PB004711',
    ' PB-1',
    'PB-1 ',
    'PB-1\n',
    'xPB-1',
    noText('PB-004711'),
  ])('is nothing else: %j', (text) => {
    expect(PowerBankId.parse(text)._unsafeUnwrapErr()).toStrictEqual({ kind: 'InvalidPowerBankId' });
  });
});

describe('printed names, always', () => {
  test('no card number fits into one', () => {
    fc.assert(
      fc.property(fc.oneof(stations, powerBanks), (name) => {
        expect(holdsCardNumber(name)).toBe(false);
      }),
    );
  });

  test('a card number is refused, whatever letters stand before it', () => {
    fc.assert(
      fc.property(cardLikeDigits, fc.constantFrom('', 'PB-', 'FRA-', 'FRA-0042-'), (digits, before) => {
        expect(StationId.parse(before + digits).isErr()).toBe(true);
        expect(PowerBankId.parse(before + digits).isErr()).toBe(true);
      }),
    );
  });
});
