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

/**
 * Keeps the phone or email that an account had until now, and what stood beside it, sealed and for 3 days, and tells whoever
 * reads messages there: by the notice the change can be undone. In the transaction of the change; nothing where the account
 * had no such contact.
 */
export function tellFormerContact(
  ports: Pick<Ports, 'ids'>,
  tx: Transaction,
  { proof, user }: HeldUser,
  what: ChallengeTarget['kind'],
  at: Instant,
): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    const number = phoneOf(user);
    const phone = number === null ? null : ({ kind: 'phone', phone: number } as const);
    const email = user.email === null ? null : ({ kind: 'email', email: user.email } as const);
    const [former, other] = what === 'phone' ? [phone, email] : [email, phone];
    if (former === null) return ok(undefined);
    const before = { former, other, phoneProvedOn: phone === null ? null : (proof.phoneProvedOn ?? null) };
    const earlier = yield* tx.contactChanges.of(proof);
    const change = contactChange(newChangeId(ports.ids), proof.subject, before, at, earlier);
    yield* tx.contactChanges.add(proof, change);
    const notice = newNotice(ports.ids, proof, { kind: 'contact-changed', change: change.change }, at);
    yield* tx.notices.queue(proof, notice, `contact-changed:${change.change}`);
    return ok(undefined);
  });
}

/** Tells the person that a way to log in came or went (ASVS 5, 6.3.7). */
export function tellOfLogin(
  ports: Pick<Ports, 'ids'>,
  tx: Transaction,
  proof: ActiveSubject,
  at: Instant,
): ResultAsync<void, PortFailure> {
  const notice = newNotice(ports.ids, proof, { kind: 'login-changed' }, at);
  return tx.notices.queue(proof, notice, `login-changed:${notice.notice}`);
}
