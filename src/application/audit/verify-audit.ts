import { type AuditHead, auditLanes, emptyLane, headAfter } from '../../domain/audit/chain.ts';
import { type AnchorLine, type CheckpointLine, checkpointText } from '../../domain/audit/checkpoint.ts';
import { type AuditFault, faultIn } from '../../domain/audit/verify-log.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** What a verification found. The log can be trusted where the three lists are empty. */
export interface AuditVerified {
  /** Links that were looked at. */
  readonly links: number;
  /** Of these, links whose record is there. */
  readonly records: number;
  /** Lines of the sink that were held against the log. */
  readonly anchors: number;
  readonly checkpoints: number;
  /** When the last genuine checkpoint was made; null without one: then nothing shows that the tail was cut with the sink. */
  readonly lastCheckpointAt: Instant | null;
  /** What is wrong with the log, by lane and position, {@link mostFaults} at most: the first is the first bad entry. */
  readonly faults: readonly AuditFault[];
  /** Lines of the sink, counted from 1, that no key of the installation signed. */
  readonly forgedCheckpoints: readonly number[];
  /** Lines of the sink that say nothing that we wrote, and did not break off. */
  readonly unreadableLines: readonly number[];
}

/** How many faults are told at most; one is enough to distrust what follows it. */
export const mostFaults = 100;

/**
 * Verifies the audit log, link by link, against what it stands for and against the sink (POLICY.md C21). It reads the audit
 * tables and the sink alone, and may run while everything else does.
 */
export type VerifyAudit = () => ResultAsync<AuditVerified, PortFailure>;

/** What a verification needs: an auditor has it without the vault. */
export type VerifyAuditPorts = Pick<Ports, 'audit' | 'checkpoints' | 'clock'> & {
  readonly auditLog: Omit<AuditLog, 'search'>;
  readonly hashing: Pick<Ports['hashing'], 'digest'>;
};

const pageSize = 1_000;

/** Makes the use case. */
export function verifyAudit(ports: VerifyAuditPorts): VerifyAudit {
  return () =>
    safeTry(async function* () {
      const faults: AuditFault[] = [];
      const found = (fault: AuditFault): void => void faults.push(fault);
      let links = 0;
      let records = 0;
      const ends = new Map<number, number>();
      const noted = new Map((yield* ports.auditLog.heads()).map((head) => [head.lane, head]));
      for (let lane = 0; lane < auditLanes; lane += 1) {
        const counted = yield* verifyLane(ports, noted.get(lane) ?? emptyLane(lane), found);
        ends.set(lane, counted.end);
        links += counted.links;
        records += counted.records;
      }
      for (const { lane } of noted.values()) {
        if (lane < 0 || lane >= auditLanes) found({ kind: 'end-wrong', lane, position: 1 });
      }
      const stray = yield* ports.auditLog.stray();
      if (stray !== null) found({ kind: 'put-in', ...stray });
      const cut = new Set<number>();
      const sink = yield* verifySink(ports, (fault) => {
        if (fault.kind !== 'cut') {
          found(fault);
          return;
        }
        // Not every entry has a line of its own: the first that is missing is the one behind the end.
        const position = Math.min((ends.get(fault.lane) ?? 0) + 1, fault.position);
        if (!cut.has(fault.lane)) found({ ...fault, position });
        cut.add(fault.lane);
      });
      const sorted = faults.toSorted((one, other) => one.lane - other.lane || one.position - other.position);
      return ok({ links, records, ...sink, faults: sorted.slice(0, mostFaults) });
    });
}

/** Goes through one lane. What is appended meanwhile is looked at too, so its end is read once more afterwards. */
function verifyLane(
  { auditLog, hashing, clock }: VerifyAuditPorts,
  noted: AuditHead,
  found: (fault: AuditFault) => void,
): ResultAsync<{ readonly links: number; readonly records: number; readonly end: number }, PortFailure> {
  return safeTry(async function* () {
    const { lane } = noted;
    let head = emptyLane(lane);
    let atNoted: AuditHead | null = noted.length === 0 ? emptyLane(lane) : null;
    let links = 0;
    let records = 0;
    for (;;) {
      const page = yield* auditLog.links(lane, head.length, pageSize);
      for (const link of page) {
        const fault = faultIn(hashing.digest, head, link, clock.now());
        if (fault !== null) found(fault);
        head = headAfter(link);
        links += 1;
        if (link.record !== null) records += 1;
        if (head.length === noted.length) atNoted = head;
      }
      if (page.length < pageSize) break;
    }
    const isEnded = atNoted !== null && atNoted.link === noted.link;
    if (!isEnded) found({ kind: 'end-wrong', lane, position: Math.min(noted.length, head.length + 1) || 1 });
    if (isEnded && head.length > noted.length) {
      const later = (yield* auditLog.heads()).find((one) => one.lane === lane) ?? emptyLane(lane);
      if (later.length < head.length) found({ kind: 'end-wrong', lane, position: later.length + 1 });
    }
    return ok({ links, records, end: head.length });
  });
}

type SinkVerified = Omit<AuditVerified, 'links' | 'records' | 'faults'>;

function verifySink(
  ports: VerifyAuditPorts,
  found: (fault: AuditFault) => void,
): ResultAsync<SinkVerified, PortFailure> {
  return safeTry(async function* () {
    const forgedCheckpoints: number[] = [];
    const unreadableLines: number[] = [];
    const unread: number[] = [];
    let anchors = 0;
    let checkpoints = 0;
    let lastCheckpointAt: Instant | null = null;
    let line = 0;
    for (let cursor: number | null = 0; cursor !== null; ) {
      const {
        lines,
        next,
      }: { lines: readonly (AnchorLine | CheckpointLine | { kind: 'torn' } | null)[]; next: number | null } =
        yield* ports.audit.read(cursor, pageSize);
      const anchored: AnchorLine[] = [];
      for (const one of lines) {
        line += 1;
        // A repair may break off too: what ends in a line that says so was never released.
        if (one === null) unread.push(line);
        else if (one.kind === 'torn') unread.length = 0;
        else unreadableLines.push(...unread.splice(0));
        if (one?.kind === 'anchor') anchored.push(one);
        if (one?.kind !== 'checkpoint') continue;
        if (yield* ports.checkpoints.isGenuine(checkpointText(one), one)) {
          checkpoints += 1;
          lastCheckpointAt = one.at;
          const ends = one.heads.map(
            ({ lane, length, link }): Anchored => ({ lane, position: length, link, at: null }),
          );
          yield* verifyAnchors(ports, ends, found);
        } else {
          forgedCheckpoints.push(line);
        }
      }
      anchors += anchored.length;
      yield* verifyAnchors(ports, anchored, found);
      cursor = next;
    }
    unreadableLines.push(...unread);
    return ok({ anchors, checkpoints, lastCheckpointAt, forgedCheckpoints, unreadableLines });
  });
}

/** What the sink knows of a link: when it was recorded too, where a line of its own says so. */
type Anchored = Pick<AnchorLine, 'lane' | 'position' | 'link'> & { readonly at: Instant | null };

/** Holds what the sink knows against the log, lane by lane. */
function verifyAnchors(
  { auditLog }: VerifyAuditPorts,
  anchors: readonly Anchored[],
  found: (fault: AuditFault) => void,
): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    for (const [lane, ofLane] of Map.groupBy(anchors, (anchor) => anchor.lane)) {
      const positions = ofLane.map(({ position }) => position);
      const links = yield* auditLog.linksBetween(lane, Math.min(...positions), Math.max(...positions));
      const linkAt = new Map(links.map((link) => [link.position, link]));
      for (const { position, link, at } of ofLane) {
        const inLog = linkAt.get(position);
        if (inLog === undefined) found({ kind: 'cut', lane, position });
        else if (inLog.link !== link || (at !== null && at !== inLog.recordedAt)) {
          found({ kind: 'anchor-differs', lane, position });
        }
      }
    }
    return ok(undefined);
  });
}
