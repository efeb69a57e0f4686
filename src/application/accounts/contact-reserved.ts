import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync } from '../../domain/result.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Transaction } from '../ports/transaction.ts';

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
    .reservedUntil(contact, subject, at)
    .andThen((until) =>
      until === null ? ok(undefined) : err({ kind: 'ContactReserved' as const, what: contact.kind, until }),
    );
}
