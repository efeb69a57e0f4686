import type { ContactChannel } from '../../domain/consent/contact-purpose.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { contactChange } from '../../domain/user/contact-change.ts';
import { phoneOf } from '../../domain/user/user.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import { newChangeId } from '../new-ids.ts';
import { newNotice } from '../notices/new-notice.ts';
import type { ActiveSubject } from '../ports/active-subject.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldUser, Transaction } from '../ports/transaction.ts';
import { phoneOpens } from './sign-in.ts';

/**
 * Keeps the phone or email that an account had until now, and what stood beside it, sealed and for 3 days, and tells whoever
 * reads messages there: by the notice the change can be undone. In the transaction of the change; nothing where the account
 * had no such contact, and the account itself is told where the former contact has no right to undo.
 */
export function tellFormerContact(
  ports: Pick<Ports, 'ids' | 'business'>,
  tx: Transaction,
  { proof, user }: HeldUser,
  change: { readonly what: ChallengeTarget['kind']; readonly to: ChallengeTarget | null },
  at: Instant,
): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    const number = phoneOf(user);
    const phone = number === null ? null : ({ kind: 'phone', phone: number } as const);
    const email = user.email === null ? null : ({ kind: 'email', email: user.email } as const);
    const [former, other] = change.what === 'phone' ? [phone, email] : [email, phone];
    if (former === null) return ok(undefined);
    // A number that may be somebody else's by now is told nothing, and has nothing to undo.
    if (former.kind === 'phone' && !phoneOpens(ports, proof, at))
      return ok(yield* tellOfLogin(ports, tx, proof, at, 'email'));
    const before = { former, other, phoneProvedOn: phone === null ? null : (proof.phoneProvedOn ?? null) };
    const earlier = yield* tx.contactChanges.of(proof);
    // Whoever takes back what they had until lately undoes a change: what is given up for it has no claim to the account.
    if (earlier.some((one) => one.undoUntil > at && isSameTarget(one.former, change.to)))
      return ok(yield* tellOfLogin(ports, tx, proof, at, 'email'));
    const undoable = contactChange(newChangeId(ports.ids), proof.subject, before, at, earlier);
    yield* tx.contactChanges.add(proof, undoable);
    const notice = newNotice(ports.ids, proof, { kind: 'contact-changed', change: undoable.change }, at);
    yield* tx.notices.queue(proof, notice, `contact-changed:${undoable.change}`);
    return ok(undefined);
  });
}

function isSameTarget(one: ChallengeTarget, other: ChallengeTarget | null): boolean {
  if (one.kind === 'phone') return other?.kind === 'phone' && one.phone === other.phone;
  return other?.kind === 'email' && one.email === other.email;
}

/**
 * Tells the person that a way to log in came or went (ASVS 5, 6.3.7): at the phone, since a thief may have put the email there
 * a moment before, unless it is the phone that came.
 */
export function tellOfLogin(
  ports: Pick<Ports, 'ids'>,
  tx: Transaction,
  proof: ActiveSubject,
  at: Instant,
  toldBy: ContactChannel = 'sms',
): ResultAsync<void, PortFailure> {
  const notice = newNotice(ports.ids, proof, { kind: 'login-changed', toldBy }, at);
  return tx.notices.queue(proof, notice, `login-changed:${notice.notice}`);
}
