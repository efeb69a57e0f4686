import { createHash, randomBytes } from 'node:crypto';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { AuditPlace, Transaction } from '../../application/ports/transaction.ts';
import { type AuditEntry, auditText } from '../../domain/audit/audit-entry.ts';
import { type AuditRecordKind, commitmentTo, linkAfter, type Sha256 } from '../../domain/audit/chain.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type RiskEvent, riskText } from '../../domain/risk/risk-event.ts';

/** SHA-256, as the core has it by a port. */
export const sha256: Sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** Appends an entry to the audit log, with its link. */
export function appendEntry(tx: Transaction, entry: AuditEntry): ResultAsync<void, PortFailure> {
  return linked(tx, 'staff', auditText(entry), entry.recordedAt).andThen((place) => tx.auditLog.describe(entry, place));
}

/** Appends a risk, with its link. */
export function appendRisk(tx: Transaction, event: RiskEvent): ResultAsync<void, PortFailure> {
  return linked(tx, 'risk', riskText(event), event.at).andThen((place) => tx.riskEvents.append(event, place));
}

function linked(
  tx: Transaction,
  kind: AuditRecordKind,
  text: string,
  recordedAt: Instant,
): ResultAsync<AuditPlace, PortFailure> {
  return safeTry(async function* () {
    const head = yield* tx.auditLog.takeLane();
    const salt = randomBytes(16).toString('hex');
    const link = linkAfter(sha256, head, { kind, recordedAt, commitment: commitmentTo(sha256, salt, text) });
    yield* tx.auditLog.link(link);
    return ok({ lane: link.lane, position: link.position, salt });
  });
}
