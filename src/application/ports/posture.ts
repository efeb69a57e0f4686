import type { BackupFacts } from '../../domain/posture/configured-facts.ts';
import type { ProviderFacts } from '../../domain/posture/provider-facts.ts';
import type { Seen } from '../../domain/posture/seen.ts';
import type { DatabaseFacts } from '../../domain/posture/server-facts.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** Looks at the servers of both stores. It changes nothing, and what its account may not see is unseen. */
export interface DatabasePosture {
  /** Fails where a server does not answer, or lets nobody in. */
  look(): ResultAsync<Seen<DatabaseFacts>, PortFailure>;
}

/** Asks the provider of the databases about its instances. Whatever it refuses is unseen. */
export interface ProviderPosture {
  /** Never fails: what is not told is unseen, with the reason. */
  look(): ResultAsync<Seen<ProviderFacts>, never>;
}

/** Looks which backups of the vault there are. */
export interface VaultBackups {
  /** Never fails: what cannot be read is unseen. */
  look(): ResultAsync<Seen<BackupFacts>, never>;
}

/** A check that was demanded and is not fine. What was found is not said: it names accounts. */
export interface RefusedCheck {
  readonly check: string;
  /** Where nobody could check it, nobody knows: that is no reason to open. */
  readonly result: 'failed' | 'not-checked';
}

/** Asked before the core opens. */
export interface PostureGate {
  /** The checks that were demanded and are not fine; none where the core may open. */
  refusedBy(): ResultAsync<readonly RefusedCheck[], PortFailure>;
}
