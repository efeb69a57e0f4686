import { randomInt } from 'node:crypto';
import type { SubjectId } from '../../domain/ids.ts';
import type { Result } from '../../domain/result.ts';
import { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import { CaseText } from '../../domain/support-case/case-text.ts';
import type { CaseOpening } from '../../domain/support-case/decide-case.ts';
import type { CaseMessage, CaseNote, SupportCase } from '../../domain/support-case/support-case.ts';
import { instant, newEntryId, newNoticeId } from './samples.ts';

const sound = <Value>(result: Result<Value, { readonly kind: string }>): Value => result._unsafeUnwrap();

/** Who takes up cases. */
export const agent: StaffId = sound(StaffId.parse('anna.support'));

/** A number that no case has. */
export const newCaseNumber = (): CaseNumber => sound(CaseNumber.parse(`CASE-${randomInt(900_000_000, 999_999_999)}`));

/** A case about a rental, before it has its number. */
export function newOpening(
  subject: SubjectId,
  changes: Partial<Omit<CaseOpening, 'caseNumber'>> = {},
): Omit<CaseOpening, 'caseNumber'> {
  return { subject, topic: 'rental', language: 'de', openedBy: agent, openedAt: instant(), ...changes };
}

/** A note of the longest that there is, in characters of four bytes. */
export function newNote({ caseNumber, subject }: SupportCase, changes: Partial<CaseNote> = {}): CaseNote {
  const text = sound(CaseText.parse('🔋'.repeat(2_000)));
  return { note: newEntryId(), caseNumber, subject, text, writtenBy: agent, writtenAt: instant(), ...changes };
}

export function newMessage({ caseNumber, subject }: SupportCase, changes: Partial<CaseMessage> = {}): CaseMessage {
  return {
    message: newEntryId(),
    caseNumber,
    subject,
    notice: newNoticeId(),
    channel: 'best',
    text: sound(CaseText.parseMessage('Wir haben die Leihe beendet.\n\nViele Grüße')),
    writtenBy: agent,
    writtenAt: instant(),
    ...changes,
  };
}
