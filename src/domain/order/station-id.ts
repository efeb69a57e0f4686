import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/** A station that gives power banks out and takes them back, such as `FRA-0042`: place and number, as printed on it. */
export type StationId = Brand<string, 'StationId'>;

/** The text names no station. */
export interface InvalidStationId {
  readonly kind: 'InvalidStationId';
}

/** Smart constructor: accepts the label as printed, such as `FRA-0042`, in capitals. */
export const StationId = {
  /** 3 to 6 capital letters, a hyphen, 1 to 6 digits: too few digits to hold a card number (POLICY.md C14). */
  parse(text: string): Result<StationId, InvalidStationId> {
    return typeof text === 'string' && /^[A-Z]{3,6}-\d{1,6}$/.test(text)
      ? ok(text as StationId) // sound: the shape was just checked
      : err({ kind: 'InvalidStationId' });
  },
};
