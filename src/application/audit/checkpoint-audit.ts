import type { AuditHead } from '../../domain/audit/chain.ts';
import { checkpointText } from '../../domain/audit/checkpoint.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type PortFailure, portFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** A checkpoint that the sink has. */
export interface AuditCheckpointed {
  readonly at: Instant;
  /** How many links there were, in all lanes. */
  readonly links: number;
}

/**
 * Says to the sink, signed, where every lane of the audit log ends: whoever takes entries away behind that shows (POLICY.md
 * C21).
 */
export type CheckpointAudit = () => ResultAsync<AuditCheckpointed, PortFailure>;

/** How long the sink may take for a checkpoint, in milliseconds. */
export const checkpointTimeoutMs = 10_000;

/** What a checkpoint needs of the outside. */
export type CheckpointPorts = Pick<Ports, 'store' | 'audit' | 'checkpoints' | 'certificates' | 'clock' | 'deadline'>;

/** Makes the use case. */
export function checkpointAudit(ports: CheckpointPorts): CheckpointAudit {
  const { audit, checkpoints, certificates, clock, deadline } = ports;
  return () =>
    safeTry(async function* () {
      const at = clock.now();
      const heads = yield* headsNow(ports);
      const checkpoint = { installation: certificates.installation, at, heads };
      const seal = yield* checkpoints.sign(checkpointText(checkpoint));
      // A sink that hangs must not hold up whatever else the worker does.
      yield* deadline.within(
        checkpointTimeoutMs,
        audit.append([{ kind: 'checkpoint', ...checkpoint, ...seal }]),
        portFailure('AuditSink', true, undefined, 'unclear'),
      );
      return ok({ at, links: heads.reduce((sum, { length }) => sum + length, 0) });
    });
}

/** Where every lane ends that has an entry. */
export function headsNow({ store }: Pick<Ports, 'store'>): ResultAsync<readonly AuditHead[], PortFailure> {
  return store.auditLog.heads().map((heads) => heads.filter(({ length }) => length > 0));
}
