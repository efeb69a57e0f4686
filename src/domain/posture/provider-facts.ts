import type { StoreName } from '../data-map/vocabulary.ts';
import type { Instant } from '../instant.ts';
import type { Seen } from './seen.ts';

/** An address under which an instance is reached. */
export interface EndpointFacts {
  readonly host: string;
  readonly isPublic: boolean;
}

/** How the provider keeps backups of an instance. */
export interface BackupPolicyFacts {
  /** For how many days a backup is kept; null where it is kept for as long as the instance. */
  readonly keptDays: number | null;
  /** For how many days the logs are kept by which any moment can be restored; null where none are. */
  readonly logsKeptDays: number | null;
  /** Backups are moved to an archive, where they last longer. */
  readonly archived: boolean;
}

/** One instance of a managed database, as its provider tells of it; each part may be refused by itself. */
export interface InstanceFacts {
  readonly instance: string;
  readonly region: Seen<string>;
  /** Such as `HighAvailability`; the provider's own word. */
  readonly edition: Seen<string>;
  readonly network: Seen<{ readonly isVpc: boolean; readonly endpoints: readonly EndpointFacts[] }>;
  /** Every address and network that may connect. */
  readonly allowed: Seen<readonly string[]>;
  readonly tls: Seen<{ readonly enabled: boolean; readonly expiresAt: Instant | null }>;
  readonly encryption: Seen<{ readonly disk: boolean; readonly tables: boolean }>;
  readonly backupPolicy: Seen<BackupPolicyFacts>;
  /** Where copies of backups go besides; null where none go. */
  readonly backupRegion: Seen<string | null>;
  /** When each backup that is there was made. */
  readonly backups: Seen<readonly Instant[]>;
}

/** The instances of the two stores. */
export interface ProviderFacts {
  readonly at: Instant;
  readonly instances: Readonly<Record<StoreName, InstanceFacts>>;
}
