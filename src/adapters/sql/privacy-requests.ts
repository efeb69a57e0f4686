import type { PrivacyRequestRows } from '../../application/ports/transaction.ts';
import type { PrivacyRequestId, SubjectId } from '../../domain/ids.ts';
import type { PrivacyRequest } from '../../domain/privacy-request/privacy-request.ts';
import { answer } from './failing.ts';
import type { DataSchema } from './schema.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** Requests by which people exercise their rights, with their clock. Rows that are never deleted with the account. */
export function privacyRequestRows(work: Work): PrivacyRequestRows {
  return {
    add: (_locked, request) =>
      answer(async () => {
        await work.run(add, {
          ...progressOf(request),
          subject_id: request.subject,
          right_used: request.right,
          channel: request.channel,
          order_id: request.order,
          case_number: request.caseNumber,
          recorded_by: request.recordedBy,
          received_on: request.receivedOn,
        });
      }),
    lock: (request) => answer(async () => (await work.run(lock, { request })).rows.map(requestOf)[0] ?? null),
    save: (request) =>
      answer(async () => {
        await work.run(save, progressOf(request));
      }),
  };
}

/** What changes of a request after it was recorded. */
function progressOf({ request, state, dueOn, verifiedAt, extended, closed }: PrivacyRequest) {
  return {
    request_id: request,
    state,
    due_on: dueOn,
    verified_at: verifiedAt,
    extended_at: extended?.at ?? null,
    extension_reason: extended?.reason ?? null,
    closed_at: closed?.at ?? null,
    outcome: closed?.outcome ?? null,
  };
}

const columns = [
  'r.request_id',
  'r.subject_id',
  'r.right_used',
  'r.state',
  'r.channel',
  'r.order_id',
  'r.case_number',
  'r.recorded_by',
  'r.received_on',
  'r.due_on',
  'r.verified_at',
  'r.extended_at',
  'r.extension_reason',
  'r.closed_at',
  'r.outcome',
] as const;

type RequestRow = DataSchema['privacy_requests'];

/** The request that a row is. */
export function requestOf(row: RequestRow): PrivacyRequest {
  const { extended_at: extendedAt, extension_reason: reason, closed_at: closedAt, outcome } = row;
  return {
    request: row.request_id,
    subject: row.subject_id,
    right: row.right_used,
    state: row.state,
    channel: row.channel,
    order: row.order_id,
    caseNumber: row.case_number,
    recordedBy: row.recorded_by,
    receivedOn: row.received_on,
    dueOn: row.due_on,
    verifiedAt: row.verified_at,
    extended: extendedAt === null || reason === null ? null : { at: extendedAt, reason },
    closed: closedAt === null || outcome === null ? null : { at: closedAt, outcome },
  };
}

const openStates = ['received', 'verified'] as const;

const add = dataQuery(({ db }, given: RequestRow) =>
  db.insertInto('privacy_requests').values({
    request_id: given.request_id,
    subject_id: given.subject_id,
    right_used: given.right_used,
    state: given.state,
    channel: given.channel,
    order_id: given.order_id,
    case_number: given.case_number,
    recorded_by: given.recorded_by,
    received_on: given.received_on,
    due_on: given.due_on,
    verified_at: given.verified_at,
    extended_at: given.extended_at,
    extension_reason: given.extension_reason,
    closed_at: given.closed_at,
    outcome: given.outcome,
  }),
);

/**
 * With the subject's row, if there is one still: a request can protect a rental, and no erasure plans while it is closed. A
 * request can outlive the last row of an account that ended.
 */
const lock = dataQuery(({ db, mysql }, given: { request: PrivacyRequestId }) =>
  db
    .selectFrom('privacy_requests as r')
    .leftJoin('users as u', 'u.subject_id', 'r.subject_id')
    .select(columns)
    .where('r.request_id', '=', given.request)
    .$if(mysql, (query) => query.forUpdate(['r', 'u'])),
);

const save = dataQuery(({ db }, given: ReturnType<typeof progressOf>) =>
  db
    .updateTable('privacy_requests')
    .set({
      state: given.state,
      due_on: given.due_on,
      verified_at: given.verified_at,
      extended_at: given.extended_at,
      extension_reason: given.extension_reason,
      closed_at: given.closed_at,
      outcome: given.outcome,
    })
    .where('request_id', '=', given.request_id),
);

/** One request, whatever its state. */
export const privacyRequest: Statement<{ request: PrivacyRequestId }, RequestRow> = dataQuery(
  ({ db }, given: { request: PrivacyRequestId }) =>
    db.selectFrom('privacy_requests as r').select(columns).where('r.request_id', '=', given.request),
);

/** Those of a subject that are not answered. */
export const openRequestsOf: Statement<{ subject: SubjectId }, RequestRow> = dataQuery(
  ({ db }, given: { subject: SubjectId }) =>
    db
      .selectFrom('privacy_requests as r')
      .select(columns)
      .where('r.subject_id', '=', given.subject)
      .where('r.state', 'in', openStates),
);

/** Those of everybody, by the index over state and day: answered ones cost nothing. */
export const openRequests: Statement<{ limit: number }, RequestRow> = dataQuery(({ db }, given: { limit: number }) =>
  db
    .selectFrom('privacy_requests as r')
    .select(columns)
    .where('r.state', 'in', openStates)
    .orderBy('r.due_on')
    .orderBy('r.request_id')
    .limit(given.limit),
);
