import type { Instant } from '../../domain/instant.ts';
import { okAsync, type ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { type CheckpointPorts, checkpointAudit } from './checkpoint-audit.ts';

/** How long the end of the audit log may stand without a signature while a worker runs, in milliseconds. */
const checkpointEveryMs = 10 * 60_000;

/**
 * Makes a checkpoint where this worker has made none lately. Several workers make more of them than it takes, which harms
 * nothing: each is true.
 */
export function dueCheckpoints(ports: CheckpointPorts & Pick<Ports, 'log'>): () => ResultAsync<void, PortFailure> {
  const { clock, log } = ports;
  let madeAt: Instant | null = null;
  return () => {
    const now = clock.now();
    if (madeAt !== null && now - madeAt < checkpointEveryMs) return okAsync(undefined);
    return checkpointAudit(ports)()
      .andThen(({ at, links }) => {
        madeAt = at;
        log.write('info', 'audit-checkpoint', { count: links });
        return okAsync(undefined);
      })
      .mapErr((failure) => {
        log.write('error', 'audit-checkpoint-failed', { port: failure.port, retryable: failure.retryable });
        return failure;
      });
  };
}
