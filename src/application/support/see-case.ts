import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { CaseWritings } from '../ports/transaction.ts';
import { type CaseInput, type CasePorts, type CaseRefusal, inCase } from './case-deed.ts';
import { maskedPerson } from './masked-person.ts';
import type { CaseOpened } from './open-case.ts';

/** A case with its person, and all that was written in it. */
export interface CaseSeen extends CaseOpened, CaseWritings {}

/** Shows staff a case, open or closed; the person's contacts stay masked (POLICY.md C09, C21). */
export type SeeCase = (input: CaseInput) => ResultAsync<CaseSeen, CaseRefusal>;

/** Makes the use case. The look is on record before anything is released. */
export function seeCase(ports: CasePorts): SeeCase {
  return (input) =>
    inCase(
      ports,
      input,
      { action: 'see-case', opens: 'customer-service', closedToo: true },
      ({ tx, held, supportCase, at }) =>
        safeTry(async function* () {
          const person = yield* maskedPerson(tx, held, at);
          const written = yield* tx.supportCases.written(held.proof, supportCase.caseNumber, 'customer-service');
          return ok({ value: { supportCase, person, ...written }, about: null });
        }),
    );
}
