import { err, ok, type Result } from '../result.ts';
import { isTokenText, OpaqueToken } from '../session/opaque-token.ts';

/** The text is no device token. */
export interface InvalidDeviceToken {
  readonly kind: 'InvalidDeviceToken';
}

/**
 * What a device that is not logged in yet shows when it comes back with a code: a code opens something only on the device
 * that asked for it, so whoever is tricked into reading it out gives away nothing.
 */
export class DeviceToken extends OpaqueToken {
  /** For the compiler alone: no other secret passes for a device token. */
  declare protected readonly deviceToken: true;

  /** @throws RangeError if there are not exactly 32 bytes. */
  static fromBytes(bytes: Uint8Array): DeviceToken {
    return new DeviceToken(DeviceToken.textOf(bytes));
  }

  /** Accepts the one spelling that {@link DeviceToken.fromBytes} gives and nothing else. */
  static parse(text: string): Result<DeviceToken, InvalidDeviceToken> {
    return isTokenText(text) ? ok(new DeviceToken(text)) : err({ kind: 'InvalidDeviceToken' });
  }
}
