import type { ChallengeId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { openChanges } from '../../domain/user/contact-change.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';
import { tellOfChange } from './contact-changed.ts';

/**
 * The phone or email was another account's until lately, and can be put back there until a moment: whoever took that account
 * over must not get its owner to make a second one. Only who proved to read messages there is told.
 */
export interface ContactReserved {
  readonly kind: 'ContactReserved';
  readonly what: ChallengeTarget['kind'];
  readonly until: Instant;
}

/** Refuses a contact that another account than this one has lost and can have back. */
export function unreserved(
  tx: Transaction,
  contact: ChallengeTarget,
  subject: SubjectId,
  at: Instant,
): ResultAsync<void, ContactReserved | PortFailure> {
  return tx.contactChanges
    .reserving(contact, subject, at)
    .andThen((change) =>
      change === null
        ? ok(undefined)
        : err({ kind: 'ContactReserved' as const, what: contact.kind, until: change.undoUntil }),
    );
}

/**
 * Tells who has just proved a phone, which another account lost and can have back, of that change once more: the first message
 * may have reached whoever had the line for a moment. It gives them no more than the message that they would read there, and
 * comes once a code: a right code that opens nothing may be shown again.
 */
export function tellAgain(
  ports: Pick<Ports, 'store' | 'ids' | 'business'>,
  { phone, challenge }: { readonly phone: ChallengeTarget; readonly challenge: ChallengeId },
  at: Instant,
): ResultAsync<void, PortFailure> {
  return ports.store.transact((tx) =>
    safeTry(async function* () {
      const reserving = yield* tx.contactChanges.reserving(phone, null, at);
      if (reserving === null) return ok(undefined);
      const held = yield* tx.doors.bySubjectAlone(reserving.subject, 'data-subject-rights');
      if (held === null) return ok(undefined);
      const changes = openChanges(yield* tx.contactChanges.of(held.proof), at);
      const change = changes.find((one) => one.change === reserving.change);
      if (change === undefined) return ok(undefined);
      const once = `contact-changed-again:${change.change}:${challenge}`;
      return tellOfChange(ports, tx, held.proof, { change, by: ['sms'], once }, at);
    }),
  );
}
