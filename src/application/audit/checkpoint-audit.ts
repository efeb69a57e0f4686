import { type AuditHead, isAuditHead } from '../../domain/audit/chain.ts';
import { type CheckpointLine, checkpointText, type SinkLine } from '../../domain/audit/checkpoint.ts';
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
const checkpointTimeoutMs = 10_000;

/** What a checkpoint needs of the outside. */
export type CheckpointPorts = Pick<Ports, 'store' | 'audit' | 'auditSeals' | 'certificates' | 'clock' | 'deadline'>;

/** Makes the use case. */
export function checkpointAudit(ports: CheckpointPorts): CheckpointAudit {
  return () =>
    safeTry(async function* () {
      const checkpoint = yield* checkpointNow(ports);
      yield* appendInTime(ports, [checkpoint]);
      return ok({ at: checkpoint.at, links: checkpoint.heads.reduce((sum, { length }) => sum + length, 0) });
    });
}

/** The line that says, signed, where every lane ends now that has an entry, as it is noted. */
function checkpointNow(ports: CheckpointPorts): ResultAsync<CheckpointLine, PortFailure> {
  const { store, clock } = ports;
  return safeTry(async function* () {
    const at = clock.now();
    // What no lane can be is nothing to sign; a verification names it.
    const heads = (yield* store.auditLog.heads()).filter((head) => isAuditHead(head) && head.length > 0);
    return checkpointAt(ports, at, heads);
  });
}

/** The line that says, signed, that every lane ended there. */
export function checkpointAt(
  { auditSeals, certificates }: Pick<CheckpointPorts, 'auditSeals' | 'certificates'>,
  at: Instant,
  heads: readonly AuditHead[],
): ResultAsync<CheckpointLine, PortFailure> {
  const checkpoint = { installation: certificates.installation, at, heads };
  return auditSeals
    .sign(checkpointText(checkpoint))
    .map((seal) => ({ kind: 'checkpoint' as const, ...checkpoint, ...seal }));
}

/** Appends signed lines: a sink that hangs must not hold up whatever else is to be done. */
export function appendInTime(
  { audit, deadline }: CheckpointPorts,
  lines: readonly SinkLine[],
): ResultAsync<void, PortFailure> {
  const late = portFailure('AuditSink', true, undefined, 'unclear');
  return deadline.within(checkpointTimeoutMs, audit.append(lines), late);
}
