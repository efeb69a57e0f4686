import { plusPeriod } from '../calendar.ts';
import { derivedId } from '../derived-id.ts';
import type { HoldId, OrderId, PaymentId, SubjectId } from '../ids.ts';
import { Day, type Instant } from '../instant.ts';
import { endOf } from './decide-hold.ts';
import { cardDispute, cardProcessor, type LegalHold } from './legal-hold.ts';

/**
 * A bank takes a payment back on the person's word, and the rental is the evidence of what was owed (GDPR art. 17(3)(e)). The
 * hold on it is active at once, since evidence that waits for two people may be gone: the processor's signed notice stands in
 * the place of both. It keeps the one rental, ends with the dispute, and by itself at the latest.
 */

/** The longest that a dispute takes, all its stages and appeals together, as an ISO 8601 duration. */
export const longestDispute = 'P180D';

/** A dispute as the processor told of it. */
export interface OpenedDispute {
  readonly payment: PaymentId;
  /** The processor's own name for it. */
  readonly dispute: string;
  readonly subject: SubjectId;
  readonly order: OrderId;
  readonly at: Instant;
}

/** The hold of a dispute, always the same for the same one: it is opened once, however often it is told of. */
export function disputeHold({ payment, dispute, subject, order, at }: OpenedDispute): LegalHold {
  return {
    hold: disputeHoldId(payment, dispute),
    subject,
    scope: { kind: 'order', order },
    basis: 'payment-dispute',
    caseNumber: cardDispute,
    placedBy: cardProcessor,
    placedAt: at,
    approved: { by: cardProcessor, at },
    expiresAt: endOf(plusPeriod(Day.ofInstant(at), longestDispute)),
    ended: null,
  };
}

/** The id of the hold of a dispute. */
export function disputeHoldId(payment: PaymentId, dispute: string): HoldId {
  return derivedId(payment, dispute) as HoldId; // sound: a UUID in its canonical form
}
