import type { SealedLink } from '../../domain/audit/chain.ts';
import type { RecordedRisk } from '../../domain/audit/disposal.ts';
import type { AuditSeal } from '../../domain/audit/seal.ts';
import type { Category } from '../../domain/data-map/vocabulary.ts';
import type { CardId, ErasureId, OrderId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** What an erasure leaves standing: kept orders with their payments and cards, and the categories that are under a hold. */
export interface LeftStanding {
  readonly orders: readonly OrderId[];
  readonly categories: readonly Category[];
}

/**
 * Signs that a risk goes with the account that it is about, by `disposalText`. It is shown the link and the row as they stand.
 * Null where that is not to be signed: then nothing is noted, and a verification finds that the record is gone.
 */
export type SealDisposal = (link: SealedLink, risk: RecordedRisk) => ResultAsync<AuditSeal | null, PortFailure>;

/** Gets rid of personal data in the data store. Every method may be called again at any time and then changes nothing. */
export interface Disposal {
  /**
   * Deletes every row of a fenced subject's but for what is left standing and what a hold or an open request protects at the
   * moment, and empties the user's row; in batches by key
   * order, so that no transaction grows with the person. Adds how many rows of which table went to the erasure, in the
   * transactions that delete them, and to the audit log, signed, of which of its links the record goes. Without a seal risks
   * stay.
   */
  purge(
    erasure: ErasureId,
    subject: SubjectId,
    left: LeftStanding,
    at: Instant,
    seal: SealDisposal | null,
  ): ResultAsync<void, PortFailure>;
  /**
   * Counts, by the data map and not by the code that purged, what is left of the subject beyond what is kept. Empty when
   * the erasure is true.
   */
  remnants(subject: SubjectId, left: LeftStanding): ResultAsync<Readonly<Record<string, number>>, PortFailure>;
  /** Orders of the subject's that outlive the account: those that are open or unpaid still. */
  keptOrdersOf(subject: SubjectId): ResultAsync<readonly OrderId[], PortFailure>;
  /**
   * Deletes a kept order that is settled, with its payment and, if nothing else is bound to it, its card; answers how many
   * kept orders the subject has left.
   */
  releaseSettled(subject: SubjectId, order: OrderId): ResultAsync<number, PortFailure>;
  /**
   * Kept orders that are settled but not released yet, as a crash between the two leaves them, or the end of a hold, so
   * many at most; none that a hold or an open request protects. Found without opening a sealed value: the keys may be gone.
   */
  settledKeptOrders(
    at: Instant,
    limit: number,
  ): ResultAsync<readonly { readonly subject: SubjectId; readonly order: OrderId }[], PortFailure>;
  /** Deletes a removed card that nothing is bound to any more (see `Reads.unneededCards`); answers how many there were. */
  dropCard(card: CardId): ResultAsync<number, PortFailure>;
  /** Deletes expired codes, sessions, log-in attempts, undoable changes and empty buckets, so many at most of each. */
  expire(at: Instant, limit: number): ResultAsync<number, PortFailure>;
}
