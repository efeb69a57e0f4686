import { randomBytes } from 'node:crypto';
import type { StoreName } from '../../domain/data-map/vocabulary.ts';
import type { AccountRole } from '../../domain/database-account/account-role.ts';
import { Redacted } from '../../domain/redacted.ts';

/** The password of an account: it never shows but where it is asked for by name. */
export class AccountPassword extends Redacted<string> {
  declare private readonly kind: 'AccountPassword';
}

/** A password that was made, and for whom. */
export interface MadePassword {
  readonly user: string;
  readonly host: string;
  readonly role: AccountRole;
  /** The stores on whose server it counts. */
  readonly stores: readonly StoreName[];
  readonly password: AccountPassword;
}

/** Where new passwords go. An exception of either stops what is under way. */
export interface PasswordKeeper {
  /**
   * Keeps a password where its owner finds it, before it counts: of a password that nobody has an account is locked out, and
   * one too many harms nobody.
   */
  readonly keep: (made: MadePassword) => Promise<void>;
  /** Told once it counts, so that it can take the place of the one before. */
  readonly counts?: (made: MadePassword) => Promise<void>;
}

/** 256 bits of chance, after a character of each kind that servers with rules about passwords ask for. */
export function newPassword(): AccountPassword {
  return new AccountPassword(`Aa1-${randomBytes(32).toString('base64url')}`);
}
