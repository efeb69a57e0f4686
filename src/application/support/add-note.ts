import type { LooksLikeCardNumber } from '../../domain/card/card-number-guard.ts';
import type { EntryId } from '../../domain/ids.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { CaseText, type InvalidCaseText } from '../../domain/support-case/case-text.ts';
import { type CaseIsClosed, decideCase } from '../../domain/support-case/decide-case.ts';
import type { CaseNote } from '../../domain/support-case/support-case.ts';
import { newEntryId } from '../new-ids.ts';
import { type CaseInput, type CasePorts, type CaseRefusal, inCase } from './case-deed.ts';

/** Staff writes something down in a case. */
export interface AddNoteInput extends CaseInput {
  /** 1 to 2,000 characters, without a card number. */
  readonly text: string;
}

/** Why nothing is written down; what was typed is told to nobody. */
export type AddNoteRefusal = CaseRefusal | InvalidCaseText | LooksLikeCardNumber | CaseIsClosed;

/** Adds a note to an open case, and answers its name; the person can read it (POLICY.md C09, C13; GDPR art. 15). */
export type AddNote = (input: AddNoteInput) => ResultAsync<EntryId, AddNoteRefusal>;

/** Makes the use case. */
export function addNote(ports: CasePorts): AddNote {
  return (input) =>
    safeTry(async function* () {
      const text = yield* CaseText.parse(input.text);
      const note = newEntryId(ports.ids);
      const added = yield* inCase(
        ports,
        input,
        { action: 'note-in-case', opens: 'customer-service' },
        ({ tx, held, supportCase, staff, at }) =>
          safeTry(async function* () {
            const { caseNumber, subject } = supportCase;
            const written: CaseNote = { note, caseNumber, subject, text, writtenBy: staff, writtenAt: at };
            yield* decideCase({ kind: 'AddNote', note: written }, supportCase);
            yield* tx.supportCases.addNote(held.proof, written);
            return ok({ value: note, about: note });
          }),
      );
      return ok(added);
    });
}
