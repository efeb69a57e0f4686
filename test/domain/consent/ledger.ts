import type { ConsentAction, ConsentEntry } from '../../../src/domain/consent/consent-entry.ts';
import { NoticeVersion } from '../../../src/domain/consent/notice-version.ts';
import { EntryId, SubjectId } from '../../../src/domain/ids.ts';
import { Instant } from '../../../src/domain/instant.ts';

export const ada: SubjectId = SubjectId.parse('00000000-0000-4000-8000-000000000001')._unsafeUnwrap();
export const bob: SubjectId = SubjectId.parse('00000000-0000-4000-8000-000000000002')._unsafeUnwrap();
export const anEntry: EntryId = EntryId.parse('00000000-0000-4000-8000-00000000000e')._unsafeUnwrap();

/** A moment of one day, such as `09:00`. */
export function clock(time: string): Instant {
  return Instant.parse(`2026-11-23T${time}Z`)._unsafeUnwrap();
}

export function version(text: string): NoticeVersion {
  return NoticeVersion.parse(text)._unsafeUnwrap();
}

/** A line of Ada's about news, said in the app in English. */
export function line(action: ConsentAction, time: string, more: Partial<ConsentEntry> = {}): ConsentEntry {
  return {
    entry: anEntry,
    subject: ada,
    action,
    purpose: 'news',
    noticeVersion: version('2026-11'),
    noticeLanguage: 'en',
    channel: 'app',
    recordedAt: clock(time),
    claimedAt: null,
    ...more,
  };
}
