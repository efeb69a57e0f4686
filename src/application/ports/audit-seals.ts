import type { AuditSeal } from '../../domain/audit/seal.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** Signs the links of the audit log and the lines of its sink, and tells which are genuine. */
export interface AuditSeals {
  /** Ed25519 over a text in UTF-8, by the installation's signing key. */
  sign(text: string): ResultAsync<AuditSeal, PortFailure>;
  /** Whether one of the installation's keys made it, and nothing of it was changed since. */
  isGenuine(text: string, seal: AuditSeal): ResultAsync<boolean, PortFailure>;
}
