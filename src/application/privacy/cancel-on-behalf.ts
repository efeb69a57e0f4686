import { type CancellationReason, cancellationReasons } from '../../domain/deletion/erasure.ts';
import type { ErasureId } from '../../domain/ids.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { ApprovalObject, type SecondPersonNeeded } from '../../domain/staff/approval.ts';
import { audited } from '../audit/audited.ts';
import { newErasureId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { StaffPorts } from '../staff/acting-staff.ts';
import { personOrAnother } from '../staff/person-or-another.ts';
import { type AccountCancelled, stateOf } from './cancel-my-account.ts';
import { carryOnErasure } from './carry-on-erasure.ts';
import type { ErasurePorts } from './erasure-step.ts';
import { fenceAccount } from './fence-account.ts';
import { type NamedPerson, type NoSuchPerson, notTellingWhose, type PersonRefusal, subjectOf } from './named-person.ts';
import { parseStaffDeed, type StaffDeedInput, type StaffDeedRefusal } from './staff-deed.ts';

/** Support, or an operator, cancels for a person who asked for it and whom they made sure of. */
export interface CancelOnBehalfInput extends StaffDeedInput {
  readonly person: NamedPerson;
  readonly reason: string;
}

/** Why support cancels nothing: who asks, why or for whom is not clear, or the account is leaving already. */
export type CancelOnBehalfRefusal =
  | StaffDeedRefusal
  /** Nobody proved within 15 minutes to be the person, and no second member of the staff has agreed. */
  | SecondPersonNeeded
  /** The reason is none of `cancellationReasons`. */
  | { readonly kind: 'InvalidReason' }
  | PersonRefusal
  | NoSuchPerson
  /** The account that was named by its pseudonym is leaving or gone already; `erasureStatus` says how it goes. */
  | { readonly kind: 'AlreadyCancelled'; readonly erasure: ErasureId }
  | PortFailure;

/** Clears a person's data on request to support (POLICY.md C23, C25). That staff did so is on record before anything goes. */
export type CancelOnBehalf = (input: CancelOnBehalfInput) => ResultAsync<AccountCancelled, CancelOnBehalfRefusal>;

/** Makes the use case: the same protocol as `cancelMyAccount`, with a name, a case and somebody who stands behind it in place of a code. */
export function cancelOnBehalf(ports: ErasurePorts & StaffPorts): CancelOnBehalf {
  const { store, clock, ids } = ports;
  return (input) =>
    safeTry(async function* () {
      const { staff, caseNumber } = yield* parseStaffDeed(ports, input, 'cancel-account');
      const reason = yield* parseReason(input.reason);
      const subject = yield* subjectOf(ports)(input.person);
      const at = clock.now();
      const needed = { action: 'cancel-account', object: ApprovalObject.of(subject), caseNumber } as const;
      const request = { kind: 'support', staff, reason, caseNumber } as const;
      const order = { erasure: newErasureId(ids), request, at };
      const fenced = yield* audited(ports, (tx, record) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySubjectAlone(subject, 'data-subject-rights');
          if (held === null) return ok(null);
          yield* personOrAnother(ports, tx, needed, staff, held.proof);
          const about = order.erasure;
          // Before the plan of what stays is made: the record of this is a part of it.
          yield* record({ action: 'cancel-account', subject, staff, purpose: 'cancel-account', caseNumber, about });
          return ok(yield* fenceAccount(ports, tx, held, order));
        }),
      ).mapErr(notTellingWhose(input.person));
      if (fenced === null) {
        const earlier = yield* store.reads.erasureOf(subject);
        // By a contact, who is leaving is answered like who never was: no case shows that staff has to do with them.
        return err(
          earlier === null || !('subject' in input.person)
            ? { kind: 'NoSuchPerson' as const }
            : { kind: 'AlreadyCancelled' as const, erasure: earlier.erasure },
        );
      }
      // What a port holds up now is carried on by the worker: the fence stands, so it is no refusal.
      const state = yield* carryOnErasure(ports)(fenced).orElse(() => stateOf(ports, fenced.erasure));
      return ok({ erasure: fenced.erasure, state, kept: fenced.kept });
    });
}

function parseReason(text: string): Result<CancellationReason, { readonly kind: 'InvalidReason' }> {
  const reason = cancellationReasons.find((known) => known === text);
  return reason === undefined ? err({ kind: 'InvalidReason' }) : ok(reason);
}
