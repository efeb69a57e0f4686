import { AuditAction, type AuditEntry, type InvalidAuditAction } from '../../domain/audit/audit-entry.ts';
import { EntryId, type InvalidId, SubjectId } from '../../domain/ids.ts';
import { Instant, type InvalidInstant } from '../../domain/instant.ts';
import { ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { StaffAction } from '../../domain/staff/access-rules.ts';
import { CaseNumber, type InvalidCaseNumber, type InvalidStaffId, StaffId } from '../../domain/staff/staff-id.ts';
import type { StaffSessionToken } from '../../domain/staff/staff-token.ts';
import type { AuditFilter } from '../ports/audit-log.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { actingStaff, type StaffPorts } from '../staff/acting-staff.ts';
import type { StaffRefusal } from '../staff/staff-refusal.ts';
import { auditedLook } from './audited.ts';

/** What of the audit log is looked for; each condition that is given has to hold. */
export interface AuditConditions {
  /** Who did it. */
  readonly by?: string | undefined;
  /** With whose data, by the pseudonym. */
  readonly subject?: string | undefined;
  readonly caseNumber?: string | undefined;
  /** One of `auditActions`. */
  readonly action?: string | undefined;
  /** ISO 8601 with an offset: recorded then or later. */
  readonly from?: string | undefined;
  /** Recorded before then. */
  readonly until?: string | undefined;
}

/** An auditor looks into the log. */
export interface SearchAuditInput extends AuditConditions {
  /** As `signInStaff` answered it. */
  readonly staffSession: StaffSessionToken;
  /** What the page before answered as `next`. */
  readonly after?: AuditCursor | null | undefined;
  /** 100 by default, 1,000 at most. */
  readonly limit?: number | undefined;
}

/** Where a page goes on. */
export interface AuditCursor {
  /** ISO 8601. */
  readonly recordedAt: string;
  readonly entry: string;
}

/** Entries, newest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Null where there are no more. */
  readonly next: AuditCursor | null;
}

/** Why nothing of the log is shown. */
export type SearchAuditRefusal =
  | StaffRefusal
  | InvalidAuditAction
  | InvalidStaffId
  | InvalidCaseNumber
  | InvalidId
  | InvalidInstant
  | PortFailure;

/** Answers entries of the audit log; that somebody looked is an entry of its own (POLICY.md C21). */
export type SearchAudit = (input: SearchAuditInput) => ResultAsync<AuditPage, SearchAuditRefusal>;

/** What looking into the log needs of the outside. */
export type SearchAuditPorts = StaffPorts;

/** Makes the use case: a look at a page. */
export function searchAudit(ports: SearchAuditPorts): SearchAudit {
  return (input) => pageFor(ports, input, 'search-audit');
}

/** As {@link searchAudit}, page by page, to be taken along: the entry says so. */
export function exportAudit(ports: SearchAuditPorts): SearchAudit {
  return (input) => pageFor(ports, input, 'export-audit');
}

function pageFor(
  ports: SearchAuditPorts,
  input: SearchAuditInput,
  action: Extract<StaffAction, 'search-audit' | 'export-audit'>,
): ResultAsync<AuditPage, SearchAuditRefusal> {
  return safeTry(async function* () {
    const staff = yield* actingStaff(ports, input.staffSession, action);
    const filter = yield* filterOf(input);
    const after = yield* cursorOf(input.after ?? null);
    const limit = Math.min(Math.max(Math.trunc(input.limit ?? 100), 1), 1_000);
    yield* auditedLook(ports, (_tx, record) =>
      record({ action, staff, subject: filter.subject ?? null, about: conditionsIn(filter) }),
    );
    const entries = yield* ports.store.auditLog.search(filter, after, limit);
    const last = entries.length === limit ? entries.at(-1) : undefined;
    const next = last === undefined ? null : { recordedAt: Instant.toISOString(last.recordedAt), entry: last.entry };
    return ok({ entries, next });
  });
}

/** Which conditions were set, by name: what for is on record, and no value beside the pseudonym. */
function conditionsIn(filter: AuditFilter): string | null {
  const names = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  return names.length === 0 ? null : names.join(',');
}

function filterOf(input: AuditConditions): Result<AuditFilter, Exclude<SearchAuditRefusal, PortFailure>> {
  return safeTry(function* () {
    const { by, subject, caseNumber, action, from, until } = input;
    return ok({
      staff: by === undefined ? undefined : yield* StaffId.parse(by),
      subject: subject === undefined ? undefined : yield* SubjectId.parse(subject),
      caseNumber: caseNumber === undefined ? undefined : yield* CaseNumber.parse(caseNumber),
      action: action === undefined ? undefined : yield* AuditAction.parse(action),
      from: from === undefined ? undefined : yield* Instant.parse(from),
      until: until === undefined ? undefined : yield* Instant.parse(until),
    });
  });
}

function cursorOf(
  cursor: AuditCursor | null,
): Result<Pick<AuditEntry, 'recordedAt' | 'entry'> | null, InvalidId | InvalidInstant> {
  return safeTry(function* () {
    if (cursor === null) return ok(null);
    return ok({ recordedAt: yield* Instant.parse(cursor.recordedAt), entry: yield* EntryId.parse(cursor.entry) });
  });
}
