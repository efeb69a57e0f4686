import type { NoticeId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Notice } from '../../domain/notice/notice.ts';
import type { ResultAsync } from '../../domain/result.ts';
import type { PortFailure } from './port-failure.ts';

/** A notice that a worker holds until the lease runs out. */
export interface ClaimedNotice {
  readonly notice: Notice;
  /** How often sending was tried before. */
  readonly tries: number;
  /** Every answer must carry it: a worker whose lease ran out changes nothing any more. */
  readonly leaseToken: string;
}

/** Why a notice was not sent, as a closed list of words. */
export type NoticeProblem =
  | 'provider-unavailable'
  | 'provider-refused'
  | 'no-address'
  | 'not-allowed'
  | 'subject-gone'
  | 'record-gone'
  | 'template-failed'
  | 'lease-ran-out';

/** How many notices stand where. */
export interface OutboxStatus {
  readonly queued: number;
  readonly parked: number;
  readonly oldestQueuedAt: Instant | null;
}

/** The outbox from the sender's side. */
export interface Outbox {
  /** Claims due notices that nobody holds, counting a try (`FOR UPDATE SKIP LOCKED` where the store has it), oldest first. */
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
  /** Gives the notice back, to be tried again. */
  retryAt(notice: NoticeId, leaseToken: string, dueAt: Instant, problem: NoticeProblem): ResultAsync<void, PortFailure>;
  /** Ends it unsent: `skipped` where the person does not want it or is gone, `parked` where somebody must look. */
  stop(
    notice: NoticeId,
    leaseToken: string,
    outcome: 'skipped' | 'parked',
    problem: NoticeProblem,
  ): ResultAsync<void, PortFailure>;
  /** How many notices stand where. */
  status(): ResultAsync<OutboxStatus, PortFailure>;
}
