import type { NoticeId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Notice, NoticeSubject } from '../../domain/notice/notice.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** A notice that a worker holds until the lease runs out. */
export interface ClaimedNotice {
  readonly notice: Notice;
  /** How often sending was tried before. */
  readonly tries: number;
  /** Of how many of those nobody knows whether they sent, the last one included. */
  readonly unclearTries: number;
  /** Every answer must carry it: a worker whose lease ran out changes nothing any more. */
  readonly leaseToken: string;
  /** What the last try ended with; `lease-ran-out` where its worker said nothing; null before the first. */
  readonly problem: NoticeProblem | null;
}

/** Why a notice was not sent, as a closed list of words. */
export type NoticeProblem =
  /** Nothing was handed over: the provider could not be reached. */
  | 'provider-unavailable'
  /** Nothing was handed over: the provider asks for fewer messages. */
  | 'provider-throttled'
  /** The provider's answer was lost: the message may have gone out. */
  | 'provider-unclear'
  | 'provider-refused'
  | 'no-address'
  | 'not-allowed'
  | 'subject-gone'
  | 'record-gone'
  | 'template-failed'
  /** What the message says could not be looked up now. */
  | 'store-unavailable'
  /** Its worker said nothing before its lease ran out, or handed it back: the message may have gone out in the first case. */
  | 'lease-ran-out';

/** How many notices stand where. */
export interface OutboxStatus {
  readonly queued: number;
  /** Queued, and due at the moment of the question. */
  readonly due: number;
  readonly parked: number;
  readonly oldestQueuedAt: Instant | null;
  /** Since when the notice is due that has been due for longest; null where none is. */
  readonly oldestDueAt: Instant | null;
  /** Tries of which nobody knows whether they sent: the most duplicates there can be, over all notices that are kept. */
  readonly unclearTries: number;
}

/** A notice that was given up: somebody has to look. Nothing in it tells who the person is. */
export interface ParkedNotice {
  readonly notice: NoticeId;
  readonly kind: NoticeSubject['kind'];
  readonly createdAt: Instant;
  readonly tries: number;
  readonly unclearTries: number;
  readonly problem: NoticeProblem | null;
}

/** The outbox from the sender's side. */
export interface Outbox {
  /**
   * Claims due notices that nobody holds, counting a try (`FOR UPDATE SKIP LOCKED` where the store has it), oldest first, and
   * news only where nothing else is due. One that was held before and whose worker said nothing counts an unclear try.
   */
  claim(claim: {
    readonly at: Instant;
    readonly leaseUntil: Instant;
    readonly leaseToken: string;
    readonly limit: number;
  }): ResultAsync<readonly ClaimedNotice[], PortFailure>;
  /**
   * Whether the lease holds beyond the moment and the subject is not fenced: asked right before the provider is called, for
   * the moment when the call ends at the latest.
   */
  maySend(notice: NoticeId, leaseToken: string, until: Instant): ResultAsync<boolean, PortFailure>;
  /** Records that the provider took it. */
  sent(notice: NoticeId, leaseToken: string, channel: 'email' | 'sms', at: Instant): ResultAsync<void, PortFailure>;
  /** Gives the notice back, to be tried again; a problem that leaves open whether it was sent counts an unclear try. */
  retryAt(notice: NoticeId, leaseToken: string, dueAt: Instant, problem: NoticeProblem): ResultAsync<void, PortFailure>;
  /** Ends it unsent: `skipped` where the person does not want it or is gone, `parked` where somebody must look. */
  stop(
    notice: NoticeId,
    leaseToken: string,
    outcome: 'skipped' | 'parked',
    problem: NoticeProblem,
  ): ResultAsync<void, PortFailure>;
  /** How many notices stand where, at a moment; what it costs follows what waits, not what was sent. */
  status(at: Instant): ResultAsync<OutboxStatus, PortFailure>;
  /** Notices that were given up, oldest first, so many at most. */
  parked(limit: number): ResultAsync<readonly ParkedNotice[], PortFailure>;
  /**
   * Puts a parked notice back, due at the moment; whether it was there and parked. Its tries are forgotten, but not those of
   * which nobody knows whether they sent: they say how many duplicates there can be.
   */
  release(notice: NoticeId, at: Instant): ResultAsync<boolean, PortFailure>;
}
