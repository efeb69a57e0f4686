import type { Erasure, Kept } from '../../domain/deletion/erasure.ts';
import type { Holdings } from '../../domain/deletion/holdings.ts';
import type { ErasureStanding } from '../../domain/deletion/ledger.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** How far the data store has done what the vault's ledger says. A restored backup has not, and must not serve before. */
export interface LedgerProgress {
  /** Up to which position everything is known to be done; 0 in a new store. */
  position(): ResultAsync<number, PortFailure>;
  /** Records it; never back. */
  record(position: number, at: Instant): ResultAsync<void, PortFailure>;
  /** How the store stands to each of these erasures, with one look; it sees all that was committed before the call. */
  standingOf(
    erasures: readonly { readonly erasure: ErasureId; readonly subject: SubjectId }[],
  ): ResultAsync<ReadonlyMap<ErasureId, ErasureStanding>, PortFailure>;
  /**
   * Fences an account that is back, without opening a value, since its keys may be gone: state `leaving`, no session, no code
   * that the person asked for and no unsent notice is left. Adds the erasure, with what `keptOf` says of the holdings, to be
   * taken up from `dueAt` on; the account counts as left when the erasure was requested. Answers the erasure. Where the store
   * knows of it already, or the account is not active, nothing changes, and the answer is null.
   */
  fenceAgain(
    erasure: Omit<Erasure, 'kept'>,
    dueAt: Instant | null,
    keptOf: (holdings: Holdings) => readonly Kept[],
  ): ResultAsync<Erasure | null, PortFailure>;
}
