import { type FieldId, fieldOf } from '../data-map/personal-field.ts';
import { Day, dayMs, Instant } from '../instant.ts';
import { dueOf } from '../retention/due.ts';
import {
  type AuditHead,
  type AuditRecord,
  type AuditRecordKind,
  linkAfter,
  linkText,
  type SealedLink,
  type Sha256,
  standsFor,
} from './chain.ts';
import { disposalText } from './disposal.ts';
import type { AuditSeal } from './seal.ts';

/** What is wrong with the audit log, and where: the place is that of the first entry that cannot be trusted. */
export interface AuditFault {
  readonly kind: AuditFaultKind;
  readonly lane: number;
  readonly position: number;
}

/** The ways in which a log can be wrong. */
export type AuditFaultKind =
  /** Links are missing in the middle of a lane. */
  | 'link-missing'
  /** A link is not the digest of what stands in it and of the link before: it was changed, moved or put in. */
  | 'link-changed'
  /** A link that no key of the installation signed as it stands: whoever wrote it, or its seal, had the database and not the keys. */
  | 'link-unsigned'
  /** What a link stands for is not what was recorded. */
  | 'record-changed'
  /** What a link stands for is gone before its time was over, and no account of a person ended with it. */
  | 'record-missing'
  /** That it went with an account is noted, and no key of the installation signed that; or it is nothing that goes so. */
  | 'disposal-forged'
  /**
   * A record whose link is not there or stands for something else, or that was disposed of, or something outside of the lanes:
   * it was put in.
   */
  | 'put-in'
  /** A lane ends before or after the place that is noted as its end. */
  | 'end-wrong'
  /** The sink has an entry that the log has not: the lane was cut, or a backup was restored. */
  | 'cut'
  /** The sink has another link for the place. */
  | 'anchor-differs';

/** A link of the chain with what stands beside it. */
export interface RecordedLink extends SealedLink {
  /** Null where it is not there. */
  readonly record: AuditRecord | null;
  /** The seal of `disposalText`, where the record went with the account that it is about. */
  readonly disposal: AuditSeal | null;
}

/** Something that stands beside a link under a seal: the text that has to be signed, and how it is. */
export interface SealedText {
  readonly text: string;
  readonly seal: AuditSeal;
}

/** What of a link has to be signed. */
export function sealsOf(found: RecordedLink): { readonly link: SealedText; readonly disposal: SealedText | null } {
  const { disposal } = found;
  return {
    link: { text: linkText(found), seal: found },
    disposal: disposal && { text: disposalText(found), seal: disposal },
  };
}

/** Which seals of a link are genuine; of a disposal that is not there null. */
export interface GenuineSeals {
  readonly link: boolean;
  readonly disposal: boolean | null;
}

/**
 * What is wrong with a link, given the head before it and which of its seals are genuine; null for nothing. A record has to be
 * there for as long as the data map keeps it, or a disposal in its place.
 */
export function faultIn(
  sha256: Sha256,
  before: AuditHead,
  found: RecordedLink,
  genuine: GenuineSeals,
  now: Instant,
): AuditFault | null {
  const { lane, position } = found;
  if (lane !== before.lane || position !== before.length + 1) {
    return { kind: 'link-missing', lane: before.lane, position: before.length + 1 };
  }
  const expected = linkAfter(sha256, before, found);
  if (expected.link !== found.link) return { kind: 'link-changed', lane, position };
  if (!genuine.link) return { kind: 'link-unsigned', lane, position };
  // What staff did goes with nobody's account.
  const isForged = genuine.disposal === false || (genuine.disposal !== null && found.kind !== 'risk');
  if (isForged) return { kind: 'disposal-forged', lane, position };
  if (found.record === null) {
    const isDue = genuine.disposal === null && isKept(found, now);
    return isDue ? { kind: 'record-missing', lane, position } : null;
  }
  if (genuine.disposal !== null) return { kind: 'put-in', lane, position };
  return standsFor(sha256, found, found.record) ? null : { kind: 'record-changed', lane, position };
}

const recordField: Readonly<Record<AuditRecordKind, FieldId>> = {
  staff: 'staff-access.entry',
  risk: 'verification.risk',
};

/**
 * Whether a record is kept at a moment. What the sweep takes is not missing, nor what it takes in the next day: its clock may
 * be ahead, and midnight may come while the log is read.
 */
function isKept({ kind, recordedAt }: RecordedLink, now: Instant): boolean {
  const { retention } = fieldOf(recordField[kind]);
  return Day.ofInstant(Instant.plusMs(now, dayMs)) < dueOf(retention, Day.ofInstant(recordedAt));
}
