import { createHash, randomBytes } from 'node:crypto';
import type { SealDisposal } from '../../application/ports/disposal.ts';
import type { PortFailure } from '../../application/ports/port-failure.ts';
import type { AuditPlace, Transaction } from '../../application/ports/transaction.ts';
import { type AuditEntry, auditText } from '../../domain/audit/audit-entry.ts';
import {
  type AuditHead,
  type AuditRecordKind,
  commitmentTo,
  linkAfter,
  linkText,
  type SealedLink,
  type Sha256,
} from '../../domain/audit/chain.ts';
import { disposalText } from '../../domain/audit/disposal.ts';
import type { AuditSeal } from '../../domain/audit/seal.ts';
import { type GenuineSeals, type RecordedLink, type SealedText, sealsOf } from '../../domain/audit/verify-log.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type RiskEvent, riskText } from '../../domain/risk/risk-event.ts';

/** SHA-256, as the core has it by a port. */
export const sha256: Sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** As the installation signs, but by no key: of a store it is asked that it keeps seals as they are. */
export const sealDisposal: SealDisposal = (link) => okAsync(sealFor(disposalText(link)));

/** Which seals of a link are those that were made for it here. */
export function genuineSeals(found: RecordedLink): GenuineSeals {
  const { link, disposal } = sealsOf(found);
  return { link: isMadeHere(link), disposal: disposal && isMadeHere(disposal) };
}

/** The next link of a lane, sealed. */
export function sealedAfter(
  head: AuditHead,
  record: Pick<SealedLink, 'kind' | 'recordedAt' | 'commitment'>,
): SealedLink {
  const link = linkAfter(sha256, head, record);
  return { ...link, ...sealFor(linkText(link)) };
}

function sealFor(text: string): AuditSeal {
  return { keyId: '00ff112233445566', signature: createHash('sha512').update(text).digest('base64') };
}

function isMadeHere({ text, seal }: SealedText): boolean {
  const { keyId, signature } = sealFor(text);
  return seal.keyId === keyId && seal.signature === signature;
}

/** Appends an entry to the audit log, with its link. */
export function appendEntry(tx: Transaction, entry: AuditEntry): ResultAsync<void, PortFailure> {
  return linked(tx, 'staff', auditText(entry), entry.recordedAt).andThen((place) => tx.auditLog.describe(entry, place));
}

/** Appends a risk, with its link; of an account that left none. */
export function appendRisk(tx: Transaction, event: RiskEvent): ResultAsync<void, PortFailure> {
  return safeTry(async function* () {
    const proof = event.subject === null ? null : yield* tx.doors.bySubject(event.subject);
    if (event.subject !== null && proof === null) return ok(undefined);
    yield* tx.riskEvents.append(proof, event, yield* linked(tx, 'risk', riskText(event), event.at));
    return ok(undefined);
  });
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
    const link = sealedAfter(head, { kind, recordedAt, commitment: commitmentTo(sha256, salt, text) });
    yield* tx.auditLog.link(link);
    return ok({ lane: link.lane, position: link.position, salt });
  });
}
