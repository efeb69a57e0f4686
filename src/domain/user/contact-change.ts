import type { ChangeId, SubjectId } from '../ids.ts';
import { type Day, dayMs, Instant } from '../instant.ts';
import { type ChallengeTarget, sameTarget } from '../verification/challenge.ts';
import type { EmailAddress } from './email-address.ts';
import type { PhoneNumber } from './phone-number.ts';

/**
 * What happens when a phone or an email is added to an account, changed or taken away (POLICY.md C02, C04). Whoever took an
 * account over must not be able to lock its owner out, and whoever won it back must not be thrown out by the thief. So what
 * counts is what stood for 3 days: that is told of every change, and can have the account back as it was. A contact that came
 * within the 3 days has no such right.
 */

/**
 * For how long nothing must have changed so that a change is for good, and a contact or a login counts as the person's own:
 * 3 days.
 */
export const undoChangeMs: number = 3 * dayMs;

/**
 * How long one change after the other puts that off, from the first of them: 30 days. Who is told of the changes has had the
 * time to come back, and who has the former number by now does not wait for ever.
 */
export const longestUndoMs: number = 30 * dayMs;

/** A change that can be undone; an account has one for its phone and one for its email at most. */
export interface ContactChange {
  readonly change: ChangeId;
  readonly subject: SubjectId;
  /** Which contact was changed. */
  readonly what: ChallengeTarget['kind'];
  /** What stood there before; null where there was none. For as long as it can be put back nobody else gets it. */
  readonly former: ChallengeTarget | null;
  /** The contact of the other kind that stood then and is told as well; null where there was none that may be told. */
  readonly other: ChallengeTarget | null;
  /** When the phone of the two was last proved: to put it back proves nothing anew. Null where nobody knows, or there is none. */
  readonly phoneProvedOn: Day | null;
  readonly changedAt: Instant;
  /** 3 days after the account's contacts were last changed, and at most 30 after the first of those changes. */
  readonly undoUntil: Instant;
}

/** The contacts of an account right before a change. */
export interface ContactsNow {
  readonly phone: PhoneNumber | null;
  readonly phoneProvedOn: Day | null;
  readonly email: EmailAddress | null;
}

/** Whether a phone is its account's still that was last proved on a day: one that may be somebody else's is told nothing. */
export type PhoneOpens = (phoneProvedOn: Day | null) => boolean;

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
  /** Who stood there before is told, and can undo it, with all that can be undone besides, until the same moment. */
  | {
      readonly kind: 'undoable';
      readonly change: ContactChange;
      /** Whether it is the first of its contact that can be undone; else it is that one, prolonged. */
      readonly isFirst: boolean;
      /** The change of the other contact that can be undone, which is prolonged with this one. */
      readonly prolonged: ChangeId | null;
    }
  /** The contact is as it stood: there is nothing to undo any more, not for who is given up either. */
  | { readonly kind: 'taken-back'; readonly change: ChangeId };

/** Decides what a change means, given the account's earlier ones. */
export function contactChanged(
  { change, subject, what, to, at }: ChangeOfContact,
  now: ContactsNow,
  earlier: readonly ContactChange[],
  opens: PhoneOpens,
): ContactChangeOutcome {
  const open = openChanges(earlier, at);
  const before = open.find((one) => one.what === what);
  const beside = open.find((one) => one.what !== what);
  // A phone that was not the account's for sure when it was given up is not by being proved again: whoever has it by now may.
  const mayTakeBack =
    before !== undefined && (what === 'email' || before.former === null || opens(before.phoneProvedOn));
  if (mayTakeBack && isSame(before.former, to)) return { kind: 'taken-back', change: before.change };
  const [next, last] = [Instant.plusMs(at, undoChangeMs), Instant.plusMs(firstChangedAt(open, at), longestUndoMs)];
  const undoUntil = next < last ? next : last;
  const otherKind = what === 'phone' ? 'email' : 'phone';
  const phoneProvedOn = what === 'email' && beside !== undefined ? beside.phoneProvedOn : now.phoneProvedOn;
  const made: ContactChange = before ?? {
    change,
    subject,
    what,
    former: contactOf(what, now),
    other: ifTold(beside === undefined ? contactOf(otherKind, now) : beside.former, phoneProvedOn, opens),
    phoneProvedOn,
    changedAt: at,
    undoUntil,
  };
  return {
    kind: 'undoable',
    change: { ...made, undoUntil },
    isFirst: before === undefined,
    prolonged: beside?.change ?? null,
  };
}

/** The changes that can be undone at a moment. */
export function openChanges(changes: readonly ContactChange[], at: Instant): readonly ContactChange[] {
  return changes.filter(({ undoUntil }) => undoUntil > at);
}

/** Until when somebody can undo a change of those that are of these kinds; null where nobody can any more. */
export function undoableUntil(
  changes: readonly ContactChange[],
  kinds: readonly ChallengeTarget['kind'][],
  at: Instant,
  opens: PhoneOpens,
): Instant | null {
  return openChanges(changes, at)
    .filter((change) => kinds.includes(change.what) && toldOf(change, opens).length > 0)
    .reduce<Instant | null>((last, { undoUntil }) => (last === null || undoUntil > last ? undoUntil : last), null);
}

/** Who is told of a change and can undo it: who stood there before. */
export function toldOf(change: ContactChange, opens: PhoneOpens): readonly ChallengeTarget[] {
  const { former, other, phoneProvedOn } = change;
  return [former, other].map((contact) => ifTold(contact, phoneProvedOn, opens)).filter((contact) => contact !== null);
}

/** When the first of some changes was made; at the given moment where there is none. */
export function firstChangedAt(changes: readonly ContactChange[], at: Instant): Instant {
  return changes.reduce((first, { changedAt }) => (changedAt < first ? changedAt : first), at);
}

/** A contact, if it may be told; a phone that may be somebody else's may not. */
function ifTold(contact: ChallengeTarget | null, phoneProvedOn: Day | null, opens: PhoneOpens): ChallengeTarget | null {
  return contact?.kind === 'phone' && !opens(phoneProvedOn) ? null : contact;
}

function contactOf(kind: ChallengeTarget['kind'], { phone, email }: ContactsNow): ChallengeTarget | null {
  if (kind === 'phone') return phone === null ? null : { kind, phone };
  return email === null ? null : { kind, email };
}

function isSame(one: ChallengeTarget | null, other: ChallengeTarget | null): boolean {
  return one === null || other === null ? one === other : sameTarget(one, other);
}
