import type { StoreName } from '../data-map/vocabulary.ts';
import type { BackupFacts, ConfiguredFacts } from './configured-facts.ts';
import type { CoreFacts } from './core-facts.ts';
import type { ProviderFacts } from './provider-facts.ts';
import type { Seen } from './seen.ts';
import type { DatabaseFacts, ServerFacts } from './server-facts.ts';

/** All that checks judge by. What nobody looked at is unseen. */
export interface PostureFacts {
  readonly database: Seen<DatabaseFacts>;
  readonly core: Seen<CoreFacts>;
  readonly provider: Seen<ProviderFacts>;
  readonly backups: Seen<BackupFacts>;
  readonly configuration: Seen<ConfiguredFacts>;
}

/** A clause of POLICY.md. */
export type Clause = `C${number}`;

/** From where the facts of a check come. */
export type FactSource = keyof PostureFacts;

/** What a check came to. `found` says what was seen, to whoever runs the installation. */
export type CheckResult =
  | { readonly kind: 'ok'; readonly found: string }
  | { readonly kind: 'failed'; readonly found: string }
  | { readonly kind: 'not-checked'; readonly why: string };

/** One thing that must be so in a live installation. */
export interface PostureCheck {
  /** A name that stays: settings, scripts and the runbook refer to it. */
  readonly id: string;
  /** The clauses of POLICY.md that it proves. */
  readonly clauses: readonly [Clause, ...Clause[]];
  /** Without this source it cannot be checked; another one may make the answer better. */
  readonly needs: FactSource;
  readonly expected: string;
  readonly mend: string;
  /** Decides by what was seen, and by nothing else. */
  readonly judge: (facts: PostureFacts) => CheckResult;
}

/** It is so. */
export function fine(found: string): CheckResult {
  return { kind: 'ok', found };
}

/** It is not so. */
export function failed(found: string): CheckResult {
  return { kind: 'failed', found };
}

/** Nobody looked, and why. */
export function notChecked(why: string): CheckResult {
  return { kind: 'not-checked', why };
}

/** Judges what was seen; what was not is not checked. */
export function whereSeen<Value>(fact: Seen<Value>, judge: (value: Value) => CheckResult): CheckResult {
  return fact.kind === 'seen' ? judge(fact.value) : notChecked(fact.why);
}

const storeWords: Readonly<Record<StoreName, string>> = { data: 'data store', vault: 'vault' };

/** Judges each of the two stores; the worse result counts, and what was found says of which. */
export function inBothStores(judge: (store: StoreName) => CheckResult): CheckResult {
  const results = { data: judge('data'), vault: judge('vault') };
  const kinds = Object.values(results).map(({ kind }) => kind);
  const text = (result: CheckResult): string => (result.kind === 'not-checked' ? result.why : result.found);
  const told = (store: StoreName, isAside: boolean): string =>
    `${storeWords[store]}: ${isAside ? 'not checked, ' : ''}${text(results[store])}`;
  const isMixed = kinds.includes('not-checked') && !kinds.every((kind) => kind === 'not-checked');
  const words =
    text(results.data) === text(results.vault) && results.data.kind === results.vault.kind
      ? `both: ${text(results.data)}`
      : (['data', 'vault'] as const)
          .map((store) => told(store, isMixed && results[store].kind === 'not-checked'))
          .join('; ');
  if (kinds.includes('failed')) return failed(words);
  return kinds.includes('not-checked') ? notChecked(words) : fine(words);
}

/** Of which store a server is, and what else was seen. */
export interface AroundServer {
  readonly store: StoreName;
  readonly database: DatabaseFacts;
  readonly facts: PostureFacts;
}

/** Judges the server of each store. */
export function onBothServers(
  judge: (server: ServerFacts, around: AroundServer) => CheckResult,
): PostureCheck['judge'] {
  return (facts) =>
    whereSeen(facts.database, (database) =>
      inBothStores((store) => {
        const server = database.servers[store];
        return server.lookedAtId === server.serverId
          ? judge(server, { store, database, facts })
          : notChecked('whoever looks is connected to another server than the core');
      }),
    );
}

const listed = 4;

/** A few of many, and how many more there are. */
export function some(names: readonly string[]): string {
  const rest = names.length - listed;
  return rest > 0 ? `${names.slice(0, listed).join(', ')} and ${rest} more` : names.join(', ');
}
