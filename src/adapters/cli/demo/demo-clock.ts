import type { Clock } from '../../../application/ports/clock.ts';
import { Instant } from '../../../domain/instant.ts';
import { systemClock } from '../../system/index.ts';

/** The real time, which a demo may move ahead: nobody wants to wait for a rental to end. */
export interface DemoClock extends Clock {
  moveAhead(durationMs: number): void;
}

export function demoClock(): DemoClock {
  let aheadMs = 0;
  return {
    now: () => Instant.plusMs(systemClock.now(), aheadMs),
    moveAhead: (durationMs) => {
      aheadMs += durationMs;
    },
  };
}
