import type { PurposeState } from '../../../application/consents/my-consents.ts';
import type { ConsentEntry } from '../../../domain/consent/consent-entry.ts';
import { time, timeOrNull } from './time.ts';

/** One purpose with its terms and where it stands. */
export interface PurposeJson {
  readonly purpose: string;
  readonly basis: string;
  readonly meaning: string;
  readonly channels: readonly string[];
  readonly allowed: boolean;
  readonly withdrawable: boolean;
  readonly since: string | null;
  readonly noticeVersion: string | null;
}

export function purposeJson({ terms, allowed, withdrawable, since, noticeVersion }: PurposeState): PurposeJson {
  const { purpose, basis, meaning, channels } = terms;
  return { purpose, basis, meaning, channels, allowed, withdrawable, since: timeOrNull(since), noticeVersion };
}

/** One line of the consent ledger. */
export interface ConsentEntryJson {
  readonly entry: string;
  readonly action: string;
  readonly purpose: string;
  readonly noticeVersion: string;
  readonly noticeLanguage: string;
  readonly channel: string;
  readonly recordedAt: string;
  readonly claimedAt: string | null;
}

export function consentEntryJson(line: ConsentEntry): ConsentEntryJson {
  const { entry, action, purpose, noticeVersion, noticeLanguage, channel, recordedAt, claimedAt } = line;
  return {
    entry,
    action,
    purpose,
    noticeVersion,
    noticeLanguage,
    channel,
    recordedAt: time(recordedAt),
    claimedAt: timeOrNull(claimedAt),
  };
}
