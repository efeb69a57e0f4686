import { systemUser } from '../../domain/database-account/account-owner.ts';
import type { AccountRole } from '../../domain/database-account/account-role.ts';
import type { ResultAsync } from '../../domain/result.ts';
import { type AccountPassword, newPassword, type PasswordKeeper } from './account-password.ts';
import { kept } from './apply-accounts.ts';
import type { AccountsProblem } from './problem.ts';
import { quotedAccount, quotedText } from './quoted.ts';
import { type AdministeredServer, administering, type FoundAccount } from './server.ts';

/**
 * Which accounts: one by its name, or every program's whose names begin so. Only accounts whose attribute says whose they are
 * are touched.
 */
export type WhichAccounts = { readonly user: string } | { readonly prefix: string };

/** What became of one account. */
export interface RotatedAccount {
  readonly user: string;
  readonly host: string;
  readonly stores: AdministeredServer['stores'];
  readonly outcome: /** The new password counts, and the one before it still does. */
    | 'rotated'
    /**
     * The password before the current one still counts, of this account or of the same user from another network. Nothing
     * was done: a third would end it for whoever uses it, and the networks would have passwords of their own.
     */
    | 'old-password-still-counts'
    /** The password before the current one no longer counts. */
    | 'old-password-discarded'
    /** There was none to discard. */
    | 'no-old-password';
}

/**
 * Gives accounts new passwords, beside which the old ones go on counting (MySQL 8.0.14), so that nothing stops while the
 * processes get the new one. {@link discardOldPasswords} ends the old ones.
 */
export function rotatePasswords(
  server: AdministeredServer,
  which: WhichAccounts,
  { keep, counts }: PasswordKeeper,
): ResultAsync<readonly RotatedAccount[], AccountsProblem> {
  const { stores } = server;
  return administering(server, async ({ accounts, run }) => {
    const rotated: RotatedAccount[] = [];
    // Whoever logs in from several networks has one password for all of them.
    const passwords = new Map<string, AccountPassword>();
    const meant = chosen(await accounts(), which);
    const unended = new Set(meant.flatMap(({ user, hasOldPassword }) => (hasOldPassword ? [user] : [])));
    for (const { user, host, role } of meant) {
      if (!unended.has(user)) {
        const password = passwords.get(user) ?? newPassword();
        passwords.set(user, password);
        const made = { user, host, role, stores, password };
        await kept(stores[0], keep(made));
        const secret = quotedText(password.reveal());
        await run(`ALTER USER ${quotedAccount({ user, host })} IDENTIFIED BY ${secret} RETAIN CURRENT PASSWORD`);
        await kept(stores[0], counts?.(made));
      }
      rotated.push({ user, host, stores, outcome: unended.has(user) ? 'old-password-still-counts' : 'rotated' });
    }
    return rotated;
  });
}

/** Ends the passwords before the current ones, once every process has the new one. */
export function discardOldPasswords(
  server: AdministeredServer,
  which: WhichAccounts,
): ResultAsync<readonly RotatedAccount[], AccountsProblem> {
  const { stores } = server;
  return administering(server, async ({ accounts, run }) => {
    const discarded: RotatedAccount[] = [];
    for (const { user, host, hasOldPassword } of chosen(await accounts(), which)) {
      if (hasOldPassword) await run(`ALTER USER ${quotedAccount({ user, host })} DISCARD OLD PASSWORD`);
      discarded.push({ user, host, stores, outcome: hasOldPassword ? 'old-password-discarded' : 'no-old-password' });
    }
    return discarded;
  });
}

/** A person's password is changed by name alone: whoever looks after the server may be at work. */
function chosen(
  found: readonly FoundAccount[],
  which: WhichAccounts,
): readonly (FoundAccount & { readonly role: AccountRole })[] {
  return found.flatMap((account) => {
    const { user, owner } = account;
    if (owner === null) return [];
    const { role } = owner;
    const isMeant =
      'user' in which ? user === which.user : role !== 'technical' && user === systemUser(which.prefix, role);
    return isMeant ? [{ ...account, role }] : [];
  });
}
