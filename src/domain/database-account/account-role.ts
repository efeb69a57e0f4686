import type { StoreName } from '../data-map/vocabulary.ts';

/** What an account of the database is for: one of the system's own, or `technical`, which is one person's. */
export type AccountRole = SystemRole | 'technical';
/** The accounts that programs log in with, one of each in an installation. */
export type SystemRole = 'migrator' | 'application' | 'worker' | 'vault' | 'auditor' | 'doctor';
/** The accounts of programs, in the order in which an installation needs them. */
export const systemRoles: readonly SystemRole[] = ['migrator', 'application', 'worker', 'vault', 'auditor', 'doctor'];
/** Every role. */
export const accountRoles: readonly AccountRole[] = [...systemRoles, 'technical'];

/** Why there is such an account, and where. */
export interface AccountPurpose {
  readonly purpose: string;
  /** Clauses of POLICY.md. */
  readonly clauses: readonly [`C${number}`, ...`C${number}`[]];
  /** The databases that it reaches. */
  readonly stores: readonly [StoreName, ...StoreName[]];
}

/** What each account is for (POLICY.md C20, C21): whoever reads the data store reads no key, whoever migrates serves nobody. */
export const accountPurposes: Readonly<Record<AccountRole, AccountPurpose>> = {
  migrator: {
    purpose: 'Changes the schemas, while somebody runs `joos migrate`',
    clauses: ['C20', 'C21'],
    stores: ['data', 'vault'],
  },
  application: {
    purpose: 'Serves people: the data store of `joos serve` and of the commands that staff run',
    clauses: ['C15', 'C16', 'C20', 'C21'],
    stores: ['data'],
  },
  worker: {
    purpose: 'Does what is due: the data store of `joos worker` and of the retention sweep',
    clauses: ['C20', 'C21', 'C22', 'C25'],
    stores: ['data'],
  },
  vault: {
    purpose: 'Keeps the keys and the erasure ledger: the vault of every process',
    clauses: ['C16', 'C20', 'C21', 'C25'],
    stores: ['vault'],
  },
  auditor: {
    purpose: 'Reads who looked at whom and what was erased, and nothing else',
    clauses: ['C20', 'C21'],
    stores: ['data', 'vault'],
  },
  doctor: {
    purpose: 'Holds both servers against the policy for `joos doctor`: settings and accounts, and no row of anybody’s',
    clauses: ['C19', 'C20', 'C21'],
    stores: ['data', 'vault'],
  },
  technical: {
    purpose: 'One person of the technical staff looks after the server, and reads nobody’s data',
    clauses: ['C20', 'C21'],
    stores: ['data', 'vault'],
  },
};
