import { randomInt } from 'node:crypto';
import type { DataProcessor } from '../../src/application/ports/data-processor.ts';
import { portFailure } from '../../src/application/ports/port-failure.ts';
import { onThisMachine } from '../../src/domain/residency/residency.ts';
import { errAsync, okAsync } from '../../src/domain/result.ts';
import { type DrillPlace, noteDown } from '../drill-place.ts';

/** What a processor wrote down of a request that reached it. */
export interface RequestNote {
  readonly processor: string;
  readonly requestId: string;
  /** The pseudonym or the phone number that it was told. */
  readonly who: string;
}

/** Two processors, one that knows people by phone and one by pseudonym. */
export function moodyProcessors(place: DrillPlace): readonly DataProcessor[] {
  return [moodyProcessor(place, 'newsletter', 'phone'), moodyProcessor(place, 'analytics', 'subject')];
}

/** A processor that does not always answer, and one time in two says that it will be done later. */
function moodyProcessor(place: DrillPlace, name: string, knowsBy: 'phone' | 'subject'): DataProcessor {
  return {
    residency: onThisMachine,
    name,
    knowsBy: [knowsBy],
    requestErasure: ({ requestId, identities }) => {
      const who = identities[0]?.value ?? '';
      noteDown(place, 'requests', { processor: name, requestId, who } satisfies RequestNote);
      if (randomInt(10) === 0) return errAsync(portFailure('DataProcessor', true));
      return okAsync(randomInt(2) === 0 ? { kind: 'completed' } : { kind: 'pending', expectedBy: null });
    },
    statusOf: () => okAsync({ kind: 'completed' }),
  };
}
