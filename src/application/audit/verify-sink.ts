import type { AuditHead, Sha256 } from '../../domain/audit/chain.ts';
import { type AnchorLine, checkpointText, type RestoredLine, restoredText } from '../../domain/audit/checkpoint.ts';
import type { AuditFault } from '../../domain/audit/verify-log.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { digestsOf, throughSink } from './sink-lines.ts';

/** What the sink tells of the log. */
export interface SinkVerified {
  /** Lines of single entries that were held against the log. */
  readonly anchors: number;
  readonly checkpoints: number;
  /** When the last genuine checkpoint was made; null without one: then nothing shows that the tail was cut with the sink. */
  readonly lastCheckpointAt: Instant | null;
  /** Restores of a backup that the installation signed for, oldest first. */
  readonly restores: readonly AuditRestore[];
  /** Lines of the sink, counted from 1, that no key of the installation signed, or that were signed for another place. */
  readonly forgedLines: readonly number[];
  /** Lines of the sink that say nothing that we wrote, and did not break off. */
  readonly unreadableLines: readonly number[];
}

/** A restore of the data store, which took entries of the audit log with it. */
export interface AuditRestore {
  /** When it was noted. */
  readonly at: Instant;
  /** When the earliest lost entry was recorded; null where nothing tells. What is older than the backup was not lost by it. */
  readonly since: Instant | null;
  /** How many entries at most: places between the last that is left of a lane and the last that the sink knew of. */
  readonly lost: number;
}

/** What going through the sink needs of the outside. */
export type SinkPorts = Pick<Ports, 'audit' | 'checkpoints'> & {
  readonly auditLog: Pick<AuditLog, 'linksBetween'>;
  readonly hashing: { readonly digest: Sha256 };
};

/** A place of the chain as the sink knows it: when it was recorded too, where a line of its own says so. */
export interface Witnessed {
  /** The line of the sink, counted from 1. */
  readonly line: number;
  readonly lane: number;
  readonly position: number;
  readonly link: string;
  readonly at: Instant | null;
}

/** Told of every place that the log has as the sink has it (null), and of what is wrong with any other. */
export type OnWitnessed = (place: Witnessed, fault: AuditFault | null) => void;

/** Holds every line of the sink against the log. What a restore took that was signed for is no fault. */
export function verifySink(ports: SinkPorts, onWitnessed: OnWitnessed): ResultAsync<SinkVerified, PortFailure> {
  return safeTry(async function* () {
    const restores = yield* genuineRestores(ports);
    const tallied = yield* againstLog(ports, restores, (place, fault) => {
      if (fault === null || ![...restores.values()].some((restored) => tookAway(restored, place))) {
        onWitnessed(place, fault);
      }
    });
    return ok({ ...tallied, restores: [...restores.values()].map(restoreIn) });
  });
}

/** How many entries these ranges come to. */
export function countLost(lost: RestoredLine['lost']): number {
  return lost.reduce((sum, { left, upTo }) => sum + upTo - left, 0);
}

function restoreIn({ at, since, lost }: RestoredLine): AuditRestore {
  return { at, since, lost: countLost(lost) };
}

/** A restore speaks of the lines before it, and of nothing that came after. */
function tookAway({ lines, lost }: RestoredLine, { line, lane, position }: Witnessed): boolean {
  return line <= lines && lost.some((range) => range.lane === lane && range.left < position);
}

/**
 * The restores by their lines. A signature is not enough: the lines before it have to be those that it was made for, so that a
 * line of another sink, or of a drill, says nothing here. One that is repeated is nobody's either.
 */
function genuineRestores({
  audit,
  checkpoints,
  hashing,
}: SinkPorts): ResultAsync<ReadonlyMap<number, RestoredLine>, PortFailure> {
  return safeTry(async function* () {
    const signed = new Map<number, RestoredLine>();
    yield* throughSink(audit, (lines) =>
      safeTry(async function* () {
        for (const { line, said } of lines) {
          if (said?.kind !== 'restored' || said.lines >= line) continue;
          const isRepeated = [...signed.values()].some(({ signature }) => signature === said.signature);
          if (!isRepeated && (yield* checkpoints.isGenuine(restoredText(said), said))) signed.set(line, said);
        }
        return ok(undefined);
      }),
    );
    if (signed.size === 0) return ok(signed);
    const wanted = new Set([...signed.values()].map(({ lines }) => lines));
    const digests = new Map<number, string>();
    yield* digestsOf(audit, hashing.digest, (line, digest) => {
      if (wanted.has(line)) digests.set(line, digest);
    });
    return ok(new Map([...signed].filter(([, { lines, digest }]) => digests.get(lines) === digest)));
  });
}

/** Goes through the sink once, and tells of every place in it. */
function againstLog(
  { audit, checkpoints, auditLog }: SinkPorts,
  restores: ReadonlyMap<number, RestoredLine>,
  onWitnessed: OnWitnessed,
): ResultAsync<Omit<SinkVerified, 'restores'>, PortFailure> {
  return safeTry(async function* () {
    const forgedLines: number[] = [];
    const unreadableLines: number[] = [];
    const unread: number[] = [];
    let anchors = 0;
    let checkpointed = 0;
    let lastCheckpointAt: Instant | null = null;
    yield* throughSink(audit, (lines) =>
      safeTry(async function* () {
        const places: Witnessed[] = [];
        for (const { line, said } of lines) {
          // A repair may break off too: what ends in a line that says so was never released.
          if (said === null) unread.push(line);
          else if (said.kind === 'torn') unread.length = 0;
          else unreadableLines.push(...unread.splice(0));
          if (said?.kind === 'anchor') {
            anchors += 1;
            places.push(placeOf(line, said));
          } else if (said?.kind === 'checkpoint') {
            if (yield* checkpoints.isGenuine(checkpointText(said), said)) {
              checkpointed += 1;
              lastCheckpointAt = said.at;
              places.push(...said.heads.map((head) => endOf(line, head)));
            } else forgedLines.push(line);
          } else if (said?.kind === 'restored' && !restores.has(line)) forgedLines.push(line);
        }
        yield* compare(auditLog, places, onWitnessed);
        return ok(undefined);
      }),
    );
    unreadableLines.push(...unread);
    return ok({ anchors, checkpoints: checkpointed, lastCheckpointAt, forgedLines, unreadableLines });
  });
}

function placeOf(line: number, { lane, position, link, at }: AnchorLine): Witnessed {
  return { line, lane, position, link, at };
}

function endOf(line: number, { lane, length, link }: AuditHead): Witnessed {
  return { line, lane, position: length, link, at: null };
}

/** Holds what the sink knows against the log, lane by lane. */
function compare(
  auditLog: Pick<AuditLog, 'linksBetween'>,
  places: readonly Witnessed[],
  onWitnessed: OnWitnessed,
): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    for (const [lane, ofLane] of Map.groupBy(places, (place) => place.lane)) {
      const positions = ofLane.map(({ position }) => position);
      const links = yield* auditLog.linksBetween(lane, Math.min(...positions), Math.max(...positions));
      const linkAt = new Map(links.map((link) => [link.position, link]));
      for (const place of ofLane) {
        const { position, link, at } = place;
        const inLog = linkAt.get(position);
        if (inLog === undefined) onWitnessed(place, { kind: 'cut', lane, position });
        else if (inLog.link !== link || (at !== null && at !== inLog.recordedAt)) {
          onWitnessed(place, { kind: 'anchor-differs', lane, position });
        } else onWitnessed(place, null);
      }
    }
    return ok(undefined);
  });
}
