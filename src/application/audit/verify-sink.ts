import type { AuditHead } from '../../domain/audit/chain.ts';
import {
  type AnchorLine,
  checkpointText,
  type RestoredLine,
  restoredText,
  type SinkLine,
} from '../../domain/audit/checkpoint.ts';
import type { AuditFault } from '../../domain/audit/verify-log.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** What the sink tells of the log. */
export interface SinkVerified {
  /** Lines of single entries that were held against the log. */
  readonly anchors: number;
  readonly checkpoints: number;
  /** When the last genuine checkpoint was made; null without one: then nothing shows that the tail was cut with the sink. */
  readonly lastCheckpointAt: Instant | null;
  /** Restores of a backup that the installation signed for, oldest first. */
  readonly restores: readonly AuditRestore[];
  /** Lines of the sink, counted from 1, that no key of the installation signed. */
  readonly forgedLines: readonly number[];
  /** Lines of the sink that say nothing that we wrote, and did not break off. */
  readonly unreadableLines: readonly number[];
}

/** A restore of the data store, which took entries of the audit log with it. */
export interface AuditRestore {
  /** When it was noted. */
  readonly at: Instant;
  /** How many entries at most: places that the sink knew of, behind the one with which the restored log ended. */
  readonly lost: number;
}

/** What going through the sink needs of the outside. */
export type SinkPorts = Pick<Ports, 'audit' | 'checkpoints'> & { readonly auditLog: Pick<AuditLog, 'linksBetween'> };

/** A place of the chain as the sink knows it: when it was recorded too, where a line of its own says so. */
export interface Witnessed {
  /** Counted from 1. */
  readonly line: number;
  readonly lane: number;
  readonly position: number;
  readonly link: string;
  readonly at: Instant | null;
}

/** Told of every place that the log has as the sink has it (null), and of what is wrong with any other. */
export type OnWitnessed = (place: Witnessed, fault: AuditFault | null) => void;

/**
 * Holds every line of the sink against the log. What a restore took is no fault, where the installation signed that there was
 * one: the sink is gone through twice, since such a line stands behind the lines that it is about.
 */
export function verifySink(ports: SinkPorts, onWitnessed: OnWitnessed): ResultAsync<SinkVerified, PortFailure> {
  return safeTry(async function* () {
    const restores = yield* genuineRestores(ports);
    const tallied = yield* againstLog(ports, (place, fault) => {
      const restore = fault === null ? undefined : restores.find((one) => one.took(place));
      if (restore === undefined) onWitnessed(place, fault);
      else restore.farthest.set(place.lane, Math.max(restore.farthest.get(place.lane) ?? 0, place.position));
    });
    return ok({ ...tallied, restores: restores.map(({ at, lost }) => ({ at, lost: lost() })) });
  });
}

/** Goes through the sink once, whatever was restored. */
function againstLog(
  { audit, checkpoints, auditLog }: SinkPorts,
  onWitnessed: OnWitnessed,
): ResultAsync<Omit<SinkVerified, 'restores'>, PortFailure> {
  return safeTry(async function* () {
    const forgedLines: number[] = [];
    const unreadableLines: number[] = [];
    const unread: number[] = [];
    const told = { anchors: 0, checkpoints: 0 };
    let lastCheckpointAt: Instant | null = null;
    yield* throughSink(audit, (lines) =>
      safeTry(async function* () {
        const places: Witnessed[] = [];
        for (const { line, said } of lines) {
          // A repair may break off too: what ends in a line that says so was never released.
          if (said === null) unread.push(line);
          else if (said.kind === 'torn') unread.length = 0;
          else unreadableLines.push(...unread.splice(0));
          if (said === null || said.kind === 'torn') continue;
          if (said.kind === 'anchor') {
            told.anchors += 1;
            places.push(placeOf(line, said));
          } else if (yield* checkpoints.isGenuine(signedText(said), said)) {
            if (said.kind === 'checkpoint') told.checkpoints += 1;
            if (said.kind === 'checkpoint') lastCheckpointAt = said.at;
            places.push(...said.heads.map((head) => endOf(line, head)));
          } else {
            forgedLines.push(line);
          }
        }
        yield* compare(auditLog, places, onWitnessed);
        return ok(undefined);
      }),
    );
    unreadableLines.push(...unread);
    return ok({ ...told, lastCheckpointAt, forgedLines, unreadableLines });
  });
}

/** A restore that was signed for, while the sink is gone through. */
interface Restore {
  readonly at: Instant;
  /** How far the sink knew of each lane beyond what is left of it. */
  readonly farthest: Map<number, number>;
  took(place: Witnessed): boolean;
  lost(): number;
}

function genuineRestores({ audit, checkpoints }: SinkPorts): ResultAsync<readonly Restore[], PortFailure> {
  return safeTry(async function* () {
    const restores: Restore[] = [];
    yield* throughSink(audit, (lines) =>
      safeTry(async function* () {
        for (const { line, said } of lines) {
          if (said?.kind !== 'restored' || !(yield* checkpoints.isGenuine(signedText(said), said))) continue;
          restores.push(restoreOf(line, said));
        }
        return ok(undefined);
      }),
    );
    return ok(restores);
  });
}

function restoreOf(restoredLine: number, { at, heads }: RestoredLine): Restore {
  const farthest = new Map<number, number>();
  const left = new Map(heads.map(({ lane, length }) => [lane, length]));
  return {
    at,
    farthest,
    took: ({ line, lane, position }) => line < restoredLine && position > (left.get(lane) ?? 0),
    lost: () => [...farthest].reduce((sum, [lane, position]) => sum + position - (left.get(lane) ?? 0), 0),
  };
}

interface NumberedLine {
  readonly line: number;
  readonly said: SinkLine | null;
}

const pageSize = 1_000;

function throughSink(
  audit: Ports['audit'],
  visit: (lines: readonly NumberedLine[]) => ResultAsync<void, PortFailure>,
): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    let line = 0;
    for (let cursor: number | null = 0; cursor !== null; ) {
      const page: { readonly lines: readonly (SinkLine | null)[]; readonly next: number | null } = yield* audit.read(
        cursor,
        pageSize,
      );
      const before = line;
      yield* visit(page.lines.map((said, place) => ({ line: before + place + 1, said })));
      line += page.lines.length;
      cursor = page.next;
    }
    return ok(undefined);
  });
}

function signedText(said: Extract<SinkLine, { readonly signature: string }>): string {
  return said.kind === 'checkpoint' ? checkpointText(said) : restoredText(said);
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
