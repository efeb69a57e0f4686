import type { ResultAsync } from '../../domain/result.ts';
import type { OutboxStatus } from '../ports/outbox.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** How deep the outbox is and how old, what is parked, and how many tries nobody knows the end of. */
export type ReadOutboxStatus = () => ResultAsync<OutboxStatus, PortFailure>;

/** Makes the use case. */
export function outboxStatus({ store, clock }: Pick<Ports, 'store' | 'clock'>): ReadOutboxStatus {
  return () => store.outbox.status(clock.now());
}
