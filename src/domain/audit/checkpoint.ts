import type { Instant } from '../instant.ts';
import type { AuditHead, AuditLink } from './chain.ts';

/**
 * What goes to the audit sink, outside of the database: a line for each entry before anything is released, and from time to
 * time a signed line that says where every lane ends. Whoever cuts the log's tail cannot cut these. No line says whom an entry
 * is about, nor who did it.
 */

/** A line of the sink. */
export type SinkLine = AnchorLine | CheckpointLine | RestoredLine | TornLine;

/** An entry is in the chain: written before what it stands for is released. */
export interface AnchorLine {
  readonly kind: 'anchor';
  readonly lane: number;
  readonly position: number;
  readonly link: string;
  readonly at: Instant;
}

/** Where every lane that has an entry ended at a moment, signed: Ed25519 over {@link checkpointText}. */
export interface CheckpointLine extends Checkpoint, LineSeal {
  readonly kind: 'checkpoint';
}

/**
 * A backup of the data store was restored, and of what the lines before this one know, no more is left in a lane than this one
 * says, signed: Ed25519 over {@link restoredText}.
 */
export interface RestoredLine extends Checkpoint, LineSeal {
  readonly kind: 'restored';
}

/** Who signed a line, and how. */
export interface LineSeal {
  /** Which public key it takes, as certificates name theirs. */
  readonly keyId: string;
  /** 64 bytes in base64. */
  readonly signature: string;
}

/** The line before this one broke off, for want of space or since a process died: what it was to tell was never released. */
export interface TornLine {
  readonly kind: 'torn';
}

/** What a signed line says: where every lane that has an entry ends. */
export interface Checkpoint {
  readonly installation: string;
  readonly at: Instant;
  readonly heads: readonly AuditHead[];
}

/** The text that is signed; it begins with what it is, so that it passes for nothing else that the same key signs. */
export function checkpointText({ installation, at, heads }: Checkpoint): string {
  return JSON.stringify(['joos/audit-checkpoint', installation, at, placesOf(heads)]);
}

/** As {@link checkpointText}, for a restore: neither passes for the other. */
export function restoredText({ installation, at, heads }: Checkpoint): string {
  return JSON.stringify(['joos/audit-restored', installation, at, placesOf(heads)]);
}

/** The line for a link of the chain. */
export function anchorOf({ lane, position, link, recordedAt }: AuditLink): AnchorLine {
  return { kind: 'anchor', lane, position, link, at: recordedAt };
}

/** A line as it came back from JSON; null where it is none. */
export function sinkLineIn(value: unknown): SinkLine | null {
  if (typeof value !== 'object' || value === null) return null;
  // sound: an object is a record of what it holds
  const { kind, lane, position, link, at, installation, heads, keyId, signature } = value as Readonly<
    Record<string, unknown>
  >;
  if (kind === 'torn') return { kind };
  if (!isWhole(at)) return null;
  const when = at as Instant; // sound: whole milliseconds, as we write them
  if (kind === 'anchor') {
    return isWhole(lane) && isWhole(position) && isDigest(link) ? { kind, lane, position, link, at: when } : null;
  }
  if ((kind !== 'checkpoint' && kind !== 'restored') || !Array.isArray(heads)) return null;
  if (typeof installation !== 'string' || typeof keyId !== 'string' || typeof signature !== 'string') return null;
  const ends = heads.map(headIn).filter((head) => head !== null);
  return ends.length === heads.length ? { kind, installation, at: when, heads: ends, keyId, signature } : null;
}

function placesOf(heads: readonly AuditHead[]): readonly (readonly [number, number, string])[] {
  return heads.map(({ lane, length, link }) => [lane, length, link]);
}

function headIn(value: unknown): AuditHead | null {
  if (typeof value !== 'object' || value === null) return null;
  const { lane, length, link } = value as Readonly<Record<string, unknown>>; // sound: as above
  return isWhole(lane) && isWhole(length) && isDigest(link) ? { lane, length, link } : null;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0; // sound: a safe integer is a number
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}
