import { type TableName, tableNames } from '../data-map/tables.ts';
import type { KeyClass, StoreName } from '../data-map/vocabulary.ts';
import type { ErasureId } from '../ids.ts';
import { dayMs, Instant } from '../instant.ts';
import { epochLifeMs } from '../keys/epoch.ts';
import { unreachable } from '../unreachable.ts';
import type {
  CertifiedBackups,
  CertifiedLedger,
  CertifiedStepName,
  ErasureCertificate,
  ProcessorOutcome,
  RowCounts,
} from './certificate.ts';
import { certificateDoesNotProve, certificateProves } from './certificate-claims.ts';
import type { ErasureRequest, Kept, KeptUntil } from './erasure.ts';

/** All that a certificate says, as the stores know it. No fact is a subject, an address, a name or a text of anyone's. */
export interface CertificateFacts {
  readonly erasure: ErasureId;
  /** The name of the installation: letters, digits and hyphens. */
  readonly installation: string;
  readonly requestedBy: ErasureRequest['kind'];
  readonly requestedAt: Instant;
  readonly fencedAt: Instant;
  readonly completedAt: Instant;
  /** The lines of this erasure in the ledger, in any order; at least one. */
  readonly ledger: readonly [LedgerPlace, ...LedgerPlace[]];
  readonly stores: readonly TouchedStore[];
  readonly keys: readonly ShreddedKey[];
  readonly retained: readonly Kept[];
  readonly processors: readonly ToldProcessor[];
  readonly verification: {
    readonly scannedAt: Instant;
    readonly tables: number;
    readonly found: 0;
  };
}

/** One line of the ledger: which step stands where, and since when. */
export interface LedgerPlace {
  readonly step: CertifiedStepName;
  readonly position: number;
  readonly recordedAt: Instant;
}

/** How many rows of which table; what is none of our tables is no part of a certificate. */
type Counted = Readonly<Record<string, number>>;

/** What an erasure did in a store. */
export interface TouchedStore {
  readonly store: StoreName;
  readonly deleted: Counted;
  readonly pseudonymised: Counted;
  readonly coarsened: Counted;
}

/** A data key that is no more. */
export interface ShreddedKey {
  readonly keyClass: KeyClass;
  /** 8 bytes in hex. */
  readonly fingerprint: string;
  readonly epochId: number;
  readonly destroyedAt: Instant;
}

/** A processor that was told of the erasure, and what it came to. */
export interface ToldProcessor {
  readonly name: string;
  readonly status: ProcessorOutcome;
  readonly at: Instant;
}

/** Backups of the vault are kept for 7 days at most. */
export const vaultBackupLifeMs: number = 7 * dayMs;

/**
 * The certificate of a finished erasure. The same facts always make the same certificate, whatever order their lists came
 * in: a worker that takes the step up again signs the same words.
 */
export function certificateOf(facts: CertificateFacts): ErasureCertificate {
  const { erasure, installation, requestedBy, verification } = facts;
  return {
    version: 1,
    certificate: erasure,
    installation,
    requestedBy,
    requestedAt: Instant.toISOString(facts.requestedAt),
    fencedAt: Instant.toISOString(facts.fencedAt),
    completedAt: Instant.toISOString(facts.completedAt),
    ledger: ledgerOf(facts.ledger),
    stores: facts.stores
      .map(({ store, deleted, pseudonymised, coarsened }) => ({
        store,
        deleted: countsOf(deleted),
        pseudonymised: countsOf(pseudonymised),
        coarsened: countsOf(coarsened),
      }))
      .toSorted(by(({ store }) => store)),
    keys: facts.keys
      .map(({ keyClass, fingerprint, epochId, destroyedAt }) => ({
        keyClass,
        fingerprint,
        epochId,
        destroyedAt: Instant.toISOString(destroyedAt),
      }))
      .toSorted(by(({ keyClass, fingerprint }) => `${keyClass}/${fingerprint}`)),
    retained: facts.retained.map(({ category, records, rule, basis, until }) => ({
      category,
      records,
      rule,
      basis,
      until: endOf(until),
    })),
    processors: facts.processors
      .map(({ name, status, at }) => ({ name, status, at: Instant.toISOString(at) }))
      .toSorted(by(({ name, at }) => `${name}/${at}`)),
    verification: { scannedAt: Instant.toISOString(verification.scannedAt), tables: verification.tables, found: 0 },
    backups: backupsAfter(facts.keys),
    proves: certificateProves,
    doesNotProve: certificateDoesNotProve,
  };
}

function ledgerOf(places: CertificateFacts['ledger']): CertifiedLedger {
  const steps = places
    .toSorted((one, other) => one.position - other.position)
    .map(({ step, position, recordedAt }) => ({ step, position, recordedAt: Instant.toISOString(recordedAt) }));
  return { position: Math.max(...places.map(({ position }) => position)), steps };
}

/** Built anew, so that nothing comes along which the type does not name. */
function endOf(until: KeptUntil): KeptUntil {
  switch (until.kind) {
    case 'day':
      return { kind: 'day', day: until.day };
    case 'settled':
      return { kind: 'settled', atMost: until.atMost };
    default:
      return unreachable(until satisfies never);
  }
}

/** By the names of our tables, so that a key of the counts can never bring a text into the certificate. */
function countsOf(counted: Counted): RowCounts {
  const counts: Partial<Record<TableName, number>> = {};
  for (const table of tableNames) {
    const count = counted[table] ?? 0;
    if (count > 0) counts[table] = count;
  }
  return counts;
}

/**
 * A backup of the vault from just before the shredding holds the keys, wrapped under its epoch key and with it. It is kept
 * for 7 days at most, counted from a day in the epoch's life of 7 days: from then on nothing is left that holds them.
 */
function backupsAfter(keys: readonly ShreddedKey[]): CertifiedBackups | null {
  const [first, ...others] = keys;
  if (first === undefined) return null;
  const last = others.reduce(
    (latest, { destroyedAt }) => (destroyedAt > latest ? destroyedAt : latest),
    first.destroyedAt,
  );
  return {
    dataStoreUnreadableSince: Instant.toISOString(last),
    vaultUnreadableFrom: Instant.toISOString(Instant.plusMs(last, epochLifeMs + vaultBackupLifeMs)),
  };
}

function by<Item>(key: (item: Item) => string): (one: Item, other: Item) => number {
  return (one, other) => (key(one) < key(other) ? -1 : Number(key(one) > key(other)));
}
