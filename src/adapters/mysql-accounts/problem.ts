import { type PortFailure, portFailure } from '../../application/ports/port-failure.ts';
import type { StoreName } from '../../domain/data-map/vocabulary.ts';

/** Why nothing, or not all, was done to the accounts. None names an account, an address or a password. */
export type AccountsProblem =
  /** The administrator's own account is refused, or lacks a right: CREATE USER, GRANT OPTION, or SELECT on `mysql`. */
  | { readonly kind: 'AdministratorNotAllowed'; readonly store: StoreName }
  /** The connection is not encrypted and leaves the machine: a new password would go over it as it is. */
  | { readonly kind: 'ConnectionNotEncrypted'; readonly store: StoreName }
  /** `log_raw` is on: the server would write new passwords into its logs as they are. */
  | { readonly kind: 'PasswordsWouldBeLogged'; readonly store: StoreName }
  /** Older than 8.0.22: it knows no attributes of accounts, or wants more rights than are declared. */
  | { readonly kind: 'ServerTooOld'; readonly store: StoreName }
  /** What the server says of a grant cannot be read, so nobody can say whether it is too wide. */
  | { readonly kind: 'UnreadableGrant'; readonly store: StoreName }
  /** Somebody else runs this on the same server, and was not done in time: two at once would take each other's passwords. */
  | { readonly kind: 'AnotherRunUnderWay'; readonly store: StoreName }
  /** A new password could not be kept where it was to be, so the account was left as it is. */
  | { readonly kind: 'PasswordNotKept'; readonly store: StoreName }
  | PortFailure;

/** Carries a problem to the edge, where it becomes a value. */
export class Stopped extends Error {
  readonly problem: AccountsProblem;

  constructor(problem: AccountsProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/** What went wrong, by the driver's number alone: its message quotes accounts, and may quote a statement. */
export function problemOf(error: unknown, store: StoreName): AccountsProblem {
  if (error instanceof Stopped) return error.problem;
  const number = numberOf(error);
  if (number !== null && refusals.has(number)) return { kind: 'AdministratorNotAllowed', store };
  return portFailure(store === 'data' ? 'DataStore' : 'Vault', true, error);
}

/** Whether an account could not be made because there is one of its name and host. */
export function isThereAlready(error: unknown): boolean {
  return numberOf(error) === 1396;
}

function numberOf(error: unknown): number | null {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : null;
}

const refusals: ReadonlySet<number> = new Set([
  1044, // no access to the database
  1045, // not logged in
  1142, // no right to the table
  1227, // lacks a right of the whole server
  1410, // may not create a user by granting
  1698, // not logged in by this plugin
  3530, // may not touch an account with SYSTEM_USER
]);
