import { err, ok, type Result } from '../result.ts';
import { isTokenText, OpaqueToken } from '../session/opaque-token.ts';

/**
 * Secrets of the staff. Each begins with a word of its own, so that one that strays into a file or a log is found by a search,
 * and none passes for a token of a customer's.
 */

const sessionPrefix = 'joos_staff_';
const invitationPrefix = 'joos_invite_';

/** The text is no token of a session of the staff. */
export interface InvalidStaffSessionToken {
  readonly kind: 'InvalidStaffSessionToken';
}

/** What a member of the staff shows who has signed in. */
export class StaffSessionToken extends OpaqueToken {
  /** For the compiler alone: no other secret passes for one. */
  declare protected readonly staffSessionToken: true;

  /** @throws RangeError if there are not exactly 32 bytes. */
  static fromBytes(bytes: Uint8Array): StaffSessionToken {
    return new StaffSessionToken(`${sessionPrefix}${StaffSessionToken.textOf(bytes)}`);
  }

  /** Accepts the one spelling that {@link StaffSessionToken.fromBytes} gives and nothing else. */
  static parse(text: string): Result<StaffSessionToken, InvalidStaffSessionToken> {
    return isPrefixed(text, sessionPrefix)
      ? ok(new StaffSessionToken(text))
      : err({ kind: 'InvalidStaffSessionToken' });
  }
}

/** The text is no invitation. */
export interface InvalidInvitationToken {
  readonly kind: 'InvalidInvitationToken';
}

/** What somebody shows at the first sign-in who was appointed: it binds the identity at the company's provider to the member. */
export class InvitationToken extends OpaqueToken {
  /** For the compiler alone: no other secret passes for one. */
  declare protected readonly invitationToken: true;

  /** @throws RangeError if there are not exactly 32 bytes. */
  static fromBytes(bytes: Uint8Array): InvitationToken {
    return new InvitationToken(`${invitationPrefix}${InvitationToken.textOf(bytes)}`);
  }

  /** Accepts the one spelling that {@link InvitationToken.fromBytes} gives and nothing else. */
  static parse(text: string): Result<InvitationToken, InvalidInvitationToken> {
    return isPrefixed(text, invitationPrefix) ? ok(new InvitationToken(text)) : err({ kind: 'InvalidInvitationToken' });
  }
}

function isPrefixed(text: string, prefix: string): boolean {
  return typeof text === 'string' && text.startsWith(prefix) && isTokenText(text.slice(prefix.length));
}
