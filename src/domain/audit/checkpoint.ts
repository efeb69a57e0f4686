import type { Instant } from '../instant.ts';
import { Result } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import { type AuditHead, auditLanes, linkText, type SealedLink, type Sha256 } from './chain.ts';
import type { AuditSeal } from './seal.ts';

/**
 * What goes to the audit sink, outside of the database: a line for each entry before anything is released, and from time to
 * time a line that says where every lane ends. Whoever cuts the log's tail cannot cut these. Each is signed: one that nobody
 * signed says nothing of the log. No line says whom an entry is about, nor who did it.
 */

/** A line of the sink. */
export type SinkLine = AnchorLine | CheckpointLine | RestoredLine | TornLine;

/** An entry is in the chain, under the seal of its link: written before what it stands for is released. */
export interface AnchorLine extends Pick<SealedLink, 'lane' | 'position' | 'link' | 'recordedAt'>, AuditSeal {
  readonly kind: 'anchor';
}

/** Where every lane that has an entry ended at a moment, signed: Ed25519 over {@link checkpointText}. */
export interface CheckpointLine extends Checkpoint, AuditSeal {
  readonly kind: 'checkpoint';
}

/**
 * A backup of the data store was restored, and with it went what this line says, signed: Ed25519 over {@link restoredText}. It
 * speaks of the lines before it alone, and of no other sink: the digest holds it to its place.
 */
export interface RestoredLine extends AuditSeal {
  readonly kind: 'restored';
  readonly installation: string;
  readonly at: Instant;
  /** How many lines it speaks of, from the first of the sink on. */
  readonly lines: number;
  /** Of these lines, by {@link digestAfter}. */
  readonly digest: string;
  /** By when the earliest lost entry was recorded; as its own line says, or the checkpoint that knew of it. */
  readonly since: Instant;
  readonly lost: readonly LostEntries[];
}

/** What a restore took of a lane. */
export interface LostEntries {
  readonly lane: number;
  /** The position of the last entry that is left; 0 for none. */
  readonly left: number;
  /** The last position that was lost. */
  readonly upTo: number;
}

/** The line before this one broke off, for want of space or since a process died: what it was to tell was never released. */
export interface TornLine {
  readonly kind: 'torn';
}

/** What a checkpoint says: where every lane that has an entry ends. */
export interface Checkpoint {
  readonly installation: string;
  readonly at: Instant;
  readonly heads: readonly AuditHead[];
}

/** The text of a checkpoint that is signed. */
export function checkpointText({ installation, at, heads }: Checkpoint): string {
  return JSON.stringify(['joos/audit-checkpoint', installation, at, placesOf(heads)]);
}

/** The text of a restore that is signed. */
export function restoredText({
  installation,
  at,
  lines,
  digest,
  since,
  lost,
}: Omit<RestoredLine, keyof AuditSeal | 'kind'>): string {
  const ranges = lost.map(({ lane, left, upTo }) => [lane, left, upTo]);
  return JSON.stringify(['joos/audit-restored', installation, at, lines, digest, since, ranges]);
}

/** The digest of the lines of a sink up to one, given that of the lines before it; of no line it is empty. */
export function digestAfter(sha256: Sha256, before: string, line: SinkLine | null): string {
  return sha256(JSON.stringify([before, line === null ? null : partsOf(line)]));
}

function partsOf(line: SinkLine): readonly (string | number)[] {
  switch (line.kind) {
    case 'torn':
      return [line.kind];
    case 'anchor':
      return [line.kind, linkText(line), line.keyId, line.signature];
    case 'checkpoint':
      return [line.kind, checkpointText(line), line.keyId, line.signature];
    case 'restored':
      return [line.kind, restoredText(line), line.keyId, line.signature];
    default:
      return unreachable(line satisfies never);
  }
}

/** The line for a link of the chain. */
export function anchorOf({ lane, position, link, recordedAt, keyId, signature }: SealedLink): AnchorLine {
  return { kind: 'anchor', lane, position, link, recordedAt, keyId, signature };
}

/** A line as it came back from JSON; null where it is none. */
function sinkLineIn(value: unknown): SinkLine | null {
  if (typeof value !== 'object' || value === null) return null;
  const said = value as Said; // sound: an object is a record of what it holds
  if (said.kind === 'torn') return { kind: said.kind };
  const { installation, at, keyId, signature } = said;
  if (typeof keyId !== 'string' || typeof signature !== 'string') return null;
  if (said.kind === 'anchor') return anchorIn(said, { keyId, signature });
  if (typeof installation !== 'string' || !isTime(at)) return null;
  const signed = { kind: said.kind, installation, at };
  const seal = { keyId, signature };
  if (said.kind === 'checkpoint') {
    const heads = allIn(said.heads, headIn);
    return heads === null ? null : { ...signed, kind: said.kind, heads, ...seal };
  }
  return said.kind === 'restored' ? restoredIn(said, { ...signed, kind: said.kind }, seal) : null;
}

/** A line as it is written: of each line there is one text, so that a sink shows every letter that was changed. */
export function sinkLineText(line: SinkLine): string {
  const whole = sinkLineIn(line);
  // Nothing may be taken for witnessed by a line that says nothing.
  if (whole === null) throw new Error('What is no line of the audit sink cannot be written to it');
  return JSON.stringify(whole);
}

/** A line by its text; null for what is none, or is written otherwise than we write it. */
export function sinkLineOf(text: string): SinkLine | null {
  const line = sinkLineIn(parsed(text).unwrapOr(null));
  return line !== null && sinkLineText(line) === text ? line : null;
}

const parsed: (text: string) => Result<unknown, null> = Result.fromThrowable(
  (text: string): unknown => JSON.parse(text),
  () => null,
);

type Said = Readonly<Record<string, unknown>>;

function anchorIn({ lane, position, link, recordedAt }: Said, seal: AuditSeal): AnchorLine | null {
  return isLane(lane) && isPosition(position) && isDigest(link) && isTime(recordedAt)
    ? { kind: 'anchor', lane, position, link, recordedAt, ...seal }
    : null;
}

function restoredIn(
  { lines, digest, since, lost }: Said,
  signed: Pick<RestoredLine, 'kind' | 'installation' | 'at'>,
  seal: AuditSeal,
): RestoredLine | null {
  const ranges = allIn(lost, lostIn);
  if (!isWhole(lines) || !isDigest(digest) || !isTime(since) || ranges === null) return null;
  return { ...signed, lines, digest, since, lost: ranges, ...seal };
}

/** Every part of a list; null where it is none, or has a part that is not what it must be. */
function allIn<Part>(list: unknown, partIn: (value: Said) => Part | null): readonly Part[] | null {
  if (!Array.isArray(list)) return null;
  const parts = list.map((one) => (typeof one === 'object' && one !== null ? partIn(one as Said) : null)); // sound: as above
  const good = parts.filter((part) => part !== null);
  return good.length === parts.length ? good : null;
}

function placesOf(heads: readonly AuditHead[]): readonly (readonly [number, number, string])[] {
  return heads.map(({ lane, length, link }) => [lane, length, link]);
}

function headIn({ lane, length, link }: Said): AuditHead | null {
  return isLane(lane) && isPosition(length) && isDigest(link) ? { lane, length, link } : null;
}

function lostIn({ lane, left, upTo }: Said): LostEntries | null {
  return isLane(lane) && isWhole(left) && isWhole(upTo) && left < upTo ? { lane, left, upTo } : null;
}

function isLane(value: unknown): value is number {
  return isWhole(value) && value < auditLanes;
}

function isPosition(value: unknown): value is number {
  return isWhole(value) && value > 0;
}

/** Whole milliseconds, as we write them. */
function isTime(value: unknown): value is Instant {
  return isWhole(value);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0; // sound: a safe integer is a number
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}
