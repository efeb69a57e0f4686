import { NoticeId } from '../../domain/ids.ts';
import { audienceOf } from '../../domain/notice/notice.ts';
import { purposesConcerned } from '../../domain/notice/suppression.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { EmailAddress } from '../../domain/user/email-address.ts';
import { changedUser, saveLess } from '../accounts/changed-user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { MailEvent } from '../ports/provider-events.ts';
import { newNotice } from './new-notice.ts';

/** What a mail provider told of a mail, its signature already verified (see `MailEvents`). */
export type TakeMailEventInput = MailEvent;

/**
 * What came of it. `nothing-new`: it was known, or is about a mail that is none of ours, a code or a goodbye, or an address that
 * the person has no longer.
 */
export type MailEventTaken = 'suppressed' | 'nothing-new';

/**
 * Suppresses an address for the purposes that an event concerns, and tells support, in one transaction (POLICY.md C09): who
 * has no email that takes it is reached by phone from then on. Events may come twice, late and in any order.
 */
export type TakeMailEvent = (input: TakeMailEventInput) => ResultAsync<MailEventTaken, PortFailure>;

/** Makes the use case. */
export function takeMailEvent(ports: Pick<Ports, 'store' | 'clock' | 'ids' | 'log'>): TakeMailEvent {
  const { store, clock, ids, log } = ports;
  return ({ kind, messageId, address }) =>
    safeTry(async function* () {
      const nothing = ok<MailEventTaken>('nothing-new');
      const id = NoticeId.parse(messageId);
      const email = EmailAddress.parse(address);
      // Whoever calls without a compiler can pass any word, and this one is kept.
      if (kind !== 'bounced' && kind !== 'complained') return nothing;
      if (id.isErr() || email.isErr()) return nothing;
      const notice = yield* store.reads.notice(id.value);
      const audience = notice && audienceOf[notice.about.kind];
      if (notice === null || audience?.to !== 'person') return nothing;
      const purposes = purposesConcerned(kind, audience.purpose);
      const taken = yield* store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySubjectAlone(notice.subject, 'data-subject-rights');
          if (held?.user.email !== email.value) return nothing;
          // What an event changed it changes once: the person may have confirmed the address anew since.
          const key = `address-suppressed:${notice.notice}:${kind}`;
          if (yield* tx.notices.wasQueued(key)) return nothing;
          const changed = changedUser(held.user, { kind: 'SuppressMail', purposes, reason: kind });
          if (changed.isErr() || changed.value === held.user) return nothing;
          yield* saveLess(tx, held, changed.value);
          const about = { kind: 'address-suppressed', message: notice.notice } as const;
          const toSupport = { ...newNotice(ids, held.proof, about, clock.now()), language: 'en' as const };
          yield* tx.notices.queue(held.proof, toSupport, key);
          return ok<MailEventTaken>('suppressed');
        }),
      );
      if (taken === 'suppressed') log.write('warn', 'address-suppressed', { notice: notice.notice });
      return ok(taken);
    });
}
