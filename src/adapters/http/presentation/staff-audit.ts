import type { AuditCursor, AuditPage } from '../../../application/audit/search-audit.ts';
import type { AuditEntry } from '../../../domain/audit/audit-entry.ts';
import { time } from './time.ts';

/** An entry of the audit log. */
export interface AuditEntryJson extends Omit<AuditEntry, 'recordedAt'> {
  readonly recordedAt: string;
}

/** Entries of the audit log, newest first, and where the next page goes on. */
export interface AuditPageJson {
  readonly entries: readonly AuditEntryJson[];
  readonly next: AuditCursor | null;
}

export function auditPageJson({ entries, next }: AuditPage): AuditPageJson {
  return { entries: entries.map((entry) => ({ ...entry, recordedAt: time(entry.recordedAt) })), next };
}
