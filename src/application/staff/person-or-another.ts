import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { Approval, SecondPersonNeeded } from '../../domain/staff/approval.ts';
import type { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import { evolveCase, serveCaller } from '../../domain/support-case/decide-case.ts';
import type { ActiveSubject } from '../ports/active-subject.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Transaction } from '../ports/transaction.ts';
import { type NoSuchCase, openCaseOf } from '../support/case-deed.ts';
import { secondPerson } from './second-person.ts';

/** Who stands behind what is done with a person's data beside who does it. */
export type VerifiedBy = 'caller' | 'approval';

/**
 * Demands that somebody stands behind what cannot be undone with a person's data: the person, who called and was verified by a
 * code a moment ago in this very case, by who acts now; or else a second member of the staff who agreed. Either counts for one
 * deed, and is used up in its transaction. This is the one place that decides what counts.
 */
export function personOrAnother(
  ports: Pick<Ports, 'clock'>,
  tx: Transaction,
  needed: Pick<Approval, 'action' | 'object'> & { readonly caseNumber: CaseNumber },
  acting: StaffId,
  proof: ActiveSubject,
): ResultAsync<VerifiedBy, SecondPersonNeeded | NoSuchCase | PortFailure> {
  return safeTry(async function* () {
    const supportCase = yield* openCaseOf(tx, proof.subject, needed.caseNumber);
    const served = serveCaller(supportCase, acting, ports.clock.now());
    if (served.isOk()) {
      yield* tx.supportCases.save(proof, served.value.reduce(evolveCase, supportCase));
      return ok('caller' as const);
    }
    return ok(yield* secondPerson(ports, tx, needed, acting).map(() => 'approval' as const));
  });
}
