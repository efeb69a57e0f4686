import { type AuditHead, linkText, type SealedLink, type Sha256 } from '../../domain/audit/chain.ts';
import {
  type AnchorLine,
  checkpointText,
  type RestoredLine,
  restoredText,
  sinkLineText,
} from '../../domain/audit/checkpoint.ts';
import type { AuditSeal } from '../../domain/audit/seal.ts';
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
  /** Lines of the sink, counted from 1, that no key of the installation signed, or that were signed for another place; some of them. */
  readonly forgedLines: readonly number[];
  /** Lines of the sink that say nothing that we wrote, and did not break off; {@link mostLines} at most, as of the forged ones. */
  readonly unreadableLines: readonly number[];
}

/** How many bad lines of a kind are told at most; one is enough to look into the sink. */
export const mostLines = 100;

/** A restore of the data store, which took entries of the audit log with it. */
export interface AuditRestore {
  /** When it was noted. */
  readonly at: Instant;
  /** By when the earliest lost entry was recorded. What is older than the backup was not lost by restoring it. */
  readonly since: Instant;
  /**
   * How many places of the log: those behind the last entry that is left of a lane, up to the last that the sink knew of. Where
   * more than one restore came before the note a place may stand for several entries; what the sink has neither a line nor a
   * checkpoint of is not in it.
   */
  readonly lost: number;
}

/** What going through the sink needs of the outside. */
export type SinkPorts = Pick<Ports, 'audit' | 'auditSeals'> & {
  readonly auditLog: Pick<AuditLog, 'linksBetween'>;
  readonly hashing: { readonly digest: Sha256 };
};

/** A place of the chain as the sink knows it. */
export interface Witnessed {
  /** The line of the sink, counted from 1. */
  readonly line: number;
  readonly lane: number;
  readonly position: number;
  readonly link: string;
  /** When it was recorded, where a line of its own says so; else when the checkpoint was made, and it was there already. */
  readonly at: Instant;
  /** Of a line of its own, not looked at yet; null for a checkpoint that is genuine. */
  readonly seal: AuditSeal | null;
}

/** Told of every place that the log has as the sink has it (null), and of what is wrong with any other. */
export type OnWitnessed = (place: Witnessed, fault: AuditFault | null) => void;

/** Holds every line of the sink against the log. What a restore took that was signed for is no fault. */
export function verifySink(ports: SinkPorts, onWitnessed: OnWitnessed): ResultAsync<SinkVerified, PortFailure> {
  return safeTry(async function* () {
    const restores = yield* genuineRestores(ports);
    // The line of an entry that is repeated says nothing new, though it stands behind the note of its loss.
    const taken = new Set<string>();
    const tallied = yield* againstLog(ports, restores, (place, fault) => {
      const { lane, position, link, seal } = place;
      const said = `${lane}/${position}/${link}`;
      const isTaken = fault !== null && [...restores.values()].some((restored) => tookAway(restored, place));
      if (isTaken && seal !== null) taken.add(said);
      if (fault === null || !(isTaken || (seal !== null && taken.has(said)))) onWitnessed(place, fault);
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
  auditSeals,
  hashing,
}: SinkPorts): ResultAsync<ReadonlyMap<number, RestoredLine>, PortFailure> {
  return safeTry(async function* () {
    const signed = new Map<number, RestoredLine>();
    yield* throughSink(audit, (lines) =>
      safeTry(async function* () {
        for (const { line, said } of lines) {
          if (said?.kind !== 'restored' || said.lines >= line) continue;
          const isRepeated = [...signed.values()].some(({ signature }) => signature === said.signature);
          if (!isRepeated && (yield* auditSeals.isGenuine(restoredText(said), said))) signed.set(line, said);
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
  ports: SinkPorts,
  restores: ReadonlyMap<number, RestoredLine>,
  onWitnessed: OnWitnessed,
): ResultAsync<Omit<SinkVerified, 'restores'>, PortFailure> {
  return safeTry(async function* () {
    const { audit, auditSeals } = ports;
    const forgedLines: number[] = [];
    const unreadableLines: number[] = [];
    const unread: number[] = [];
    const known = new Set<string>();
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
          else addSome(unreadableLines, unread.splice(0));
          if (said?.kind === 'anchor') {
            anchors += 1;
            places.push(placeOf(line, said));
          } else if (said?.kind === 'checkpoint') {
            // One that is repeated was held against the log where it stood first.
            const text = ports.hashing.digest(sinkLineText(said));
            if (known.has(text)) continue;
            if (yield* auditSeals.isGenuine(checkpointText(said), said)) {
              known.add(text);
              checkpointed += 1;
              lastCheckpointAt = laterOf(lastCheckpointAt, said.at);
              places.push(...said.heads.map((head) => endOf(line, head, said.at)));
            } else addSome(forgedLines, [line]);
          } else if (said?.kind === 'restored' && !restores.has(line)) addSome(forgedLines, [line]);
        }
        addSome(forgedLines, yield* compare(ports, places, onWitnessed));
        return ok(undefined);
      }),
    );
    addSome(unreadableLines, unread);
    forgedLines.sort((one, other) => one - other);
    return ok({ anchors, checkpoints: checkpointed, lastCheckpointAt, forgedLines, unreadableLines });
  });
}

function addSome(lines: number[], more: readonly number[]): void {
  for (const line of more.slice(0, mostLines - lines.length)) lines.push(line);
}

function laterOf(one: Instant | null, other: Instant): Instant {
  return one !== null && one > other ? one : other;
}

function placeOf(line: number, { lane, position, link, recordedAt, keyId, signature }: AnchorLine): Witnessed {
  return { line, lane, position, link, at: recordedAt, seal: { keyId, signature } };
}

function endOf(line: number, { lane, length, link }: AuditHead, at: Instant): Witnessed {
  return { line, lane, position: length, link, at, seal: null };
}

/** Holds what the sink knows against the log, lane by lane; answers the lines that no key of the installation signed. */
function compare(
  { auditLog, auditSeals }: SinkPorts,
  places: readonly Witnessed[],
  onWitnessed: OnWitnessed,
): ResultAsync<readonly number[], PortFailure> {
  return safeTry(async function* () {
    const forged: number[] = [];
    for (const [lane, ofLane] of Map.groupBy(places, (place) => place.lane)) {
      const linkAt = new Map<number, SealedLink>();
      for (const [from, to] of stretchesOf(ofLane.map(({ position }) => position))) {
        for (const link of yield* auditLog.linksBetween(lane, from, to)) linkAt.set(link.position, link);
      }
      for (const place of ofLane) {
        const inLog = linkAt.get(place.position);
        // The seal of a link in the log is looked at there.
        const isKnown = place.seal === null || (inLog !== undefined && isSame(place, place.seal, inLog));
        if (isKnown || (yield* isGenuine(auditSeals, place, place.seal)))
          onWitnessed(place, faultBetween(place, inLog));
        else forged.push(place.line);
      }
    }
    return ok(forged);
  });
}

function faultBetween({ lane, position, link }: Witnessed, inLog: SealedLink | undefined): AuditFault | null {
  if (inLog === undefined) return { kind: 'cut', lane, position };
  return inLog.link === link ? null : { kind: 'anchor-differs', lane, position };
}

function isSame({ link, at }: Witnessed, { keyId, signature }: AuditSeal, inLog: SealedLink): boolean {
  const isSameLink = inLog.link === link && inLog.recordedAt === at;
  return isSameLink && inLog.keyId === keyId && inLog.signature === signature;
}

function isGenuine(
  auditSeals: SinkPorts['auditSeals'],
  { at, ...place }: Witnessed,
  seal: AuditSeal,
): ResultAsync<boolean, PortFailure> {
  return auditSeals.isGenuine(linkText({ ...place, recordedAt: at }), seal);
}

/** Positions as stretches without a wide gap, so that lines from both ends of a lane do not have all of it read. */
function stretchesOf(positions: readonly number[]): readonly (readonly [from: number, to: number])[] {
  const widest = 16;
  const stretches: [number, number][] = [];
  for (const position of positions.toSorted((one, other) => one - other)) {
    const last = stretches.at(-1);
    if (last !== undefined && position - last[1] <= widest) last[1] = position;
    else stretches.push([position, position]);
  }
  return stretches;
}
