import type { Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import { type Charges, returnCharges } from './charges.ts';
import type { LostOrder, Order, ReturnedOrder } from './order.ts';
import type { StationId } from './station-id.ts';

/**
 * Support found out where and when a power bank really came back. The order keeps the end that was charged first, so that
 * its receipt goes on saying what it said; the correction stands beside it (POLICY.md C09, C11).
 */

/** The end as it should have been. */
export interface CorrectEnd {
  readonly kind: 'CorrectEnd';
  readonly station: StationId;
  readonly at: Instant;
}

/** A charged end was corrected; what the rental costs by that. */
export interface EndCorrected {
  readonly kind: 'EndCorrected';
  readonly station: StationId;
  readonly at: Instant;
  readonly items: Charges;
}

/** Why the end of a rental is not corrected; it stays as it is, and so does its receipt. */
export type EndCorrectionRejection =
  /** The rental is open or was cancelled: there is no charge to correct. */
  | { readonly kind: 'NothingCharged' }
  /** It was corrected before; what is still wrong is a matter of a refund. */
  | { readonly kind: 'AlreadyCorrected' }
  /** An order cannot end before it began. */
  | { readonly kind: 'EndsBeforeStart' };

/** Decides the correction of a charged end: a power bank that was reported lost costs the time used once it is found. */
export function decideEndCorrection(command: CorrectEnd, order: Order): Result<EndCorrected, EndCorrectionRejection> {
  if (order.kind !== 'returned' && order.kind !== 'lost') return err({ kind: 'NothingCharged' });
  if (order.corrected !== null) return err({ kind: 'AlreadyCorrected' });
  const { station, at } = command;
  const { startedAt, tariff } = order;
  if (at < startedAt) return err({ kind: 'EndsBeforeStart' });
  return ok({ kind: 'EndCorrected', station, at, items: returnCharges({ startedAt, endedAt: at, tariff }) });
}

/** The order after its correction. */
export function evolveEndCorrection<Charged extends ReturnedOrder | LostOrder>(
  order: Charged,
  { station, at }: EndCorrected,
): Charged {
  return { ...order, corrected: { returnedTo: station, endedAt: at } };
}
