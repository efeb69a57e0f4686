import type { ContactChannel } from '../../domain/consent/contact-purpose.ts';
import { mayContact } from '../../domain/consent/may-contact.ts';
import type { Instant } from '../../domain/instant.ts';
import { type Notice, type NoticeSubject, purposeOf } from '../../domain/notice/notice.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import { type ActiveUser, phoneOf } from '../../domain/user/user.ts';
import type { NoticeProblem } from '../ports/outbox.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Reads } from '../ports/reads.ts';

/** Where a notice goes to. */
export type Recipient =
  | { readonly channel: 'email'; readonly email: EmailAddress }
  | { readonly channel: 'sms'; readonly phone: PhoneNumber };

/** The person is gone, has no address for it, or does not allow it: the notice ends unsent. */
export interface NoRecipient {
  readonly kind: 'NoRecipient';
  readonly problem: Extract<NoticeProblem, 'subject-gone' | 'no-address' | 'not-allowed'>;
}

/**
 * By what each notice goes out, the preferred channel first (POLICY.md C10 to C12). A payment problem cannot wait, so it
 * goes by SMS where there is no email; a receipt stands in the account as well.
 */
export const channelsOf: Readonly<Record<NoticeSubject['kind'], readonly ContactChannel[]>> = {
  receipt: ['email'],
  'payment-failed': ['email', 'sms'],
  'email-confirmed': ['email'],
};

/** Looks the person up as of now, and finds the first channel that there is an address for and that may be used. */
export function recipientOf(
  reads: Reads,
  notice: Notice,
  at: Instant,
): ResultAsync<Recipient, NoRecipient | PortFailure> {
  return safeTry(async function* () {
    const user = yield* reads.user(notice.subject);
    if (user === null) return err(none('subject-gone'));
    const entries = yield* reads.consentsOf(notice.subject);
    const purpose = purposeOf[notice.about.kind];
    const reachable = channelsOf[notice.about.kind].flatMap((channel) => addressOf(user, channel));
    const allowed = reachable.find(({ channel }) => mayContact({ user, entries }, purpose, channel, at).allowed);
    return firstOr(allowed, none(reachable.length === 0 ? 'no-address' : 'not-allowed'));
  });
}

function addressOf(user: ActiveUser, channel: ContactChannel): readonly Recipient[] {
  if (channel === 'email') return user.email === null ? [] : [{ channel, email: user.email }];
  const phone = phoneOf(user);
  return phone === null ? [] : [{ channel, phone }];
}

function firstOr(found: Recipient | undefined, otherwise: NoRecipient): Result<Recipient, NoRecipient> {
  return found === undefined ? err(otherwise) : ok(found);
}

function none(problem: NoRecipient['problem']): NoRecipient {
  return { kind: 'NoRecipient', problem };
}
