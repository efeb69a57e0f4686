import type { LedgerProgress } from '../../application/ports/ledger-progress.ts';
import type { Erasure } from '../../domain/deletion/erasure.ts';
import type { ErasureStanding } from '../../domain/deletion/ledger.ts';
import type { ErasureId } from '../../domain/ids.ts';
import { holdingsOf } from './erasure-rows.ts';
import { isUnsettled } from './lookups.ts';
import type { InTurn } from './turns.ts';

/** {@link LedgerProgress} of the store; each call takes its turn between the transactions. */
export function ledgerProgress(inTurn: InTurn): LedgerProgress {
  return {
    position: () => inTurn((rows) => rows.ledgerProgress.get('erasure')?.position ?? 0),

    record: (position, appliedAt) =>
      inTurn((rows) => {
        const before = rows.ledgerProgress.get('erasure')?.position ?? 0;
        if (position > before) rows.ledgerProgress.set('erasure', { position, appliedAt });
      }),

    standingOf: (erasures) =>
      inTurn(
        (rows) =>
          new Map(
            erasures.map(({ erasure, subject }): [ErasureId, ErasureStanding] => [
              erasure,
              {
                state: rows.erasures.get(erasure)?.erasure.state ?? null,
                active: rows.users.get(subject)?.state === 'active',
                unsettledOrders:
                  rows.orders.keysWhere((order) => order.subject === subject && isUnsettled(rows, order)).length > 0,
              },
            ]),
          ),
      ),

    fenceAgain: (erasure, dueAt, keptOf) =>
      inTurn((rows) => {
        const { subject, requestedAt } = erasure;
        const row = rows.users.get(subject);
        if (row?.state !== 'active' || rows.erasures.has(erasure.erasure)) return null;
        const added: Erasure = { ...erasure, kept: keptOf(holdingsOf(rows, subject, requestedAt)) };
        rows.users.set(subject, { ...row, state: 'leaving', leftAt: requestedAt });
        rows.sessions.deleteWhere((session) => session.subject === subject);
        rows.challenges.deleteWhere(({ challenge }) => challenge.subject === subject);
        rows.notices.deleteWhere(
          ({ notice, state, leaseUntil }) =>
            notice.subject === subject && state !== 'sent' && (leaseUntil === null || leaseUntil <= erasure.drainedAt),
        );
        rows.erasures.set(erasure.erasure, { erasure: added, dueAt });
        return added;
      }),
  };
}
