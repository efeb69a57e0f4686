import type { Propagation, PropagationState } from '../../application/ports/erasure-journal.ts';
import type { ErasureId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { dataQuery, type Statement } from './statement.ts';

/** What registered processors are asked in the course of an erasure. */

interface PropagationRow {
  readonly request_id: string;
  readonly erasure_id: ErasureId;
  readonly subject_id: SubjectId;
  readonly processor: string;
  readonly state: PropagationState;
  readonly asked_at: Instant;
  readonly settled_at: Instant | null;
}

type PropagationColumns = {
  readonly request: string;
  readonly erasure: ErasureId;
  readonly subject: SubjectId;
  readonly processor: string;
  readonly state: PropagationState;
  readonly asked_at: Instant;
  readonly settled_at: Instant | null;
};

type SavedPropagation = {
  readonly request: string;
  readonly state: PropagationState;
  readonly settled_at: Instant | null;
};

/** The columns of a new row. */
export function propagationColumns(propagation: Propagation): PropagationColumns {
  const { requestId, erasure, subject, processor, state, askedAt, settledAt } = propagation;
  return { request: requestId, erasure, subject, processor, state, asked_at: askedAt, settled_at: settledAt };
}

export const propagations: Statement<{ erasure: ErasureId }, PropagationRow> = dataQuery(
  ({ db }, given: { erasure: ErasureId }) =>
    db.selectFrom('propagations').selectAll().where('erasure_id', '=', given.erasure).orderBy('processor'),
);

export const addPropagation: Statement<PropagationColumns, unknown> = dataQuery(
  ({ db, mysql }, given: PropagationColumns) =>
    db
      .insertInto('propagations')
      .values({
        request_id: given.request,
        erasure_id: given.erasure,
        subject_id: given.subject,
        processor: given.processor,
        state: given.state,
        asked_at: given.asked_at,
        settled_at: given.settled_at,
      })
      .$if(mysql, (query) => query.onDuplicateKeyUpdate((eb) => ({ processor: eb.ref('propagations.processor') })))
      .$if(!mysql, (query) => query.onConflict((on) => on.columns(['erasure_id', 'processor']).doNothing())),
);

export const savePropagation: Statement<SavedPropagation, unknown> = dataQuery(({ db }, given: SavedPropagation) =>
  db
    .updateTable('propagations')
    .set({ state: given.state, settled_at: given.settled_at })
    .where('request_id', '=', given.request)
    .where('settled_at', 'is', null),
);

/** The propagation that a row is. */
export function propagationOf(row: PropagationRow): Propagation {
  return {
    requestId: row.request_id,
    erasure: row.erasure_id,
    subject: row.subject_id,
    processor: row.processor,
    state: row.state,
    askedAt: row.asked_at,
    settledAt: row.settled_at,
  };
}
