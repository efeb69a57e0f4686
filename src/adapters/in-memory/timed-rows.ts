import type { Place } from '../../application/ports/retention-rows.ts';
import type { TableName } from '../../domain/data-map/tables.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { holdState, type LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import type { TimedTable } from '../../domain/retention/timed-tables.ts';
import type { Rows } from './rows.ts';

/** A row whose time is counted, as the data map names its table. */
export interface TimedRow {
  readonly key: string;
  /** What the columns of the clock say, in their order. */
  readonly events: readonly (Instant | string | null)[];
  /** Whether the event has come for good. */
  readonly isFinal: boolean;
  /** Nobody's where the order that names the row is gone. */
  readonly subject: SubjectId | null;
  /** Deletes the row with those that go along, and says how many they were. */
  readonly drop: () => number;
  /** How many go along. */
  readonly along: number;
}

/** The rows of a table whose time is counted. */
export function timedRows(rows: Rows, table: TableName): readonly TimedRow[] {
  return readers[table]?.(rows) ?? [];
}

/** Whether neither a hold nor an open request protects the row, and no open rental needs it. */
export function isFree(rows: Rows, { category, retention, table }: TimedTable, row: TimedRow, at: Instant): boolean {
  if (retention.notBefore === 'settled' && rows.orders.keysWhere(({ subject }) => subject === row.subject).length > 0) {
    return false;
  }
  const isNamed = ({ subject, scope }: LegalHold): boolean => {
    if (subject !== row.subject) return false;
    if (scope.kind === 'order') return table === 'receipts' && ordersOfReceipt(rows, row.key).includes(scope.order);
    return scope.kind === 'person' || scope.category === category;
  };
  const isHoldable = category !== 'session' && category !== 'verification';
  const held = rows.legalHolds.keysWhere((hold) => holdState(hold, at) === 'active' && isNamed(hold)).length > 0;
  const evidence = rows.privacyRequests
    .where(({ state }) => state !== 'closed')
    .some(({ order }) => table === 'receipts' && order !== null && ordersOfReceipt(rows, row.key).includes(order));
  return !(isHoldable && held) && !evidence;
}

/** Where a row stands in the order of a column of its clock. */
export function placeOf(row: TimedRow, column: number): Place | null {
  const event = row.events[column] ?? null;
  return event === null ? null : { event, key: row.key };
}

/** Of a correction those whose receipt it corrects. */
function ordersOfReceipt(rows: Rows, receipt: string): readonly string[] {
  const corrects = rows.receipts.where(({ number }) => number === receipt)[0]?.corrects ?? receipt;
  return rows.orders.where((order) => 'receipt' in order && order.receipt === corrects).map(({ order }) => order);
}

type Reader = (rows: Rows) => readonly TimedRow[];

const readers: Readonly<Partial<Record<TableName, Reader>>> = {
  users: (rows) =>
    rows.users
      .where(() => true)
      .map(({ subject, state, leftAt }) => ({
        ...alone(subject, subject, [leftAt], () => rows.users.delete(subject)),
        isFinal: state === 'erased',
      })),
  challenges: (rows) =>
    rows.challenges
      .where(() => true)
      .map(({ challenge: { challenge, subject, expiresAt } }) =>
        alone(challenge, subject, [expiresAt], () => rows.challenges.delete(challenge)),
      ),
  sessions: (rows) =>
    rows.sessions
      .where(() => true)
      .map(({ session, tokenHash, subject, expiresAt }) =>
        alone(session, subject, [expiresAt], () => rows.sessions.delete(tokenHash)),
      ),
  code_budgets: (rows) =>
    rows.codeBudgets
      .keysWhere(() => true)
      .map((bucket) => alone(bucket, null, [rows.codeBudgets.get(bucket)], () => rows.codeBudgets.delete(bucket))),
  login_attempts: (rows) =>
    rows.attempts
      .keysWhere(() => true)
      .map((key) => {
        const attempt = rows.attempts.get(key);
        return alone(key, attempt?.by?.subject ?? null, [attempt?.expiresAt ?? null], () => rows.attempts.delete(key));
      }),
  contact_changes: (rows) =>
    rows.contactChanges
      .where(() => true)
      .map(({ change, subject, undoUntil }) =>
        alone(change, subject, [undoUntil], () => rows.contactChanges.delete(change)),
      ),
  risk_events: (rows) =>
    rows.riskEvents
      .where(() => true)
      .map(({ event, subject, at }) => alone(event, subject, [at], () => rows.riskEvents.delete(event))),
  receipts: (rows) =>
    rows.receipts
      .where(() => true)
      .map(({ number, day }) => {
        const [order] = rows.orders.where((one) => ordersOfReceipt(rows, number).includes(one.order));
        return alone(number, order?.subject ?? null, [day], () => rows.receipts.delete(number));
      }),
  notices: (rows) =>
    rows.notices
      .where(() => true)
      .map(({ notice: { notice, subject, createdAt } }) =>
        alone(notice, subject, [createdAt], () => rows.notices.delete(notice)),
      ),
  support_cases: (rows) =>
    rows.supportCases
      .where(() => true)
      .map((supportCase) => {
        const { caseNumber, subject } = supportCase;
        const isOfIt = (other: { readonly caseNumber: string }): boolean => other.caseNumber === caseNumber;
        return {
          key: caseNumber,
          subject,
          events: [supportCase.state === 'closed' ? supportCase.closedAt : null],
          isFinal: true,
          along: rows.caseNotes.keysWhere(isOfIt).length + rows.caseMessages.keysWhere(isOfIt).length,
          drop: () =>
            rows.caseNotes.deleteWhere(isOfIt) +
            rows.caseMessages.deleteWhere(isOfIt) +
            (rows.supportCases.delete(caseNumber) ? 1 : 0),
        };
      }),
  audit_entries: (rows) =>
    rows.auditEntries
      .where(() => true)
      .map(({ entry, subject, recordedAt }) =>
        alone(entry, subject, [recordedAt], () => rows.auditEntries.delete(entry)),
      ),
  staff_members: (rows) =>
    rows.staffMembers
      .where(() => true)
      .map((member) =>
        alone(member.staff, null, [member.kind === 'left' ? member.left.at : null], () =>
          rows.staffMembers.delete(member.staff),
        ),
      ),
  staff_grants: (rows) =>
    rows.staffGrants
      .where(() => true)
      .map(({ grant, revoked, expiresAt }) =>
        alone(grant, null, [revoked?.at ?? null, expiresAt], () => rows.staffGrants.delete(grant)),
      ),
  staff_sessions: (rows) =>
    rows.staffSessions
      .keysWhere(() => true)
      .map((token) =>
        alone(token, null, [rows.staffSessions.get(token)?.expiresAt ?? null], () => rows.staffSessions.delete(token)),
      ),
  staff_approvals: (rows) =>
    rows.staffApprovals
      .where(() => true)
      .map(({ approval, expiresAt }) => alone(approval, null, [expiresAt], () => rows.staffApprovals.delete(approval))),
  erasures: (rows) =>
    rows.erasures
      .where(() => true)
      .map(({ erasure: { erasure, subject, state, requestedAt } }) => {
        const isOfIt = (other: { readonly erasure: string }): boolean => other.erasure === erasure;
        return {
          key: erasure,
          subject,
          events: [requestedAt],
          isFinal: state === 'certified',
          along: rows.propagations.keysWhere(isOfIt).length,
          drop: () => rows.propagations.deleteWhere(isOfIt) + (rows.erasures.delete(erasure) ? 1 : 0),
        };
      }),
  legal_holds: (rows) =>
    rows.legalHolds
      .where(() => true)
      .map(({ hold, subject, ended, expiresAt }) =>
        alone(hold, subject, [ended?.at ?? null, expiresAt], () => rows.legalHolds.delete(hold)),
      ),
  privacy_requests: (rows) =>
    rows.privacyRequests
      .where(() => true)
      .map(({ request, subject, closed }) =>
        alone(request, subject, [closed?.at ?? null], () => rows.privacyRequests.delete(request)),
      ),
};

function alone(key: string, subject: SubjectId | null, events: TimedRow['events'], remove: () => boolean): TimedRow {
  return { key, subject, events, isFinal: true, along: 0, drop: () => (remove() ? 1 : 0) };
}
