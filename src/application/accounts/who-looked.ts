import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import { EntryId } from '../../domain/ids.ts';
import { Instant } from '../../domain/instant.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { authenticate } from './authenticate.ts';

/** Who of the staff looked at the person's data or did something with it (POLICY.md C08, C21). */
export interface WhoLookedAtMyDataInput {
  readonly session: SessionToken;
  /** Where the page before ended, as its `next` says; from the newest on where it is left out. */
  readonly after?: string | undefined;
}

/** One deed or look of the staff's. */
export type StaffDeedSeen = Pick<
  AuditEntry,
  'entry' | 'action' | 'staff' | 'purpose' | 'caseNumber' | 'fields' | 'recordedAt'
>;

/** A page of what is on record. */
export interface StaffDeedsSeen {
  readonly entries: readonly StaffDeedSeen[];
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
}

/** The text is not where a page ended. */
export interface InvalidPage {
  readonly kind: 'InvalidPage';
}

/** Answers who, what, when, for what purpose and case, and which fields were shown in clear; the newest first, 50 a page. */
export type WhoLookedAtMyData = (
  input: WhoLookedAtMyDataInput,
) => ResultAsync<StaffDeedsSeen, InvalidPage | NotLoggedIn | PortFailure>;

/** How many entries a page has. */
export const deedsOfPage = 50;

/** Makes the use case. */
export function whoLookedAtMyData(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): WhoLookedAtMyData {
  const whoIs = authenticate(ports);
  return (input) =>
    safeTry(async function* () {
      const after = input.after === undefined ? null : yield* placeOf(input.after);
      const { subject } = yield* whoIs(input);
      // One more than are shown says whether there is another page.
      const found = yield* ports.store.auditLog.search({ subject }, after, deedsOfPage + 1);
      const shown = found.slice(0, deedsOfPage);
      const last = shown.at(-1);
      const next = found.length > shown.length && last !== undefined ? `${last.recordedAt}.${last.entry}` : null;
      return ok({ entries: shown.map(seenOf), next });
    });
}

/** What else an entry is about is a name of ours that tells a person nothing. */
function seenOf({ entry, action, staff, purpose, caseNumber, fields, recordedAt }: AuditEntry): StaffDeedSeen {
  return { entry, action, staff, purpose, caseNumber, fields, recordedAt };
}

function placeOf(text: string): Result<Pick<AuditEntry, 'entry' | 'recordedAt'>, InvalidPage> {
  const [, at = '', id = ''] = (typeof text === 'string' && /^(\d{1,15})\.(.*)$/.exec(text)) || [];
  const invalid: InvalidPage = { kind: 'InvalidPage' };
  if (at === '') return err(invalid);
  return EntryId.parse(id)
    .andThen((entry) => Instant.ofEpochMs(Number(at)).map((recordedAt) => ({ entry, recordedAt })))
    .mapErr(() => invalid);
}
