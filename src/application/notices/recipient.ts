import type { ContactChannel, ContactPurpose } from '../../domain/consent/contact-purpose.ts';
import { channelFor } from '../../domain/consent/may-contact.ts';
import type { UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { Instant } from '../../domain/instant.ts';
import { type Notice, purposeOf } from '../../domain/notice/notice.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import { phoneOf } from '../../domain/user/user.ts';
import type { VisibleUser } from '../../domain/user/visible-user.ts';
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

/** For what an address is opened, by what the message is for. */
const unsealedFor: Readonly<Record<ContactPurpose, UnsealingPurpose>> = {
  'service-messages': 'communication',
  receipts: 'receipts',
  'payment-notices': 'communication',
  news: 'news',
  newsletter: 'news',
};

/**
 * Looks the person up as of now, and finds the first channel of the purpose that may be used: email where there is one, else
 * the phone (POLICY.md C10 to C12).
 */
export function recipientOf(
  reads: Reads,
  notice: Notice,
  at: Instant,
): ResultAsync<Recipient, NoRecipient | PortFailure> {
  return safeTry(async function* () {
    const purpose = purposeOf[notice.about.kind];
    const user = yield* reads.user(notice.subject, unsealedFor[purpose]);
    if (user === null) return err(none('subject-gone'));
    const entries = yield* reads.consentsOf(notice.subject);
    // Who removed the address meanwhile is told nothing about it on another way.
    const channel =
      notice.about.kind === 'email-confirmed' && user.email === null
        ? null
        : channelFor({ user, entries }, purpose, at);
    const recipient = channel === null ? null : addressOf(user, channel);
    return recipient === null ? err(none(hasAddress(user, notice) ? 'not-allowed' : 'no-address')) : ok(recipient);
  });
}

function hasAddress(user: VisibleUser, { about }: Notice): boolean {
  return user.email !== null || (about.kind !== 'email-confirmed' && phoneOf(user) !== null);
}

function addressOf(user: VisibleUser, channel: ContactChannel): Recipient | null {
  if (channel === 'email') return user.email === null ? null : { channel, email: user.email };
  const phone = phoneOf(user);
  return phone === null ? null : { channel, phone };
}

function none(problem: NoRecipient['problem']): NoRecipient {
  return { kind: 'NoRecipient', problem };
}
