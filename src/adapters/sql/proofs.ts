import type { ActiveSubject, KeptOrder } from '../../application/ports/active-subject.ts';
import type { OrderId, SubjectId } from '../../domain/ids.ts';
import type { Day } from '../../domain/instant.ts';
import type { Language } from '../../domain/user/language.ts';

/** Call it only for a subject whose row is active, and locked by the statement that has just found it so. */
export function activeSubject(
  subject: SubjectId,
  language: Language,
  lastUsedOn?: Day | null,
  phoneProvedOn?: Day | null,
): ActiveSubject {
  const looked = {
    ...(lastUsedOn === undefined ? {} : { lastUsedOn }),
    ...(phoneProvedOn === undefined ? {} : { phoneProvedOn }),
  };
  return { kind: 'active-subject', subject, language, ...looked } as ActiveSubject; // the brand is there for the compiler alone
}

/** Call it only for an order that outlives its account, and is locked together with the subject's row. */
export function keptOrder(subject: SubjectId, order: OrderId): KeptOrder {
  return { kind: 'kept-order', subject, order } as KeptOrder; // the brand is there for the compiler alone
}
