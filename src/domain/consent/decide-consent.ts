import type { EntryId, SubjectId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import type { Language } from '../user/language.ts';
import type { ConsentAction, ConsentChannel, ConsentEntry } from './consent-entry.ts';
import { consentsAt } from './consents.ts';
import { type ConsentPurpose, type ContactPurpose, type ContractPurpose, termsOf } from './contact-purpose.ts';
import type { NoticeVersion } from './notice-version.ts';

/**
 * A person grants or withdraws consent; what comes of it is one more line of the ledger (POLICY.md C08; GDPR art. 7).
 */

/** What the person said, with the evidence of it. */
export interface ConsentCommand {
  readonly kind: 'Grant' | 'Withdraw';
  readonly entry: EntryId;
  readonly subject: SubjectId;
  readonly purpose: ContactPurpose;
  readonly noticeVersion: NoticeVersion;
  readonly noticeLanguage: Language;
  readonly channel: ConsentChannel;
  /** Server time. */
  readonly at: Instant;
  /** What the client's clock said, or null: evidence only. */
  readonly claimedAt: Instant | null;
}

/** Why nothing is written into the ledger; what the person said before stays in force. */
export type ConsentRejection =
  /** The contract needs this contact: there is nothing to grant, and nothing to withdraw while it runs. */
  | { readonly kind: 'ContractPurpose'; readonly purpose: ContractPurpose }
  /** The purpose was never granted, or is withdrawn already. */
  | { readonly kind: 'NotGranted'; readonly purpose: ConsentPurpose };

/** Answers the line to append, which holds at once; granting what is granted already renews it. */
export function decideConsent(
  command: ConsentCommand,
  entries: readonly ConsentEntry[],
): Result<ConsentEntry, ConsentRejection> {
  const terms = termsOf(command.purpose);
  if (terms.basis === 'contract') return err({ kind: 'ContractPurpose', purpose: terms.purpose });
  const own = entries.filter((entry) => entry.subject === command.subject);
  const at = latest(command.at, own);
  const { granted } = consentsAt(own, at)[terms.purpose];
  switch (command.kind) {
    case 'Grant':
      return ok(line(command, granted ? 'renewed' : 'granted', at));
    case 'Withdraw':
      return granted ? ok(line(command, 'withdrawn', at)) : err({ kind: 'NotGranted', purpose: terms.purpose });
    default:
      return unreachable(command.kind satisfies never);
  }
}

/** The clocks of two servers may differ: a line never stands before one that was there when it was written. */
function latest(at: Instant, entries: readonly ConsentEntry[]): Instant {
  return entries.reduce((newest, { recordedAt }) => (recordedAt > newest ? recordedAt : newest), at);
}

function line(command: ConsentCommand, action: ConsentAction, recordedAt: Instant): ConsentEntry {
  const { entry, subject, purpose, noticeVersion, noticeLanguage, channel, claimedAt } = command;
  return { entry, subject, action, purpose, noticeVersion, noticeLanguage, channel, recordedAt, claimedAt };
}
