import type { ErasureJournal } from '../../application/ports/erasure-journal.ts';
import { demandPurpose } from '../../domain/data-map/unsealing.ts';
import { hasReached } from '../../domain/deletion/erasure.ts';
import type { InTurn } from './turns.ts';

/** {@link ErasureJournal} of the store; each call takes its turn between the transactions. */
export function erasureJournal(inTurn: InTurn): ErasureJournal {
  return {
    claim: ({ at, until, limit }) =>
      inTurn((rows) =>
        rows.erasures
          .where(({ dueAt }) => dueAt !== null && dueAt <= at)
          .toSorted((one, other) => (one.dueAt ?? at) - (other.dueAt ?? at))
          .slice(0, limit)
          .map(({ erasure }) => {
            const claimed = { ...erasure, tries: erasure.tries + 1 };
            rows.erasures.set(erasure.erasure, { erasure: claimed, dueAt: until });
            return erasure;
          }),
      ),
    advance: (id, { state, obstacle, dueAt, completedAt }) =>
      inTurn((rows) => {
        const row = rows.erasures.get(id);
        if (row === null || row.erasure.completedAt !== null || !hasReached({ state }, row.erasure.state)) return;
        rows.erasures.set(id, { erasure: { ...row.erasure, state, obstacle, completedAt }, dueAt });
        const user = rows.users.get(row.erasure.subject);
        if (state === 'certified' && user?.state === 'leaving') {
          rows.users.set(user.subject, { ...user, state: 'erased' });
        }
      }),
    saveKept: (id, kept) =>
      inTurn((rows) => {
        const row = rows.erasures.get(id);
        if (row !== null) rows.erasures.set(id, { ...row, erasure: { ...row.erasure, kept } });
      }),
    wake: (subject, at) =>
      inTurn((rows) => {
        for (const row of rows.erasures.where(({ erasure }) => erasure.subject === subject)) {
          if (row.erasure.completedAt === null && (row.dueAt ?? Infinity) > at)
            rows.erasures.set(row.erasure.erasure, { ...row, dueAt: at });
        }
      }),
    isDrained: (subject, at) =>
      inTurn((rows) =>
        rows.notices
          .where(({ notice }) => notice.subject === subject)
          .every(({ leaseUntil }) => leaseUntil === null || leaseUntil <= at),
      ),
    farewellOf: (erasure, purpose) =>
      inTurn((rows) => {
        demandPurpose('farewell', purpose);
        return rows.farewells.get(erasure)?.farewell ?? null;
      }),
    beginGoodbye: (erasure, at) =>
      inTurn((rows) => {
        const row = rows.farewells.get(erasure);
        if (row === null) return null;
        if (row.saidAt !== null) return { begunAt: row.saidAt, first: false };
        rows.farewells.set(erasure, { ...row, saidAt: at });
        return { begunAt: at, first: true };
      }),
    propagationsOf: (erasure) =>
      inTurn((rows) =>
        rows.propagations
          .where((propagation) => propagation.erasure === erasure)
          .toSorted((one, other) => (one.processor < other.processor ? -1 : 1)),
      ),
    addPropagation: (propagation) =>
      inTurn((rows) => {
        const [known] = rows.propagations.where(
          ({ erasure, processor }) => erasure === propagation.erasure && processor === propagation.processor,
        );
        if (known === undefined) rows.propagations.set(propagation.requestId, propagation);
        return known ?? propagation;
      }),
    savePropagation: (requestId, state, settledAt) =>
      inTurn((rows) => {
        const row = rows.propagations.get(requestId);
        if (row !== null && row.settledAt === null) rows.propagations.set(requestId, { ...row, state, settledAt });
      }),
  };
}
