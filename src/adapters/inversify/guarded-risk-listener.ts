import type { RiskListener } from '../../application/ports/risk-listener.ts';

/** A host's listener that throws must not undo what was refused, nor stop what was allowed. */
export function guardedRiskListener(listener: RiskListener): RiskListener {
  return {
    told: (event) => {
      try {
        listener.told(event);
      } catch {
        // its own trouble: the event is on record all the same
      }
    },
  };
}
