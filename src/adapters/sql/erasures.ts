import type { ErasureRows } from '../../application/ports/transaction.ts';
import type {
  CancellationReason,
  Erasure,
  ErasureRequest,
  ErasureState,
  Kept,
  Obstacle,
  StuckReason,
} from '../../domain/deletion/erasure.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { CaseNumber, StaffId } from '../../domain/staff/staff-id.ts';
import type { Language } from '../../domain/user/language.ts';
import { phoneOf } from '../../domain/user/user.ts';
import { answer } from './failing.ts';
import { holdingsOf } from './holdings.ts';
import { addPropagation, propagationColumns } from './propagations.ts';
import { sealed } from './sealed-columns.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** Erasures: who asked, how far they are, what outlives them. */
export function erasureRows(work: Work): ErasureRows {
  return {
    add: ({ user }, erasure, dueAt, toTell) =>
      answer(async () => {
        await work.run(addErasure, columnsOf(erasure, dueAt));
        for (const propagation of toTell) await work.run(addPropagation, propagationColumns(propagation));
        const { subject, email, language } = user;
        const phone = phoneOf(user);
        if (email === null && phone === null) return;
        const sealer = await work.sealer(subject, 'farewell');
        const record = erasure.erasure;
        await work.run(addFarewell, {
          erasure: record,
          subject,
          language,
          ...sealed('farewells', record, sealer, { phone, email }),
        });
      }),
    holdingsOf: (held, at) => answer(() => holdingsOf(work, held.user.subject, at)),
  };
}

/** What a query selects for {@link erasureOf}. */
export const erasureColumns = [
  'erasure_id',
  'subject_id',
  'state',
  'request_kind',
  'requested_by',
  'reason',
  'case_number',
  'requested_at',
  'completed_at',
  'kept',
  'deleted',
  'obstacle',
  'drained_at',
  'tries',
] as const;

/** The columns of a row that {@link erasureOf} reads. */
export interface ErasureRow {
  readonly erasure_id: ErasureId;
  readonly subject_id: SubjectId;
  readonly state: ErasureState;
  readonly request_kind: ErasureRequest['kind'];
  readonly requested_by: StaffId | Exclude<ErasureRequest['kind'], 'support'>;
  readonly reason: CancellationReason | null;
  readonly case_number: CaseNumber | null;
  readonly requested_at: Instant;
  readonly completed_at: Instant | null;
  readonly kept: string;
  readonly deleted: string | null;
  readonly obstacle: 'held' | StuckReason | null;
  readonly drained_at: Instant;
  readonly tries: number;
}

/** The erasure that a row is. */
export function erasureOf(row: ErasureRow): Erasure {
  return {
    erasure: row.erasure_id,
    subject: row.subject_id,
    request: requestOf(row),
    requestedAt: row.requested_at,
    state: row.state,
    obstacle: obstacleIn(row.obstacle),
    kept: JSON.parse(row.kept) as readonly Kept[], // sound: written from them by `columnsOf`
    deleted: deletedIn(row.deleted),
    drainedAt: row.drained_at,
    tries: row.tries,
    completedAt: row.completed_at,
  };
}

/** What stands in its way, as a column holds it. */
export function obstacleColumn(obstacle: Obstacle | null): 'held' | StuckReason | null {
  return obstacle?.kind === 'stuck' ? obstacle.reason : (obstacle?.kind ?? null);
}

/** How many rows of which table are deleted, as a column holds it. */
export function deletedIn(column: string | null): Readonly<Record<string, number>> {
  return column === null ? {} : (JSON.parse(column) as Record<string, number>); // sound: written by the purge alone
}

function obstacleIn(column: ErasureRow['obstacle']): Obstacle | null {
  if (column === null) return null;
  return column === 'held' ? { kind: 'held' } : { kind: 'stuck', reason: column };
}

function requestOf({ request_kind: kind, requested_by, reason, case_number: caseNumber }: ErasureRow): ErasureRequest {
  if (kind !== 'support') return { kind };
  if (reason === null || caseNumber === null) throw new Error('Support names a reason and a case');
  return { kind, staff: requested_by as StaffId, reason, caseNumber }; // sound: the column holds the staff member then
}

type AddedErasure = ErasureRow & { readonly due_at: Instant | null } & Readonly<Record<string, string | number | null>>;

/** The columns of a new row. */
export function columnsOf(erasure: Erasure, dueAt: Instant | null): AddedErasure {
  const { request } = erasure;
  return {
    erasure_id: erasure.erasure,
    subject_id: erasure.subject,
    state: erasure.state,
    request_kind: request.kind,
    requested_by: request.kind === 'support' ? request.staff : request.kind,
    reason: request.kind === 'support' ? request.reason : null,
    case_number: request.kind === 'support' ? request.caseNumber : null,
    requested_at: erasure.requestedAt,
    completed_at: erasure.completedAt,
    kept: JSON.stringify(erasure.kept),
    deleted: null,
    obstacle: obstacleColumn(erasure.obstacle),
    drained_at: erasure.drainedAt,
    tries: erasure.tries,
    due_at: dueAt,
  };
}

/** Adds a row that {@link columnsOf} made. */
export const addErasure: Statement<AddedErasure, unknown> = dataQuery(({ db }, given: AddedErasure) =>
  db.insertInto('erasures').values({
    erasure_id: given.erasure_id,
    subject_id: given.subject_id,
    state: given.state,
    request_kind: given.request_kind,
    requested_by: given.requested_by,
    reason: given.reason,
    case_number: given.case_number,
    requested_at: given.requested_at,
    completed_at: given.completed_at,
    kept: given.kept,
    deleted: given.deleted,
    obstacle: given.obstacle,
    drained_at: given.drained_at,
    tries: given.tries,
    due_at: given.due_at,
  }),
);

const addFarewell = dataQuery(
  (
    { db },
    given: {
      erasure: ErasureId;
      subject: SubjectId;
      language: Language;
      phone_sealed: Uint8Array | null;
      email_sealed: Uint8Array | null;
    },
  ) =>
    db.insertInto('farewells').values({
      erasure_id: given.erasure,
      subject_id: given.subject,
      language: given.language,
      phone_sealed: given.phone_sealed,
      email_sealed: given.email_sealed,
      said_at: null,
    }),
);
