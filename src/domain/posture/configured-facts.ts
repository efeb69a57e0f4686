import type { Instant } from '../instant.ts';
import type { Residencies } from '../residency/residency.ts';
import type { ResidencyPolicy } from '../residency/residency-policy.ts';
import type { Seen } from './seen.ts';

/** What the configuration says. */
export interface ConfiguredFacts {
  readonly engine: 'mysql' | 'sqlite';
  /** Where personal data may be, and who may be elsewhere. */
  readonly residency: ResidencyPolicy;
  readonly mail: Seen<Residencies>;
  /** Where text messages go, and where those go that the first company does not take. */
  readonly sms: Seen<Residencies>;
  readonly keys: Seen<Residencies>;
}

/** Backups of the vault as they lie in a folder. */
export interface BackupFacts {
  readonly at: Instant;
  readonly madeAt: readonly Instant[];
}
