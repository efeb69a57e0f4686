import type { AuditAction, AuditEntry } from '../../domain/audit/audit-entry.ts';
import type { AuditHead, AuditLink, SealedLink } from '../../domain/audit/chain.ts';
import type { RecordedLink } from '../../domain/audit/verify-log.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import type { PortFailure } from './port-failure.ts';

/** The audit log from the reader's side. It holds nothing sealed, so that an auditor's account is enough to read it. */
export interface AuditLog {
  /** Where every lane ends, as it is noted. */
  heads(): ResultAsync<readonly AuditHead[], PortFailure>;
  /** Links of a lane behind a position, in their order, so many at most, each with what it stands for. */
  links(lane: number, after: number, limit: number): ResultAsync<readonly RecordedLink[], PortFailure>;
  /** Links of a lane between two positions, both included. */
  linksBetween(lane: number, from: number, to: number): ResultAsync<readonly SealedLink[], PortFailure>;
  /**
   * The place of something that stands where nothing of the log can: a record or a disposal without a link of its kind, or a
   * link or a record outside of the lanes or before the first position; null where there is none.
   */
  stray(): ResultAsync<Pick<AuditLink, 'lane' | 'position'> | null, PortFailure>;
  /** Entries that fit, newest first, behind an entry that an earlier page ended with; so many at most. */
  search(
    filter: AuditFilter,
    after: Pick<AuditEntry, 'recordedAt' | 'entry'> | null,
    limit: number,
  ): ResultAsync<readonly AuditEntry[], PortFailure>;
}

/** What entries are looked for; each condition that is there has to hold. */
export interface AuditFilter {
  readonly staff?: StaffId | undefined;
  readonly subject?: SubjectId | undefined;
  readonly caseNumber?: CaseNumber | undefined;
  readonly action?: AuditAction | undefined;
  /** Recorded then or later. */
  readonly from?: Instant | undefined;
  /** Recorded before then. */
  readonly until?: Instant | undefined;
}

/** An audit log that was opened by itself. */
export interface OpenedAuditLog extends AuditLog {
  /** Closes the connections. */
  close(): ResultAsync<void, PortFailure>;
}
