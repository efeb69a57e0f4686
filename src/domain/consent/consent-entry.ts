import { type ClosedList, closedList } from '../closed-list.ts';
import type { EntryId, SubjectId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { Language } from '../user/language.ts';
import type { ContactPurpose } from './contact-purpose.ts';
import type { NoticeVersion } from './notice-version.ts';

/** How the person told us. */
export type ConsentChannel = 'app' | 'web' | 'support' | 'unsubscribe-link';
/** The ways to tell us, as a closed list: a ledger line is never written with another. */
export const consentChannels: readonly ConsentChannel[] = ['app', 'web', 'support', 'unsubscribe-link'];

/** The text names no way of telling us. */
export interface InvalidConsentChannel {
  readonly kind: 'InvalidConsentChannel';
}

/** Smart constructor: accepts the exact name of a channel, in lower case. */
export const ConsentChannel: ClosedList<ConsentChannel, 'InvalidConsentChannel'> = closedList(
  consentChannels,
  'InvalidConsentChannel',
);

/** What the person said: for the first time or again after a withdrawal, no longer, or once more while it held. */
export type ConsentAction = 'granted' | 'withdrawn' | 'renewed';
/** The words of the ledger; a line once written keeps its word, and only a later line says another. */
export const consentActions: readonly ConsentAction[] = ['granted', 'withdrawn', 'renewed'];

/**
 * One line of the append-only consent ledger (POLICY.md C08; GDPR art. 7(1)): what was said, which notice was shown in
 * which language, by which channel, when by our clock and when by the client's.
 */
export interface ConsentEntry {
  readonly entry: EntryId;
  readonly subject: SubjectId;
  readonly action: ConsentAction;
  readonly purpose: ContactPurpose;
  readonly noticeVersion: NoticeVersion;
  readonly noticeLanguage: Language;
  readonly channel: ConsentChannel;
  /** Server time: the order of the ledger. */
  readonly recordedAt: Instant;
  /** What the client's clock said; evidence only, never used to decide. */
  readonly claimedAt: Instant | null;
}
