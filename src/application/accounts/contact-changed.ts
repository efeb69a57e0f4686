import type { ContactChannel } from '../../domain/consent/contact-purpose.ts';
import type { Instant } from '../../domain/instant.ts';
import type { NoticeSubject } from '../../domain/notice/notice.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import {
  type ChangeOfContact,
  type ContactChange,
  type ContactChangeOutcome,
  contactChanged,
  toldOf,
} from '../../domain/user/contact-change.ts';
import { type ActiveUser, phoneOf } from '../../domain/user/user.ts';
import { newChangeId } from '../new-ids.ts';
import { newNotice } from '../notices/new-notice.ts';
import type { ActiveSubject } from '../ports/active-subject.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldUser, Transaction } from '../ports/transaction.ts';
import { phoneOpens, phonesOpenAt } from './phone-opens.ts';

type TellingPorts = Pick<Ports, 'ids' | 'business'>;

/**
 * Tells the contacts that stood for 3 days that one was changed, and keeps them, sealed, for as long as the change can be
 * undone (see `contactChanged`). In the transaction of the change; `held` is the account as it was until then.
 */
export function tellOfContact(
  ports: TellingPorts,
  tx: Transaction,
  held: HeldUser,
  change: Pick<ChangeOfContact, 'what' | 'to'> & { readonly changed: ActiveUser },
  at: Instant,
): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    const { proof } = held;
    const { what, changed } = change;
    const outcome = yield* outcomeOf(ports, tx, held, change, at);
    if (outcome.kind === 'taken-back') {
      yield* tx.contactChanges.remove(proof, outcome.change);
      // A phone that is back was proved just now.
      const phoneCounts = what === 'phone' || phoneOpens(ports, proof, at);
      return ok(yield* tellOfLogin(ports, tx, { proof, user: changed, phoneOpens: phoneCounts }, at));
    }
    yield* keepUndoable(tx, proof, outcome);
    return tellOfChange(ports, tx, proof, { change: outcome.change, by: ['sms', 'email'] }, at);
  });
}

/**
 * Notes that a phone counts again which might have been somebody else's: by the second proof it opens the account, and for 3
 * days it is one that came lately, as after any change. The email is told. `held` is the account as it was until then.
 */
export function phoneCountsAgain(
  ports: TellingPorts,
  tx: Transaction,
  held: HeldUser,
  at: Instant,
): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    const { proof, user } = held;
    const phone = phoneOf(user);
    const to = phone === null ? null : ({ kind: 'phone', phone } as const);
    const outcome = yield* outcomeOf(ports, tx, held, { what: 'phone', to }, at);
    if (outcome.kind === 'undoable') yield* keepUndoable(tx, proof, outcome);
    return tellOfLogin(ports, tx, { proof, user, phoneOpens: false }, at);
  });
}

function outcomeOf(
  ports: TellingPorts,
  tx: Transaction,
  { proof, user }: HeldUser,
  { what, to }: Pick<ChangeOfContact, 'what' | 'to'>,
  at: Instant,
): ResultAsync<ContactChangeOutcome, PortFailure> {
  const { subject, phoneProvedOn = null } = proof;
  const asked = { change: newChangeId(ports.ids), subject, what, to, at };
  const now = { phone: phoneOf(user), phoneProvedOn, email: user.email };
  return tx.contactChanges.of(proof).map((earlier) => contactChanged(asked, now, earlier, phonesOpenAt(ports, at)));
}

function keepUndoable(
  tx: Transaction,
  proof: ActiveSubject,
  { change, isFirst, prolonged }: Extract<ContactChangeOutcome, { readonly kind: 'undoable' }>,
): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    if (isFirst) yield* tx.contactChanges.add(proof, change);
    else yield* tx.contactChanges.prolong(proof, change.change, change.undoUntil);
    if (prolonged !== null) yield* tx.contactChanges.prolong(proof, prolonged, change.undoUntil);
    return ok(undefined);
  });
}

/** A change, by which channels it is told, and under which name at most once; each time anew where there is none. */
interface ChangeToTell {
  readonly change: ContactChange;
  readonly by: readonly ContactChannel[];
  readonly once?: string | null;
}

/** Tells who stood there before by these channels, again where they were told already. */
export function tellOfChange(
  ports: TellingPorts,
  tx: Transaction,
  proof: ActiveSubject,
  { change, by, once = null }: ChangeToTell,
  at: Instant,
): ResultAsync<void, PortFailure> {
  const told = toldOf(change, phonesOpenAt(ports, at)).map(({ kind }) => (kind === 'phone' ? 'sms' : 'email'));
  return safeTry(async function* () {
    for (const toldBy of by) {
      if (!told.includes(toldBy)) continue;
      yield* queue(ports, tx, proof, { kind: 'contact-changed', change: change.change, toldBy }, at, once);
    }
    return ok(undefined);
  });
}

/**
 * Tells the person that a way to log in came or went (ASVS 5, 6.3.7), at the phone and at the email: a thief may have either of
 * them. Not at a phone that may be somebody else's by now.
 */
export function tellOfLogin(
  ports: TellingPorts,
  tx: Transaction,
  told: { readonly proof: ActiveSubject; readonly user: ActiveUser; readonly phoneOpens?: boolean },
  at: Instant,
): ResultAsync<void, PortFailure> {
  const { proof, user } = told;
  const byPhone = phoneOf(user) !== null && (told.phoneOpens ?? phoneOpens(ports, proof, at));
  const channels: readonly ContactChannel[] = [
    ...(byPhone ? (['sms'] as const) : []),
    ...(user.email === null ? [] : (['email'] as const)),
  ];
  return safeTry(async function* () {
    for (const toldBy of channels) yield* queue(ports, tx, proof, { kind: 'login-changed', toldBy }, at);
    return ok(undefined);
  });
}

function queue(
  ports: TellingPorts,
  tx: Transaction,
  proof: ActiveSubject,
  about: NoticeSubject,
  at: Instant,
  once: string | null = null,
): ResultAsync<void, PortFailure> {
  const notice = newNotice(ports.ids, proof, about, at);
  return tx.notices.queue(proof, notice, once ?? `${about.kind}:${notice.notice}`);
}
