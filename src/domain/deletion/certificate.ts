import type { TableName } from '../data-map/tables.ts';
import type { Category, KeyClass, LawfulBasis, StoreName } from '../data-map/vocabulary.ts';
import type { ErasureId } from '../ids.ts';
import type { RuleName } from './deletion-policy.ts';
import type { ErasureRequest, KeptUntil } from './erasure.ts';
import type { LedgerStep } from './ledger.ts';

/**
 * What a finished erasure can show for itself (POLICY.md C23 to C26; GDPR art. 5(2), 17 and 19). It names nobody: ids of
 * this one erasure, words of closed lists, times and counts, and no type in it has room for more.
 *
 * It is JSON as it stands: every field is a text, a number, null, a list or an object. Times are ISO 8601 in UTC.
 */
export interface ErasureCertificate {
  /** Of this format. A program that does not know the version must not judge the document. */
  readonly version: 1;
  /** The id of the erasure, which its person was told. */
  readonly certificate: ErasureId;
  /** The name of the installation that erased, such as `production`. */
  readonly installation: string;
  /** Whose wish or rule it was; never which member of the staff. */
  readonly requestedBy: ErasureRequest['kind'];
  readonly requestedAt: string;
  /** From here on nothing new of the person was written. */
  readonly fencedAt: string;
  readonly completedAt: string;
  readonly ledger: CertifiedLedger;
  readonly stores: readonly CertifiedStore[];
  readonly keys: readonly CertifiedKey[];
  readonly retained: readonly CertifiedRetention[];
  readonly processors: readonly CertifiedProcessor[];
  readonly verification: CertifiedScan;
  /** Null where no key was destroyed, so that nothing became unreadable by it. */
  readonly backups: CertifiedBackups | null;
  /** What follows from the signature, in plain sentences. */
  readonly proves: readonly string[];
  /** What does not follow from it. */
  readonly doesNotProve: readonly string[];
}

/** The steps of an erasure as the ledger names them. */
export type CertifiedStepName = LedgerStep;

/** Where the erasure stands in the append-only ledger of the vault. */
export interface CertifiedLedger {
  /** The place of the newest of the steps. */
  readonly position: number;
  readonly steps: readonly {
    readonly step: CertifiedStepName;
    readonly position: number;
    readonly recordedAt: string;
  }[];
}

/** How many rows of which table; a table without any is left out. */
export type RowCounts = Readonly<Partial<Record<TableName, number>>>;

/** What became of the rows in one of the two stores. */
export interface CertifiedStore {
  readonly store: StoreName;
  readonly deleted: RowCounts;
  /** Rows that were kept and lost the link to the person. */
  readonly pseudonymised: RowCounts;
  /** Rows that were kept with less in them, such as a day in place of an hour. */
  readonly coarsened: RowCounts;
}

/** A data key that was destroyed. */
export interface CertifiedKey {
  readonly keyClass: KeyClass;
  /** 8 bytes in hex that name the key without telling of it, as they stand before whatever it sealed. */
  readonly fingerprint: string;
  /** The epoch whose key had wrapped it last. */
  readonly epochId: number;
  readonly destroyedAt: string;
}

/** What outlives the account: how many records, by which rule, on what basis, until when. */
export interface CertifiedRetention {
  readonly category: Category;
  readonly records: number;
  readonly rule: RuleName;
  readonly basis: LawfulBasis;
  readonly until: KeptUntil;
}

/** What a processor that was told of the erasure answered (GDPR art. 19). */
export interface CertifiedProcessor {
  /** As the installation has it registered. */
  readonly name: string;
  readonly status: ProcessorOutcome;
  readonly at: string;
}

/** What came of telling a processor. */
export type ProcessorOutcome = 'completed' | 'refused' | 'unreachable';

/** The scan after the deletion, by code that the deletion does not use. With remnants there is no certificate. */
export interface CertifiedScan {
  readonly scannedAt: string;
  /** How many tables it went through. */
  readonly tables: number;
  readonly found: 0;
}

/** From when on backups hold nothing of the person that can be read. */
export interface CertifiedBackups {
  /** When the last of the destroyed keys went: what backups of the data store hold under them opens no more. */
  readonly dataStoreUnreadableSince: string;
  /** Before this, old backups of the vault may still hold the keys: until then the word is beyond use, not erased. */
  readonly vaultUnreadableFrom: string;
}
