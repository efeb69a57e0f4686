import type { Erasure } from '../../domain/deletion/erasure.ts';
import { propagationId } from '../../domain/deletion/propagation-id.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { DataProcessor, ProcessorErasureRequest } from '../ports/data-processor.ts';
import type { Farewell, Propagation } from '../ports/erasure-journal.ts';

/** A request to a processor that it has not acknowledged yet, under a name that it keeps however often it is asked. */
export function requestTo(
  { name }: DataProcessor,
  { erasure, subject }: Pick<Erasure, 'erasure' | 'subject'>,
  at: Instant,
): Propagation {
  const requestId = propagationId(erasure, name);
  return { requestId, erasure, subject, processor: name, state: 'asked', askedAt: at, settledAt: null };
}

/** Only by what the processor knows people by; the way to the person is gone once its key is. */
export function identitiesFor(
  { knowsBy }: DataProcessor,
  subject: SubjectId,
  farewell: Farewell | null,
): ProcessorErasureRequest['identities'] {
  const values = { subject, email: farewell?.email ?? null, phone: farewell?.phone ?? null };
  return knowsBy.flatMap((kind) => {
    const value = values[kind];
    return value === null ? [] : [{ kind, value }];
  });
}
