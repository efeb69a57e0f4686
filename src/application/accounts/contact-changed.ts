import type { ContactChannel } from '../../domain/consent/contact-purpose.ts';
import type { Instant } from '../../domain/instant.ts';
import type { NoticeSubject } from '../../domain/notice/notice.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { contactChanged, toldOf } from '../../domain/user/contact-change.ts';
import { type ActiveUser, phoneOf } from '../../domain/user/user.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import { newChangeId } from '../new-ids.ts';
import { newNotice } from '../notices/new-notice.ts';
import type { ActiveSubject } from '../ports/active-subject.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldUser, Transaction } from '../ports/transaction.ts';
import { phoneOpens } from './phone-opens.ts';

type TellingPorts = Pick<Ports, 'ids' | 'business'>;

/**
 * Tells the contacts that stood for 3 days that one was changed, and keeps them, sealed, for as long as the change can be
 * undone (see `contactChanged`). In the transaction of the change; `held` is the account as it was until then.
 */
export function tellOfContact(
  ports: TellingPorts,
  tx: Transaction,
  held: HeldUser,
  change: { readonly what: ChallengeTarget['kind']; readonly to: ChallengeTarget | null; readonly changed: ActiveUser },
  at: Instant,
): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    const { proof, user } = held;
    const { what, to, changed } = change;
    const opens = phoneOpens(ports, proof, at);
    const now = {
      phone: opens ? phoneOf(user) : null,
      phoneProvedOn: opens ? (proof.phoneProvedOn ?? null) : null,
      email: user.email,
    };
    const asked = { change: newChangeId(ports.ids), subject: proof.subject, what, to, at };
    const outcome = contactChanged(asked, now, yield* tx.contactChanges.of(proof));
    switch (outcome.kind) {
      case 'untold':
        return ok(undefined);
      case 'taken-back':
        if (outcome.change !== null) yield* tx.contactChanges.remove(proof, outcome.change);
        // The phone was proved just now, if it is the one that is back.
        return ok(yield* tellOfLogin(ports, tx, { proof, user: changed, phoneOpens: opens || what === 'phone' }, at));
      case 'undoable':
        yield* tx.contactChanges.add(proof, outcome.change);
        break;
      case 'changed-again':
        yield* tx.contactChanges.prolong(proof, outcome.change.change, outcome.change.undoUntil);
        break;
      default:
        return unreachable(outcome satisfies never);
    }
    for (const { kind } of toldOf(outcome.change)) {
      const toldBy = kind === 'phone' ? 'sms' : 'email';
      yield* queue(ports, tx, proof, { kind: 'contact-changed', change: outcome.change.change, toldBy }, at);
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
): ResultAsync<void, PortFailure> {
  const notice = newNotice(ports.ids, proof, about, at);
  return tx.notices.queue(proof, notice, `${about.kind}:${notice.notice}`).map(() => undefined);
}
