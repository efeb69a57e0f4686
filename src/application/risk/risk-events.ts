import type { ResultAsync } from '../../domain/result.ts';
import type { RiskEvent } from '../../domain/risk/risk-event.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** How many events are looked at. */
export interface ReadRiskEventsInput {
  readonly limit: number;
}

/** Answers what happened at the door, newest first: for operators. No value of a person's is in it. */
export type ReadRiskEvents = (input: ReadRiskEventsInput) => ResultAsync<readonly RiskEvent[], PortFailure>;

/** Makes the use case. */
export function riskEvents({ store }: Pick<Ports, 'store'>): ReadRiskEvents {
  return ({ limit }) => store.reads.riskEvents(limit);
}
