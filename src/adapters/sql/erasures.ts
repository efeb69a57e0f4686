import type { ErasureRows } from '../../application/ports/transaction.ts';
import type { CancellationReason, Erasure, ErasureState, Kept } from '../../domain/deletion/erasure.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import { answer } from './failing.ts';
import { holdingsOf } from './holdings.ts';
import { dataQuery } from './statement.ts';
import type { Work } from './work.ts';

/** Erasures: who asked, how far they are, what outlives them. */
export function erasureRows(work: Work): ErasureRows {
  return {
    add: (erasure) =>
      answer(async () => {
        const { request } = erasure;
        await work.run(add, {
          erasure: erasure.erasure,
          subject: erasure.subject,
          state: erasure.state,
          requested_by: request.kind === 'person' ? 'person' : request.staff,
          reason: request.kind === 'person' ? null : request.reason,
          case_number: request.kind === 'person' ? null : request.caseNumber,
          requested_at: erasure.requestedAt,
          completed_at: erasure.completedAt,
          kept: JSON.stringify(erasure.kept),
        });
      }),
    holdingsOf: (held) => answer(() => holdingsOf(work, held.user.subject)),
  };
}

/** What a query selects for {@link erasureOf}. */
export const erasureColumns = [
  'erasure_id',
  'subject_id',
  'state',
  'requested_by',
  'reason',
  'case_number',
  'requested_at',
  'completed_at',
  'kept',
] as const;

export interface ErasureRow {
  readonly erasure_id: ErasureId;
  readonly subject_id: SubjectId;
  readonly state: ErasureState;
  readonly requested_by: StaffId | 'person';
  readonly reason: CancellationReason | null;
  readonly case_number: CaseNumber | null;
  readonly requested_at: Instant;
  readonly completed_at: Instant | null;
  readonly kept: string;
}

/** The erasure that a row is. */
export function erasureOf(row: ErasureRow): Erasure {
  const { reason, case_number: caseNumber } = row;
  return {
    erasure: row.erasure_id,
    subject: row.subject_id,
    request:
      reason === null || caseNumber === null
        ? { kind: 'person' }
        : { kind: 'support', staff: row.requested_by as StaffId, reason, caseNumber }, // sound: a reason is support's
    requestedAt: row.requested_at,
    state: row.state,
    kept: JSON.parse(row.kept) as readonly Kept[], // sound: written from them by `add`
    completedAt: row.completed_at,
  };
}

const add = dataQuery(
  (
    { db },
    given: {
      erasure: ErasureId;
      subject: SubjectId;
      state: ErasureState;
      requested_by: StaffId | 'person';
      reason: CancellationReason | null;
      case_number: CaseNumber | null;
      requested_at: Instant;
      completed_at: Instant | null;
      kept: string;
    },
  ) =>
    db.insertInto('erasures').values({
      erasure_id: given.erasure,
      subject_id: given.subject,
      state: given.state,
      requested_by: given.requested_by,
      reason: given.reason,
      case_number: given.case_number,
      requested_at: given.requested_at,
      completed_at: given.completed_at,
      kept: given.kept,
    }),
);
