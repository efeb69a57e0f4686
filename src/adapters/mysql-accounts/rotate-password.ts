import { type AccountRole, accountRoles } from '../../domain/database-account/account-role.ts';
import type { ResultAsync } from '../../domain/result.ts';
import { type KeepPassword, newPassword } from './account-password.ts';
import { kept } from './apply-accounts.ts';
import type { AccountsProblem } from './problem.ts';
import { quotedAccount, quotedText } from './quoted.ts';
import { type AdministeredServer, administering, type FoundAccount } from './server.ts';

/** Which accounts: one by its name, or every program's. Only accounts whose attribute says whose they are are touched. */
export type WhichAccounts = { readonly user: string } | 'all';

/** What became of one account. */
export interface RotatedAccount {
  readonly user: string;
  readonly host: string;
  readonly stores: AdministeredServer['stores'];
  readonly outcome: /** The new password counts, and the one before it still does. */
    | 'rotated'
    /** The password before the current one still counts. Nothing was done: a third would end it for whoever uses it. */
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
  keep: KeepPassword,
): ResultAsync<readonly RotatedAccount[], AccountsProblem> {
  const { stores } = server;
  return administering(server, async ({ accounts, run }) => {
    const rotated: RotatedAccount[] = [];
    for (const { user, host, hasOldPassword } of chosen(await accounts(), which)) {
      if (!hasOldPassword) {
        const password = newPassword();
        await kept(stores[0], keep({ user, host, stores, password }));
        const secret = quotedText(password.reveal());
        await run(`ALTER USER ${quotedAccount({ user, host })} IDENTIFIED BY ${secret} RETAIN CURRENT PASSWORD`);
      }
      rotated.push({ user, host, stores, outcome: hasOldPassword ? 'old-password-still-counts' : 'rotated' });
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

const ofPrograms: ReadonlySet<AccountRole> = new Set(accountRoles.filter((role) => role !== 'technical'));

/** A person's password is changed by name alone: whoever looks after the server may be at work. */
function chosen(found: readonly FoundAccount[], which: WhichAccounts): readonly FoundAccount[] {
  return found.filter(
    ({ user, owner }) => owner !== null && (which === 'all' ? ofPrograms.has(owner.role) : user === which.user),
  );
}
