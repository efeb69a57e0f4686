import { type InvalidId, NoticeId } from '../../domain/ids.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { ParkedNotice } from '../ports/outbox.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** How many at most. */
export interface ParkedNoticesInput {
  readonly limit: number;
}

/** Notices that were given up, oldest first. Nothing in them tells who the person is, or what the message says. */
export type ParkedNotices = (input: ParkedNoticesInput) => ResultAsync<readonly ParkedNotice[], PortFailure>;

/** Makes the use case. */
export function parkedNotices({ store }: Pick<Ports, 'store'>): ParkedNotices {
  return ({ limit }) => store.outbox.parked(limit);
}

/** A notice that is to be tried again. */
export interface ReleaseNoticeInput {
  readonly notice: string;
}

/** Why nothing is released. */
export type ReleaseNoticeRefusal =
  | InvalidId
  /** There is no such notice, or it is not parked. */
  | { readonly kind: 'NotParked' }
  | PortFailure;

/**
 * Puts a parked notice back into the outbox: its tries begin anew. Recipient, consent and fence are looked at again before it
 * is sent. One that is parked as unclear may be a duplicate.
 */
export type ReleaseNotice = (
  input: ReleaseNoticeInput,
) => ResultAsync<{ readonly notice: NoticeId }, ReleaseNoticeRefusal>;

/** Makes the use case. */
export function releaseNotice({ store, clock }: Pick<Ports, 'store' | 'clock'>): ReleaseNotice {
  return (input) =>
    safeTry(async function* () {
      const notice = yield* NoticeId.parse(input.notice);
      const released = yield* store.outbox.release(notice, clock.now());
      return released ? ok({ notice }) : err({ kind: 'NotParked' as const });
    });
}
