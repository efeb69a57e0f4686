import type { RiskEvent } from '../../domain/risk/risk-event.ts';

/** Who wants to know at once what happens at the door: an alarm, a SIEM, a dashboard. */
export interface RiskListener {
  /** Is told of an event after it happened, every time; never fails, and nobody waits for what it does. */
  told(event: RiskEvent): void;
}
