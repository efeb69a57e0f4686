import type { StoreName } from '../data-map/vocabulary.ts';
import type { Instant } from '../instant.ts';
import type { Seen } from './seen.ts';

/** Where something runs: in a region of a company, on this machine, or somewhere that nobody told. */
export type ConfiguredPlace =
  | { readonly kind: 'region'; readonly region: string }
  | { readonly kind: 'here' }
  | { readonly kind: 'unknown' };

/** What the configuration says. */
export interface ConfiguredFacts {
  readonly engine: 'mysql' | 'sqlite';
  /** Regions where personal data may be. */
  readonly allowedRegions: readonly string[];
  readonly mail: Seen<ConfiguredPlace>;
  /** Where text messages go, and where those go that the first company does not take. */
  readonly sms: Seen<readonly ConfiguredPlace[]>;
  readonly keys: Seen<ConfiguredPlace>;
  /** Stores that are an instance of Alibaba Cloud RDS. */
  readonly managed: readonly StoreName[];
}

/** Backups of the vault as they lie in a folder. */
export interface BackupFacts {
  readonly at: Instant;
  readonly madeAt: readonly Instant[];
}
