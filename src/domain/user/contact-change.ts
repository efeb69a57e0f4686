import type { ChangeId, SubjectId } from '../ids.ts';
import { type Day, dayMs, Instant } from '../instant.ts';
import type { ChallengeTarget } from '../verification/challenge.ts';
import type { EmailAddress } from './email-address.ts';
import type { PhoneNumber } from './phone-number.ts';

/**
 * What happens when a phone or an email is added to an account, changed or taken away (POLICY.md C02, C04). Whoever took an
 * account over must not be able to lock its owner out, and whoever won it back must not be thrown out by the thief. So what
 * counts is what stood for 3 days: that is told of every change, and can have the account back as it was. A contact that came
 * within the 3 days has no such right.
 */

/** For how long a change can be undone, and a contact or a login has to stand to count as the person's own: 3 days. */
export const undoChangeMs: number = 3 * dayMs;

/** A change that can be undone; an account has one for its phone and one for its email at most. */
export interface ContactChange {
  readonly change: ChangeId;
  readonly subject: SubjectId;
  /** Which contact was changed. */
  readonly what: ChallengeTarget['kind'];
  /** What stood there before; null where there was none. For as long as it can be put back nobody else gets it. */
  readonly former: ChallengeTarget | null;
  /** The contact of the other kind, as it stood before everything that could be undone then; null where there was none. */
  readonly other: ChallengeTarget | null;
  /** When the phone of then was last proved: to put it back proves nothing anew. Null where there was none. */
  readonly phoneProvedOn: Day | null;
  readonly changedAt: Instant;
  /** 3 days after this contact was last changed. */
  readonly undoUntil: Instant;
}

/** The contacts of an account right before a change. A phone that does not open the account any more is none. */
export interface ContactsNow {
  readonly phone: PhoneNumber | null;
  readonly phoneProvedOn: Day | null;
  readonly email: EmailAddress | null;
}

/** A change that is being made: what becomes of which contact. */
export interface ChangeOfContact {
  readonly change: ChangeId;
  readonly subject: SubjectId;
  readonly what: ChallengeTarget['kind'];
  /** What stands there from now on; null where it is taken away. */
  readonly to: ChallengeTarget | null;
  readonly at: Instant;
}

/** What a change means for who was there before. */
export type ContactChangeOutcome =
  /** Who stood there for 3 days is told, and can undo it. */
  | { readonly kind: 'undoable'; readonly change: ContactChange }
  /** It was changed before, and can be undone for another 3 days: who stood there is told again. */
  | { readonly kind: 'changed-again'; readonly change: ContactChange }
  /** All is as it stood: there is nothing to undo any more, not for who is given up either. */
  | { readonly kind: 'taken-back'; readonly change: ChangeId | null }
  /** The account had no contact: nobody can be told. */
  | { readonly kind: 'untold' };

/** Decides what a change means, given the account's earlier ones. */
export function contactChanged(
  { change, subject, what, to, at }: ChangeOfContact,
  now: ContactsNow,
  earlier: readonly ContactChange[],
): ContactChangeOutcome {
  const open = earlier.filter(({ undoUntil }) => undoUntil > at);
  const before = open.find((one) => one.what === what);
  const undoUntil = Instant.plusMs(at, undoChangeMs);
  const former = stood(what, now, open);
  if (isSame(former, to)) return { kind: 'taken-back', change: before?.change ?? null };
  if (before !== undefined) return { kind: 'changed-again', change: { ...before, undoUntil } };
  const other = stood(what === 'phone' ? 'email' : 'phone', now, open);
  if (former === null && other === null) return { kind: 'untold' };
  const phoneChange = open.find((one) => one.what === 'phone');
  const phoneProvedOn = phoneChange === undefined ? now.phoneProvedOn : phoneChange.phoneProvedOn;
  return {
    kind: 'undoable',
    change: { change, subject, what, former, other, phoneProvedOn, changedAt: at, undoUntil },
  };
}

/** Who is told of a change and can undo it: who stood there before. */
export function toldOf({ former, other }: ContactChange): readonly ChallengeTarget[] {
  return [former, other].filter((contact) => contact !== null);
}

/** Until when a change can be undone of those that are of these kinds; null where none can be any more. */
export function undoableUntil(
  changes: readonly ContactChange[],
  kinds: readonly ChallengeTarget['kind'][],
  at: Instant,
): Instant | null {
  return changes
    .filter(({ what, undoUntil }) => kinds.includes(what) && undoUntil > at)
    .reduce<Instant | null>((last, { undoUntil }) => (last === null || undoUntil > last ? undoUntil : last), null);
}

/** The contact of a kind as it stood before everything that can be undone. */
function stood(
  kind: ChallengeTarget['kind'],
  { phone, email }: ContactsNow,
  open: readonly ContactChange[],
): ChallengeTarget | null {
  const changed = open.find(({ what }) => what === kind);
  if (changed !== undefined) return changed.former;
  if (kind === 'phone') return phone === null ? null : { kind, phone };
  return email === null ? null : { kind, email };
}

function isSame(one: ChallengeTarget | null, other: ChallengeTarget | null): boolean {
  if (one === null || other === null) return one === other;
  return one.kind === 'phone'
    ? other.kind === 'phone' && one.phone === other.phone
    : other.kind === 'email' && one.email === other.email;
}
