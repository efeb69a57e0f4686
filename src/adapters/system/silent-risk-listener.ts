import type { RiskListener } from '../../application/ports/risk-listener.ts';

/** A listener that does nothing: the record of risks has what matters. */
export const silentRiskListener: RiskListener = {
  told: () => {},
};
