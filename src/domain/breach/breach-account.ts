import { type AccountRole, accountRoles } from '../database-account/account-role.ts';
import { err, ok, type Result } from '../result.ts';
import { StaffId } from '../staff/staff-id.ts';

/** Whose access a breach went through: a named individual of the staff, or an account of the database. */
export type BreachAccount =
  | { readonly kind: 'staff'; readonly staff: StaffId }
  | { readonly kind: 'database'; readonly role: AccountRole };

/** The text names neither. */
export interface InvalidBreachAccount {
  readonly kind: 'InvalidBreachAccount';
}

/** Smart constructor: `anna.support`, or `db:` and the role of an account, such as `db:application`. */
export const BreachAccount = {
  /** What is refused stands in no error. */
  parse(text: string): Result<BreachAccount, InvalidBreachAccount> {
    const role = accountRoles.find((one) => text === `db:${one}`);
    if (role !== undefined) return ok({ kind: 'database', role });
    return StaffId.parse(text)
      .map((staff): BreachAccount => ({ kind: 'staff', staff }))
      .orElse(() => err({ kind: 'InvalidBreachAccount' as const }));
  },
};
