import { fieldOf } from '../data-map/personal-field.ts';
import { Day, dayMs, Instant } from '../instant.ts';
import { dueOf } from '../retention/due.ts';
import { type AuditHead, type AuditLink, commitmentTo, linkAfter, type Sha256 } from './chain.ts';

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
  /** What a link stands for is not what was recorded. */
  | 'record-changed'
  /** What a link stands for is gone before its time was over. */
  | 'record-missing'
  /** A record whose link is not there or stands for something else, or something outside of the lanes: it was put in. */
  | 'put-in'
  /** A lane ends before or after the place that is noted as its end. */
  | 'end-wrong'
  /** The sink has an entry that the log has not: the lane was cut, or a backup was restored. */
  | 'cut'
  /** The sink has another link for the place. */
  | 'anchor-differs';

/** A link of the chain with what it stands for; the record is null where it is not there. */
export interface RecordedLink extends AuditLink {
  readonly record: {
    /** As {@link commitmentTo} wants it. */
    readonly salt: string;
    /** The record as the text that was committed to. */
    readonly text: string;
  } | null;
}

/**
 * What is wrong with a link, given the head before it; null for nothing. A record of staff has to be there for as long as the
 * data map keeps it; a risk may go before, with its account.
 */
export function faultIn(sha256: Sha256, before: AuditHead, found: RecordedLink, now: Instant): AuditFault | null {
  const { lane, position } = found;
  if (lane !== before.lane || position !== before.length + 1) {
    return { kind: 'link-missing', lane: before.lane, position: before.length + 1 };
  }
  const expected = linkAfter(sha256, before, found);
  if (expected.link !== found.link) return { kind: 'link-changed', lane, position };
  if (found.record === null) {
    return found.kind === 'staff' && isKept(found.recordedAt, now) ? { kind: 'record-missing', lane, position } : null;
  }
  const { salt, text } = found.record;
  return commitmentTo(sha256, salt, text) === found.commitment ? null : { kind: 'record-changed', lane, position };
}

/**
 * Whether a record of staff is kept at a moment. What the sweep takes is not missing, nor what it takes in the next day: its
 * clock may be ahead, and midnight may come while the log is read.
 */
function isKept(recordedAt: Instant, now: Instant): boolean {
  return (
    Day.ofInstant(Instant.plusMs(now, dayMs)) <
    dueOf(fieldOf('staff-access.entry').retention, Day.ofInstant(recordedAt))
  );
}
