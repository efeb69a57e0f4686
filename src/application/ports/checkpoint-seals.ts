import type { LineSeal } from '../../domain/audit/checkpoint.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** Signs the checkpoints of the audit log, and tells which are genuine. */
export interface CheckpointSeals {
  /** Ed25519 over a text in UTF-8, by the installation's signing key. */
  sign(text: string): ResultAsync<LineSeal, PortFailure>;
  /** Whether one of the installation's keys made it. */
  isGenuine(text: string, seal: LineSeal): ResultAsync<boolean, PortFailure>;
}
