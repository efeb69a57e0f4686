import {
  type AuditHead,
  type AuditRecordKind,
  commitmentTo,
  headAfter,
  isAuditHead,
  linkAfter,
  linkText,
  type SealedLink,
} from '../../domain/audit/chain.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type PortFailure, portFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { AuditPlace, Transaction } from '../ports/transaction.ts';

/** What the chain of the audit log needs of the outside. */
export type ChainPorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'hashing' | 'randomness' | 'auditSeals'>;

/** The links that one transaction adds to the chain, all in one lane. */
export interface Chaining {
  /** Adds the link of a record, and answers its place; the caller writes the record itself. */
  append(kind: AuditRecordKind, text: string, recordedAt: Instant): ResultAsync<AuditPlace, PortFailure>;
  /** The links that were added. */
  readonly links: readonly SealedLink[];
}

/** The chain for one run of a transaction: the lane is taken with the first link, and held to the end. */
export function chaining(
  { hashing, randomness, auditSeals }: Pick<Ports, 'hashing' | 'randomness' | 'auditSeals'>,
  tx: Transaction,
): Chaining {
  const links: SealedLink[] = [];
  let head: AuditHead | null = null;
  return {
    links,
    append: (kind, text, recordedAt) =>
      safeTry(async function* () {
        head ??= yield* soundLane(tx);
        const salt = Buffer.from(randomness.bytes(16)).toString('hex');
        const commitment = commitmentTo(hashing.digest, salt, text);
        const next = linkAfter(hashing.digest, head, { kind, recordedAt, commitment });
        const link = { ...next, ...(yield* auditSeals.sign(linkText(next))) };
        yield* tx.auditLog.link(link);
        head = headAfter(link);
        links.push(link);
        return ok({ lane: link.lane, position: link.position, salt });
      }),
  };
}

/** Nothing is signed that follows what no lane of ours can be, whatever the database says. */
function soundLane(tx: Transaction): ResultAsync<AuditHead, PortFailure> {
  return tx.auditLog
    .takeLane()
    .andThen((head) =>
      isAuditHead(head)
        ? ok<AuditHead, PortFailure>(head)
        : err<AuditHead, PortFailure>(portFailure('DataStore', false)),
    );
}
