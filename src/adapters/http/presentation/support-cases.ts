import type { StaffDeedSeen } from '../../../application/accounts/who-looked.ts';
import type { CaseWritings } from '../../../application/ports/transaction.ts';
import type { SupportCase } from '../../../domain/support-case/support-case.ts';
import { time, timeOrNull } from './time.ts';

/** A support case. */
export interface SupportCaseJson {
  readonly caseNumber: string;
  readonly subject: string;
  readonly topic: string;
  readonly language: string;
  readonly state: string;
  readonly openedBy: string;
  readonly openedAt: string;
  readonly verifiedAt: string | null;
  readonly closedBy: string | null;
  readonly closedAt: string | null;
  readonly outcome: string | null;
}

export function supportCaseJson(supportCase: SupportCase): SupportCaseJson {
  const { caseNumber, subject, topic, language, state, openedBy, openedAt, verified } = supportCase;
  const closed = supportCase.state === 'closed' ? supportCase : null;
  return {
    caseNumber,
    subject,
    topic,
    language,
    state,
    openedBy,
    openedAt: time(openedAt),
    verifiedAt: timeOrNull(verified?.at ?? null),
    closedBy: closed?.closedBy ?? null,
    closedAt: timeOrNull(closed?.closedAt ?? null),
    outcome: closed?.outcome ?? null,
  };
}

/** What was written in a case. */
export interface CaseWritingsJson {
  readonly notes: readonly WritingJson[];
  readonly messages: readonly (WritingJson & {
    readonly delivery: string;
    readonly sentBy: string | null;
    readonly sentAt: string | null;
  })[];
}

interface WritingJson {
  readonly text: string;
  readonly writtenBy: string;
  readonly writtenAt: string;
}

export function caseWritingsJson({ notes, messages }: CaseWritings): CaseWritingsJson {
  return {
    notes: notes.map(({ text, writtenBy, writtenAt }) => ({ text, writtenBy, writtenAt: time(writtenAt) })),
    messages: messages.map(({ text, writtenBy, writtenAt, delivery, sentBy, sentAt }) => ({
      text,
      writtenBy,
      writtenAt: time(writtenAt),
      delivery,
      sentBy,
      sentAt: timeOrNull(sentAt),
    })),
  };
}

/** What somebody of the staff looked at or did. */
export interface StaffDeedJson {
  readonly at: string;
  readonly action: string;
  readonly staff: string | null;
  readonly purpose: string | null;
  readonly caseNumber: string | null;
  readonly fields: readonly string[];
}

export function staffDeedJson({
  recordedAt,
  action,
  staff,
  purpose,
  caseNumber,
  fields,
}: StaffDeedSeen): StaffDeedJson {
  return { at: time(recordedAt), action, staff, purpose, caseNumber, fields };
}
