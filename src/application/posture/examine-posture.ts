import type { ConfiguredFacts } from '../../domain/posture/configured-facts.ts';
import type { CoreFacts } from '../../domain/posture/core-facts.ts';
import { instanceOf } from '../../domain/posture/instance-of.ts';
import { judgePosture, type PostureLine } from '../../domain/posture/posture.ts';
import type { FactSource, PostureCheck } from '../../domain/posture/posture-check.ts';
import { type Seen, seen, type Unseen, unseen } from '../../domain/posture/seen.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { DatabasePosture, ProviderPosture, VaultBackups } from '../ports/posture.ts';

/** Looks how far the core is with what it has to do in time. */
export interface CorePosture {
  /** Fails where a store does not answer; a core that does not open is unseen. */
  look(): ResultAsync<Seen<CoreFacts>, PortFailure>;
}

/** Where facts come from; for a source that there is not, the reason why. */
export interface PostureSources {
  readonly database: DatabasePosture | Unseen;
  readonly core: CorePosture | Unseen;
  readonly provider: ProviderPosture | Unseen;
  /** Where there is none, the provider's own backups of the vault count. */
  readonly backups: VaultBackups | Unseen;
  readonly configuration: Seen<ConfiguredFacts>;
}

/** Holds a live installation against the policy, by these checks: what failed first, then what could not be checked. */
export type ExaminePosture = (checks: readonly PostureCheck[]) => ResultAsync<readonly PostureLine[], PortFailure>;

/** Makes the use case. It asks no source that none of the checks can use. */
export function examinePosture({ database, core, provider, backups, configuration }: PostureSources): ExaminePosture {
  return (checks) =>
    safeTry(async function* () {
      const needed = (...sources: readonly FactSource[]): boolean =>
        checks.some(({ needs }) => sources.includes(needs));
      // What a provider tells of an instance counts only where the core connects to it.
      const ofInstances =
        'look' in provider && needed('provider', ...('look' in backups ? [] : (['backups'] as const)));
      const servers = yield* looked(database, needed('database') || ofInstances);
      const instances = yield* looked(provider, needed('provider', 'database', 'backups'));
      const inFolder = yield* looked(backups, needed('backups'));
      const facts = {
        database: servers,
        core: yield* looked(core, needed('core')),
        provider: instances,
        backups: inFolder.kind === 'unseen' ? ofTheVault(instances, servers, inFolder) : inFolder,
        configuration,
      };
      return ok(judgePosture(facts, checks));
    });
}

type Source<Facts, Failure> = { look(): ResultAsync<Seen<Facts>, Failure> } | Unseen;

function looked<Facts, Failure>(source: Source<Facts, Failure>, isNeeded: boolean): ResultAsync<Seen<Facts>, Failure> {
  if ('look' in source) return isNeeded ? source.look() : okAsync(unseen('nothing asked for it'));
  return okAsync(source);
}

type Known = Parameters<typeof judgePosture>[0];

/** The provider's backups of the vault. Where both sources are silent, the one that speaks of a folder says why. */
function ofTheVault(provider: Known['provider'], database: Known['database'], inFolder: Unseen): Known['backups'] {
  if (provider.kind === 'unseen') return inFolder;
  const { at } = provider.value;
  const vault = instanceOf('vault', { provider, database });
  if (vault.kind === 'unseen') return vault;
  const { backups } = vault.value;
  return backups.kind === 'seen' ? seen({ at, madeAt: backups.value }) : backups;
}
