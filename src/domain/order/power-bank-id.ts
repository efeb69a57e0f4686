import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/** A power bank, such as `PB-004711`: model and number, as printed on it. */
export type PowerBankId = Brand<string, 'PowerBankId'>;

/** The text names no power bank. */
export interface InvalidPowerBankId {
  readonly kind: 'InvalidPowerBankId';
}

/** Smart constructor: accepts the label as printed, such as `PB-004711`, in capitals. */
export const PowerBankId = {
  /** 2 to 6 capital letters, a hyphen, 1 to 8 digits: too few digits to hold a card number (POLICY.md C14). */
  parse(text: string): Result<PowerBankId, InvalidPowerBankId> {
    return typeof text === 'string' && /^[A-Z]{2,6}-\d{1,8}$/.test(text)
      ? ok(text as PowerBankId) // sound: the shape was just checked
      : err({ kind: 'InvalidPowerBankId' });
  },
};
