import { Day, dayMs, Instant } from '../../domain/instant.ts';
import type { CoreFacts } from '../../domain/posture/core-facts.ts';
import { dueOn, urgencyOf } from '../../domain/privacy-request/legal-clock.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { sweepRetention } from '../privacy/sweep-retention.ts';

/** How many of each are looked at: whoever has more of them has no need to know how many. */
const limit = 1000;

/** How far the core is with what it has to do in time. It changes nothing. */
export type LookAtCore = () => ResultAsync<CoreFacts, PortFailure>;

/** Makes the look. What a sweep of a day ago would still find is what no sweep has disposed of since. */
export function coreFacts(ports: Ports): LookAtCore {
  const { store, rotation, clock } = ports;
  const aDayAgo = { now: () => Instant.plusMs(clock.now(), -dayMs) };
  return () =>
    safeTry(async function* () {
      const at = clock.now();
      const today = Day.ofInstant(at);
      const epochs = yield* rotation.epochs();
      const behind = yield* sweepRetention({ ...ports, clock: aDayAgo })({ limit, dryRun: true });
      const erasures = yield* store.reads.unfinishedErasures(limit);
      const requests = yield* store.reads.openRequests(limit);
      const outbox = yield* store.outbox.status(at);
      return ok({
        at,
        epochs,
        retentionBehind: Object.values(behind.disposed).reduce(
          (sum, count) => sum + count,
          behind.writtenOff + behind.warned + behind.ended,
        ),
        erasures: erasures.map(({ obstacle, requestedAt }) => ({
          stuck: obstacle?.kind === 'stuck',
          held: obstacle?.kind === 'held',
          overdue: urgencyOf(dueOn(Day.ofInstant(requestedAt)), today).overdue,
        })),
        requestsOverdue: requests.filter((request) => urgencyOf(request.dueOn, today).overdue).length,
        noticesParked: outbox.parked,
        noticeDueSince: outbox.oldestDueAt,
      });
    });
}
