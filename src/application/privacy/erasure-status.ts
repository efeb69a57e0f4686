import type { ErasureState, Kept } from '../../domain/deletion/erasure.ts';
import { ErasureId, type InvalidId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** The erasure by its id, which is all that its person still holds. */
export interface ErasureStatusInput {
  /** As `cancelMyAccount` answered it. Who has it may ask: the person has no session any more. */
  readonly erasure: string;
}

/** How an erasure goes. Nothing in it says whose it is. */
export interface ErasureReport {
  readonly erasure: ErasureId;
  readonly state: ErasureState;
  readonly requestedAt: Instant;
  readonly completedAt: Instant | null;
  /** What outlives the account, why, and until when. */
  readonly kept: readonly Kept[];
}

/** Why nothing can be said of the erasure; that it is unfinished is no refusal but an answer. */
export type ErasureStatusRefusal = InvalidId | { readonly kind: 'NoSuchErasure' } | PortFailure;

/** Looks up how an erasure goes (POLICY.md C25). */
export type ErasureStatus = (input: ErasureStatusInput) => ResultAsync<ErasureReport, ErasureStatusRefusal>;

/** Makes the use case. */
export function erasureStatus({ store }: Pick<Ports, 'store'>): ErasureStatus {
  return (input) =>
    safeTry(async function* () {
      const id = yield* ErasureId.parse(input.erasure);
      const found = yield* store.reads.erasure(id);
      if (found === null) return err({ kind: 'NoSuchErasure' as const });
      const { erasure, state, requestedAt, completedAt, kept } = found;
      return ok({ erasure, state, requestedAt, completedAt, kept });
    });
}
