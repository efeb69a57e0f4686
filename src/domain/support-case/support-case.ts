import { type ClosedList, closedList } from '../closed-list.ts';
import type { ContactChannel } from '../consent/contact-purpose.ts';
import type { EntryId, NoticeId, SubjectId } from '../ids.ts';
import { type Instant, minuteMs } from '../instant.ts';
import type { CaseNumber, StaffId } from '../staff/staff-id.ts';
import type { Language } from '../user/language.ts';
import type { CaseText } from './case-text.ts';

/**
 * A person turned to support with a problem (POLICY.md C09, C23). What staff looks at or changes of a person's data is done
 * for a case of that very person which is open. A case is personal data as well: it is exported, kept for a time and erased.
 */

/** What a case is about: a closed list, so that nothing of a person's gets in. */
export type CaseTopic = 'rental' | 'payment' | 'receipt' | 'log-in' | 'account' | 'privacy' | 'other';
/** The topics to choose from. */
export const caseTopics: readonly CaseTopic[] = [
  'rental',
  'payment',
  'receipt',
  'log-in',
  'account',
  'privacy',
  'other',
];

/** The text names no topic of a case. */
export interface InvalidCaseTopic {
  readonly kind: 'InvalidCaseTopic';
}

/** Smart constructor: accepts the exact name of a topic, and no free text. */
export const CaseTopic: ClosedList<CaseTopic, 'InvalidCaseTopic'> = closedList(caseTopics, 'InvalidCaseTopic');

/** How a case ended. */
export type CaseOutcome = 'solved' | 'not-solved' | 'account-cancelled' | 'caller-not-verified' | 'withdrawn';
/** The outcomes to choose from. */
export const caseOutcomes: readonly CaseOutcome[] = [
  'solved',
  'not-solved',
  'account-cancelled',
  'caller-not-verified',
  'withdrawn',
];

/** The text names no way in which a case ends. */
export interface InvalidCaseOutcome {
  readonly kind: 'InvalidCaseOutcome';
}

/** Smart constructor: accepts the exact name of an outcome. */
export const CaseOutcome: ClosedList<CaseOutcome, 'InvalidCaseOutcome'> = closedList(
  caseOutcomes,
  'InvalidCaseOutcome',
);

/** By which way a message goes out: one that staff names, or the best that there is. */
export type CaseChannel = ContactChannel | 'best';
/** The ways to choose from. */
export const caseChannels: readonly CaseChannel[] = ['best', 'email', 'sms'];

/** The text names no way by which a message goes out. */
export interface InvalidCaseChannel {
  readonly kind: 'InvalidCaseChannel';
}

/** Smart constructor: accepts the exact name of a way. */
export const CaseChannel: ClosedList<CaseChannel, 'InvalidCaseChannel'> = closedList(
  caseChannels,
  'InvalidCaseChannel',
);

/** Who called read out the code that went to the person's own phone or email: to whom of the staff, and when. */
export interface CallerVerified {
  readonly by: StaffId;
  readonly at: Instant;
}

interface CaseOfPerson {
  readonly caseNumber: CaseNumber;
  readonly subject: SubjectId;
  readonly topic: CaseTopic;
  /** In which language we write about it. */
  readonly language: Language;
  readonly openedBy: StaffId;
  readonly openedAt: Instant;
  /** Who called proved last to be the person, and stands behind one deed yet; null where nobody did, or the deed was done. */
  readonly verified: CallerVerified | null;
}

/** A case that is being worked on. */
export interface OpenCase extends CaseOfPerson {
  readonly state: 'open';
}

/** A case that has ended: nothing is done for it any more. */
export interface ClosedCase extends CaseOfPerson {
  readonly state: 'closed';
  readonly closedBy: StaffId;
  readonly closedAt: Instant;
  readonly outcome: CaseOutcome;
}

/** One case of one person. */
export type SupportCase = OpenCase | ClosedCase;

/** What staff wrote down in a case; nobody but staff and the person reads it. */
export interface CaseNote {
  readonly note: EntryId;
  readonly caseNumber: CaseNumber;
  readonly subject: SubjectId;
  readonly text: CaseText;
  readonly writtenBy: StaffId;
  readonly writtenAt: Instant;
}

/** What staff wrote to the person; it goes out by the outbox, and where to stands nowhere here. */
export interface CaseMessage {
  readonly message: EntryId;
  readonly caseNumber: CaseNumber;
  readonly subject: SubjectId;
  /** The notice that carries it. */
  readonly notice: NoticeId;
  readonly channel: CaseChannel;
  readonly text: CaseText;
  readonly writtenBy: StaffId;
  readonly writtenAt: Instant;
}

/** For how long a caller counts as the person after the proof: 15 minutes, a call. */
export const callerVerifiedMs: number = 15 * minuteMs;

/** Whether who called proved lately, to this member of the staff, to be the person whose case it is. */
export function isCallerVerified({ verified }: Pick<SupportCase, 'verified'>, by: StaffId, at: Instant): boolean {
  return verified !== null && verified.by === by && at >= verified.at && at < verified.at + callerVerifiedMs;
}
