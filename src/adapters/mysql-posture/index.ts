import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { DatabasePosture } from '../../application/ports/posture.ts';
import type { Stores } from '../../application/ports/stores.ts';
import type { StoreName } from '../../domain/data-map/vocabulary.ts';
import type { Instant } from '../../domain/instant.ts';
import { seen, unseen } from '../../domain/posture/seen.ts';
import { errAsync, ok, okAsync, ResultAsync, safeTry } from '../../domain/result.ts';
import { lookFailure } from './look-failure.ts';
import { schemaFacts } from './schema-facts.ts';
import { addressesOf, type LookedServer, serverLook } from './server-look.ts';

export type {
  DatabasePosture,
  PostureGate,
  ProviderPosture,
  RefusedCheck,
  VaultBackups,
} from '../../application/ports/posture.ts';
export {
  type CorePosture,
  type ExaminePosture,
  examinePosture,
  type PostureSources,
} from '../../application/posture/examine-posture.ts';
export { postureGate } from '../../application/posture/posture-gate.ts';

/** The two servers, and who looks at them. */
export interface MysqlPostureOptions {
  /** As the core connects: `mysql://user:password@host:port/database`. */
  readonly dataUrl: string;
  readonly vaultUrl: string;
  /**
   * The same databases by accounts that may see more: `SELECT ON mysql.*` and `PROCESS`. By default the core's own look, and
   * what they may not see is not checked.
   */
  readonly lookUrls?: Readonly<Partial<Record<StoreName, string>>>;
  /** Of the same two databases: tells which steps of their schemas are pending. */
  readonly stores: Pick<Stores, 'pendingMigrations'>;
  /** The clock that those of the servers are compared with. */
  readonly now?: () => number;
  /** Tells the addresses of a host; by default as the system does. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** How long an answer may take, in milliseconds; 10 s by default. */
  readonly timeoutMs?: number;
}

const elsewhere = unseen('whoever looks is connected to another server than the core');

/** Looks at two MySQL servers by statements that only look. */
export function mysqlPosture(options: MysqlPostureOptions): DatabasePosture {
  const { dataUrl, vaultUrl, lookUrls = {}, stores, now = Date.now, timeoutMs = 10_000 } = options;
  const resolve = options.resolve ?? addressesOf;
  const look = (store: StoreName, url: string): ResultAsync<LookedServer, PortFailure> =>
    ResultAsync.fromPromise(serverLook({ url, lookUrl: lookUrls[store] ?? url, now, resolve, timeoutMs }), (problem) =>
      lookFailure(store, problem),
    );
  return {
    look: () =>
      safeTry(async function* () {
        const data = yield* look('data', dataUrl);
        const vault = yield* look('vault', vaultUrl);
        // An account that may not read the migrator's own tables is no reason to see nothing at all.
        const pending = yield* stores
          .pendingMigrations()
          .map((steps): readonly string[] | null => steps.map(({ name }) => name))
          .orElse((failure) => (failure.retryable ? errAsync(failure) : okAsync(null)));
        const isSeen = [data, vault].every(({ facts }) => facts.lookedAtId === facts.serverId);
        const schema = !isSeen ? elsewhere : schemaFacts({ data: data.columns, vault: vault.columns }, pending);
        const at = Math.floor(now()) as Instant; // sound: whole milliseconds of our time
        return ok(seen({ at, servers: { data: data.facts, vault: vault.facts }, schema }));
      }),
  };
}
