import { CancellationReason, type InvalidCancellationReason } from '../../domain/deletion/erasure.ts';
import type { ErasureId } from '../../domain/ids.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { ApprovalObject, type SecondPersonNeeded } from '../../domain/staff/approval.ts';
import { CaseNumber } from '../../domain/staff/staff-id.ts';
import { isCallerVerified } from '../../domain/support-case/support-case.ts';
import { audited } from '../audit/audited.ts';
import { newErasureId } from '../new-ids.ts';
import { type AccountCancelled, stateOf } from '../privacy/cancel-my-account.ts';
import { carryOnErasure } from '../privacy/carry-on-erasure.ts';
import type { ErasurePorts } from '../privacy/erasure-step.ts';
import { fenceAccount } from '../privacy/fence-account.ts';
import { actingStaff } from '../staff/acting-staff.ts';
import { secondPerson } from '../staff/second-person.ts';
import { type CaseInput, type CasePorts, type CaseRefusal, openCaseOf } from './case-deed.ts';

/** A person asked support to cancel the account, in a case (POLICY.md C23). */
export interface CancelForPersonInput extends CaseInput {
  /** One of `cancellationReasons`. */
  readonly reason: string;
}

/** Why support cancels nothing. */
export type CancelForPersonRefusal =
  | CaseRefusal
  | InvalidCancellationReason
  /** Nobody proved within 15 minutes to be the person, and no second member of the staff has agreed. */
  | SecondPersonNeeded
  /** The account is leaving or gone already; `erasureStatus` says how it goes. */
  | { readonly kind: 'AlreadyCancelled'; readonly erasure: ErasureId };

/**
 * Clears a person's data on request to support: where the caller was verified a moment ago, or else a second member of the
 * staff agreed, since it cannot be undone (POLICY.md C21, C23, C25).
 */
export type CancelForPerson = (input: CancelForPersonInput) => ResultAsync<AccountCancelled, CancelForPersonRefusal>;

/** Makes the use case: the same protocol as `cancelMyAccount`. The case goes with the account; its number stays on record. */
export function cancelForPerson(ports: CasePorts & ErasurePorts): CancelForPerson {
  const { store, clock, ids } = ports;
  return (input) =>
    safeTry(async function* () {
      const caseNumber = yield* CaseNumber.parse(input.caseNumber);
      const reason = yield* CancellationReason.parse(input.reason);
      const staff = yield* actingStaff(ports, input.staffSession, 'cancel-account');
      const subject = yield* store.reads.subjectOfCase(caseNumber);
      if (subject === null) return err({ kind: 'NoSuchCase' as const });
      const at = clock.now();
      const request = { kind: 'support', staff, reason, caseNumber } as const;
      const order = { erasure: newErasureId(ids), request, at };
      const fenced = yield* audited(ports, (tx, record) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySubjectAlone(subject, 'data-subject-rights');
          if (held === null) return ok(null);
          const supportCase = yield* openCaseOf(tx, held.proof, caseNumber);
          if (!isCallerVerified(supportCase, at)) {
            const needed = { action: 'cancel-account', object: ApprovalObject.of(subject), caseNumber } as const;
            yield* secondPerson(ports, tx, needed, staff);
          }
          const about = order.erasure;
          // Before the plan of what stays is made: the record of this is a part of it.
          yield* record({ action: 'cancel-account', subject, staff, purpose: 'cancel-account', caseNumber, about });
          return ok(yield* fenceAccount(ports, tx, held, order));
        }),
      );
      if (fenced === null) {
        const earlier = yield* store.reads.erasureOf(subject);
        return err(
          earlier === null
            ? { kind: 'NoSuchCase' as const }
            : { kind: 'AlreadyCancelled' as const, erasure: earlier.erasure },
        );
      }
      // What a port holds up now is carried on by the worker: the fence stands, so it is no refusal.
      const state = yield* carryOnErasure(ports)(fenced).orElse(() => stateOf(ports, fenced.erasure));
      return ok({ erasure: fenced.erasure, state, kept: fenced.kept });
    });
}
