import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type CaseIsClosed, decideCase, evolveCase } from '../../domain/support-case/decide-case.ts';
import { CaseOutcome, type InvalidCaseOutcome, type SupportCase } from '../../domain/support-case/support-case.ts';
import { type CaseInput, type CasePorts, type CaseRefusal, inCase } from './case-deed.ts';

/** A case is over. */
export interface CloseCaseInput extends CaseInput {
  /** One of `caseOutcomes`. */
  readonly outcome: string;
}

/** Why it stays open, or was closed before. */
export type CloseCaseRefusal = CaseRefusal | InvalidCaseOutcome | CaseIsClosed;

/** Closes a case: nothing is looked at or changed for it any more, and its time runs (POLICY.md C09, C26). */
export type CloseSupportCase = (input: CloseCaseInput) => ResultAsync<SupportCase, CloseCaseRefusal>;

/** Makes the use case. */
export function closeCase(ports: CasePorts): CloseSupportCase {
  return (input) =>
    safeTry(async function* () {
      const outcome = yield* CaseOutcome.parse(input.outcome);
      const closed = yield* inCase(
        ports,
        input,
        { action: 'close-case', opens: 'customer-service' },
        ({ tx, held, supportCase, staff, at }) =>
          safeTry(async function* () {
            const events = yield* decideCase({ kind: 'CloseCase', outcome, by: staff, at }, supportCase);
            const value = events.reduce(evolveCase, supportCase);
            yield* tx.supportCases.save(held.proof, value);
            return ok({ value, about: outcome });
          }),
      );
      return ok(closed);
    });
}
