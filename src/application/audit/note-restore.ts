import { type LostEntries, type RestoredLine, restoredText } from '../../domain/audit/checkpoint.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import { type AuditPorts, audited } from './audited.ts';
import { appendInTime, type CheckpointPorts, checkpointAt } from './checkpoint-audit.ts';
import { digestsOf } from './sink-lines.ts';
import { type VerifyAuditPorts, type WholeAudit, wholeAudit } from './verify-audit.ts';
import { type AuditRestore, countLost, verifySink } from './verify-sink.ts';

/** Nothing that the sink knows of is missing in the log. */
export interface NothingLost {
  readonly kind: 'NothingLost';
}

/** Something is wrong with the log in itself, which no restore does: it has to be found out first. */
export interface AuditLogNotWhole {
  readonly kind: 'AuditLogNotWhole';
}

/** Why no restore is noted. */
export type NoteRestoreRefusal = NothingLost | AuditLogNotWhole | PortFailure;

/**
 * Says to the sink, signed, that a backup of the data store was restored and which entries went with it: from then on a
 * verification tells of these as lost. It is the operator's deed, and is put on record in the restored log before it is done.
 */
export type NoteRestore = () => ResultAsync<AuditRestore, NoteRestoreRefusal>;

/** What it needs of the outside. */
export type NoteRestorePorts = CheckpointPorts & AuditPorts & VerifyAuditPorts;

/**
 * Makes the use case. What came into the log since the restore is no hindrance: where the sink and the log part ways is looked
 * up in each lane. A cut that is called a restore, or one beside it, cannot be told from one; but when it was noted, how much
 * went and since when stands in every verification from then on, and the checkpoint beside it pins what is left.
 */
export function noteRestore(ports: NoteRestorePorts): NoteRestore {
  const { audit, auditSeals, certificates, clock } = ports;
  return () =>
    safeTry(async function* () {
      const { faults } = yield* soundButLost(ports);
      if (faults.length === 0) return err({ kind: 'NothingLost' as const });
      yield* audited(ports, (_tx, record) => record({ action: 'note-restore', staff: null }));
      // With the line of the entry above in it: of a copy of the sink no other one is the continuation.
      const before = yield* digestsOf(audit, ports.hashing.digest);
      const { lost, since } = yield* lostWithin(ports, before.lines);
      // What is left is pinned as it was read, link by link: where the lanes end is only noted, and who has the database notes it.
      const { heads } = yield* soundButLost(ports);
      const at = clock.now();
      const restored = { installation: certificates.installation, at, ...before, since, lost };
      const seal = yield* auditSeals.sign(restoredText(restored));
      // The checkpoint first: where the write breaks off there is no excuse without it.
      yield* appendInTime(ports, [yield* checkpointAt(ports, at, heads), { kind: 'restored', ...restored, ...seal }]);
      return ok({ at, since, lost: countLost(lost) });
    });
}

/** The log, which nothing may be wrong with but what a restore does to it. */
function soundButLost(ports: NoteRestorePorts): ResultAsync<WholeAudit, AuditLogNotWhole | PortFailure> {
  return wholeAudit(ports).andThen((verified) =>
    verified.faults.every(({ kind }) => kind === 'cut' || kind === 'anchor-differs')
      ? ok<WholeAudit, AuditLogNotWhole>(verified)
      : err<WholeAudit, AuditLogNotWhole>({ kind: 'AuditLogNotWhole' }),
  );
}

/**
 * What those lines of the sink know of and the log has not: in each lane from behind the last place that both have, of those
 * that the sink knew before the first that was lost. What it knows from then on may have come since the restore.
 */
function lostWithin(
  ports: NoteRestorePorts,
  lines: number,
): ResultAsync<Pick<RestoredLine, 'lost' | 'since'>, PortFailure> {
  return safeTry(async function* () {
    const unlike = new Map<number, { readonly line: number; readonly first: number; readonly upTo: number }>();
    const earliest = { since: ports.clock.now() };
    yield* verifySink(ports, ({ line, lane, position, at }, fault) => {
      if (fault === null || line > lines) return;
      const known = unlike.get(lane) ?? { line, first: position, upTo: position };
      unlike.set(lane, { ...known, first: Math.min(known.first, position), upTo: Math.max(known.upTo, position) });
      if (at < earliest.since) earliest.since = at;
    });
    const left = new Map<number, number>();
    yield* verifySink(ports, ({ line, lane, position }, fault) => {
      const lost = unlike.get(lane);
      if (fault !== null || lost === undefined || line > lost.line || position >= lost.first) return;
      left.set(lane, Math.max(left.get(lane) ?? 0, position));
    });
    const lost = [...unlike].map(([lane, { upTo }]): LostEntries => ({ lane, left: left.get(lane) ?? 0, upTo }));
    return ok({ lost, ...earliest });
  });
}
