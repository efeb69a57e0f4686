import type { ChangeId, SubjectId } from '../ids.ts';
import { type Day, dayMs, Instant } from '../instant.ts';
import type { ChallengeTarget } from '../verification/challenge.ts';

/**
 * A phone or an email that an account had until a moment ago (POLICY.md C02, C04), and what else stood there then. Whoever
 * reads messages there is told, and can put it all back for a while: who took an account over must not be able to lock its
 * owner out. For as long nobody else gets the former contact.
 */
export interface ContactChange {
  readonly change: ChangeId;
  readonly subject: SubjectId;
  /** What was replaced or taken away. */
  readonly former: ChallengeTarget;
  /** The contact of the other kind as it stood then; null where there was none. */
  readonly other: ChallengeTarget | null;
  /** When the phone of then was last proved: to put it back proves nothing anew. Null where there was none, or nobody knows. */
  readonly phoneProvedOn: Day | null;
  /** Later than every earlier change of the account: changes are undone in their order. */
  readonly changedAt: Instant;
  readonly undoUntil: Instant;
}

/** What stood in the account until the change. */
export type ContactsBefore = Pick<ContactChange, 'former' | 'other' | 'phoneProvedOn'>;

/** For how long a change can be undone: 3 days. */
export const undoChangeMs: number = 3 * dayMs;

/** A change that was made now, after the others that can be undone: two of one moment come one after the other. */
export function contactChange(
  change: ChangeId,
  subject: SubjectId,
  { former, other, phoneProvedOn }: ContactsBefore,
  at: Instant,
  earlier: readonly ContactChange[] = [],
): ContactChange {
  const changedAt = earlier.reduce((latest, one) => {
    const next = Instant.plusMs(one.changedAt, 1);
    return next > latest ? next : latest;
  }, at);
  const undoUntil = Instant.plusMs(changedAt, undoChangeMs);
  return { change, subject, former, other, phoneProvedOn, changedAt, undoUntil };
}

/** Until when a change can be undone of those that are of these kinds; null where none can be any more. */
export function undoableUntil(
  changes: readonly ContactChange[],
  kinds: readonly ChallengeTarget['kind'][],
  at: Instant,
): Instant | null {
  return changes
    .filter(({ former, undoUntil }) => kinds.includes(former.kind) && undoUntil > at)
    .reduce<Instant | null>((last, { undoUntil }) => (last === null || undoUntil > last ? undoUntil : last), null);
}
