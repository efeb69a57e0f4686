import type { AuditHead } from '../../domain/audit/chain.ts';
import { checkpointText, restoredText } from '../../domain/audit/checkpoint.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type PortFailure, portFailure } from '../ports/port-failure.ts';
import { type AuditPorts, audited } from './audited.ts';
import { type CheckpointPorts, checkpointTimeoutMs, headsNow } from './checkpoint-audit.ts';
import { type VerifyAuditPorts, wholeAudit } from './verify-audit.ts';
import { type AuditRestore, verifySink } from './verify-sink.ts';

/** Nothing that the sink knows of is missing in the log. */
export interface NothingLost {
  readonly kind: 'NothingLost';
}

/** Something is wrong with the log, or with the sink, that no restore does: it has to be found out first. */
export interface AuditLogNotWhole {
  readonly kind: 'AuditLogNotWhole';
}

/** Why no restore is noted. */
export type NoteRestoreRefusal = NothingLost | AuditLogNotWhole | PortFailure;

/**
 * Says to the sink, signed, that a backup of the data store was restored and which entries went with it: from then on a
 * verification tells of these as lost, and of nothing else. It is the operator's deed, and is on record in the restored log.
 */
export type NoteRestore = () => ResultAsync<AuditRestore, NoteRestoreRefusal>;

/** What it needs of the outside. */
export type NoteRestorePorts = CheckpointPorts & AuditPorts & VerifyAuditPorts;

/**
 * Makes the use case. What came into the log since the restore is no hindrance: where the sink and the log part ways is looked
 * up in each lane. Whoever cuts the log and notes a restore hides nothing: that there was one, when, and how much it took
 * stands in every verification from then on.
 */
export function noteRestore(ports: NoteRestorePorts): NoteRestore {
  const { audit, checkpoints, certificates, clock, deadline } = ports;
  return () =>
    safeTry(async function* () {
      const { faults, forgedLines, unreadableLines } = yield* wholeAudit(ports);
      if (faults.length === 0) return err({ kind: 'NothingLost' as const });
      const isByRestore = faults.every(({ kind }) => kind === 'cut' || kind === 'anchor-differs');
      if (!isByRestore || forgedLines.length + unreadableLines.length > 0) {
        return err({ kind: 'AuditLogNotWhole' as const });
      }
      const { heads, lost } = yield* forkOf(ports);
      yield* audited(ports, (_tx, record) => record({ action: 'restore-noted', staff: null, about: String(lost) }));
      const at = clock.now();
      const { installation } = certificates;
      const restored = { installation, at, heads };
      const now = { installation, at, heads: yield* headsNow(ports) };
      const lines = [
        { kind: 'restored', ...restored, ...(yield* checkpoints.sign(restoredText(restored))) },
        { kind: 'checkpoint', ...now, ...(yield* checkpoints.sign(checkpointText(now))) },
      ] as const;
      yield* deadline.within(
        checkpointTimeoutMs,
        audit.append(lines),
        portFailure('AuditSink', true, undefined, 'unclear'),
      );
      return ok({ at, lost });
    });
}

interface Fork {
  /** What is left of each lane. */
  readonly heads: readonly AuditHead[];
  readonly lost: number;
}

/** Where the log and the sink part ways: the last place of each lane that both have, before the first that they have not. */
function forkOf(ports: NoteRestorePorts): ResultAsync<Fork, PortFailure> {
  return safeTry(async function* () {
    const unlike = new Map<number, { readonly first: number; readonly last: number }>();
    yield* verifySink(ports, ({ lane, position }, fault) => {
      const { first, last } = unlike.get(lane) ?? { first: position, last: position };
      if (fault !== null) unlike.set(lane, { first: Math.min(first, position), last: Math.max(last, position) });
    });
    const heads = new Map<number, AuditHead>();
    yield* verifySink(ports, ({ lane, position: length, link }, fault) => {
      const isShared = fault === null && length < (unlike.get(lane)?.first ?? Number.POSITIVE_INFINITY);
      if (isShared && length > (heads.get(lane)?.length ?? 0)) heads.set(lane, { lane, length, link });
    });
    const lost = [...unlike].reduce((sum, [lane, { last }]) => sum + last - (heads.get(lane)?.length ?? 0), 0);
    return ok({ heads: [...heads.values()], lost });
  });
}
