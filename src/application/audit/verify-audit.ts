import { type AuditHead, auditLanes, emptyLane, headAfter } from '../../domain/audit/chain.ts';
import {
  type AuditFault,
  faultIn,
  type GenuineSeals,
  type RecordedLink,
  sealsOf,
} from '../../domain/audit/verify-log.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import { type SinkVerified, verifySink } from './verify-sink.ts';

/** What a verification found. The log can be trusted where the lists are empty, but for that of the restores. */
export interface AuditVerified extends SinkVerified {
  /** Links that were looked at. */
  readonly links: number;
  /** Of these, links whose record is there. */
  readonly records: number;
  /** What is wrong with the log, by lane and position, {@link mostFaults} at most: the first is the first bad entry. */
  readonly faults: readonly AuditFault[];
}

/** How many faults are told at most; one is enough to distrust what follows it. */
export const mostFaults = 100;

/**
 * Verifies the audit log, link by link, against what it stands for and against the sink (POLICY.md C21). It reads the audit
 * tables and the sink alone, and may run while everything else does.
 */
export type VerifyAudit = () => ResultAsync<AuditVerified, PortFailure>;

/** What a verification needs: an auditor has it without the vault. */
export type VerifyAuditPorts = Pick<Ports, 'audit' | 'auditSeals' | 'clock'> & {
  readonly auditLog: Omit<AuditLog, 'search'>;
  readonly hashing: Pick<Ports['hashing'], 'digest'>;
};

const pageSize = 1_000;

/** Makes the use case. */
export function verifyAudit(ports: VerifyAuditPorts): VerifyAudit {
  return () =>
    wholeAudit(ports).map(({ heads: _, ...verified }) => ({
      ...verified,
      faults: verified.faults.slice(0, mostFaults),
    }));
}

/** A verification with every fault. */
export interface WholeAudit extends AuditVerified {
  /** Where each lane that has an entry ended when it was read, link by link. */
  readonly heads: readonly AuditHead[];
}

/** As {@link VerifyAudit}, with all that was found. */
export function wholeAudit(ports: VerifyAuditPorts): ResultAsync<WholeAudit, PortFailure> {
  return safeTry(async function* () {
    const faults: AuditFault[] = [];
    const found = (fault: AuditFault): void => void faults.push(fault);
    let links = 0;
    let records = 0;
    const ends = new Map<number, AuditHead>();
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
    const sink = yield* verifySink(ports, (_place, fault) => {
      if (fault?.kind !== 'cut') {
        if (fault !== null) found(fault);
        return;
      }
      // Not every entry has a line of its own: the first that is missing is the one behind the end.
      const position = Math.min((ends.get(fault.lane)?.length ?? 0) + 1, fault.position);
      if (!cut.has(fault.lane)) found({ ...fault, position });
      cut.add(fault.lane);
    });
    const sorted = faults.toSorted((one, other) => one.lane - other.lane || one.position - other.position);
    const heads = [...ends.values()].filter(({ length }) => length > 0);
    return ok({ links, records, ...sink, faults: sorted, heads });
  });
}

/** Goes through one lane. What is appended meanwhile is looked at too, so its end is read once more afterwards. */
function verifyLane(
  ports: VerifyAuditPorts,
  noted: AuditHead,
  found: (fault: AuditFault) => void,
): ResultAsync<{ readonly links: number; readonly records: number; readonly end: AuditHead }, PortFailure> {
  return safeTry(async function* () {
    const { auditLog, hashing, clock } = ports;
    const { lane } = noted;
    let head = emptyLane(lane);
    let atNoted: AuditHead | null = noted.length === 0 ? emptyLane(lane) : null;
    let links = 0;
    let records = 0;
    for (;;) {
      const page = yield* auditLog.links(lane, head.length, pageSize);
      for (const link of page) {
        const fault = faultIn(hashing.digest, head, link, yield* genuineSealsOf(ports, link), clock.now());
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
    return ok({ links, records, end: head });
  });
}

function genuineSealsOf(
  { auditSeals }: Pick<VerifyAuditPorts, 'auditSeals'>,
  found: RecordedLink,
): ResultAsync<GenuineSeals, PortFailure> {
  return safeTry(async function* () {
    const { link, disposal } = sealsOf(found);
    return ok({
      link: yield* auditSeals.isGenuine(link.text, link.seal),
      disposal: disposal && (yield* auditSeals.isGenuine(disposal.text, disposal.seal)),
    });
  });
}
