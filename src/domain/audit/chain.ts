import type { Instant } from '../instant.ts';
import type { AuditSeal } from './seal.ts';

/**
 * The chain of the audit log: each entry is committed to under a salt, and each link holds the digest of the one before it.
 * What was written cannot be changed, taken out, put in or moved without every later link telling so. Salt and entry are
 * disposed of when their time is over; the commitment stays, says nothing without them, and holds the chain together.
 *
 * Each link is signed as well: whoever has the database and not the keys can append nothing that passes for an entry.
 *
 * There are several lanes, each a chain of its own. A writer takes a lane that nobody else writes to at that moment, so that
 * appending never makes the whole system wait in one line.
 */

/** SHA-256 of a text in UTF-8, as 64 hex digits in lower case. */
export type Sha256 = (text: string) => string;

/** What a link stands for: something that staff did, or a risk at the door. */
export type AuditRecordKind = 'staff' | 'risk';

/** How many lanes there are. More than writers that commit at one moment; a position is looked for in one lane alone. */
export const auditLanes = 64;

/** Where a lane ends. */
export interface AuditHead {
  /** 0 to {@link auditLanes} - 1. */
  readonly lane: number;
  /** How many links it has; the last one's position. */
  readonly length: number;
  /** The digest of the last link; 64 zeros where there is none. */
  readonly link: string;
}

/** Whether a lane can end there. */
export function isAuditHead({ lane, length, link }: AuditHead): boolean {
  return (
    Number.isSafeInteger(lane) &&
    lane >= 0 &&
    lane < auditLanes &&
    Number.isSafeInteger(length) &&
    length >= 0 &&
    /^[0-9a-f]{64}$/.test(link)
  );
}

/** One link of a lane. */
export interface AuditLink {
  readonly lane: number;
  /** From 1 on, without gaps. */
  readonly position: number;
  readonly kind: AuditRecordKind;
  readonly recordedAt: Instant;
  /** See {@link commitmentTo}. */
  readonly commitment: string;
  /** The digest over all of the above and the link before. */
  readonly link: string;
}

/** A link as it is stored, signed: Ed25519 over {@link linkText}. */
export interface SealedLink extends AuditLink, AuditSeal {}

/** A lane before its first link. */
export function emptyLane(lane: number): AuditHead {
  return { lane, length: 0, link: '0'.repeat(64) };
}

/** What stands in the chain for a record: nothing can be told of the record from it without the salt (128 random bits, hex). */
export function commitmentTo(sha256: Sha256, salt: string, text: string): string {
  return sha256(JSON.stringify([salt, text]));
}

/** What a link stands for, as it is stored beside it. */
export interface AuditRecord {
  /** As {@link commitmentTo} wants it. */
  readonly salt: string;
  /** The record as the text that was committed to. */
  readonly text: string;
}

/** Whether a link stands for this record and no other. */
export function standsFor(
  sha256: Sha256,
  { commitment }: Pick<AuditLink, 'commitment'>,
  { salt, text }: AuditRecord,
): boolean {
  return commitmentTo(sha256, salt, text) === commitment;
}

/** The link that follows a head. */
export function linkAfter(
  sha256: Sha256,
  head: AuditHead,
  record: Pick<AuditLink, 'kind' | 'recordedAt' | 'commitment'>,
): AuditLink {
  const { lane } = head;
  const { kind, recordedAt, commitment } = record;
  const position = head.length + 1;
  const link = sha256(JSON.stringify([head.link, lane, position, kind, recordedAt, commitment]));
  return { lane, position, kind, recordedAt, commitment, link };
}

/** The text of a link that is signed; the digest in it is over all else that the link holds. */
export function linkText({
  lane,
  position,
  recordedAt,
  link,
}: Pick<AuditLink, 'lane' | 'position' | 'recordedAt' | 'link'>): string {
  return JSON.stringify(['joos/audit-link', lane, position, recordedAt, link]);
}

/** Where a lane ends once a link is in it. */
export function headAfter({ lane, position, link }: AuditLink): AuditHead {
  return { lane, length: position, link };
}
