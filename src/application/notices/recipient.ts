import type { ConsentEntry } from '../../domain/consent/consent-entry.ts';
import { type ContactChannel, type ContactPurpose, termsOf } from '../../domain/consent/contact-purpose.ts';
import { channelFor, mayContact } from '../../domain/consent/may-contact.ts';
import type { UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { audienceOf, type Notice } from '../../domain/notice/notice.ts';
import { err, errAsync, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { toldOf } from '../../domain/user/contact-change.ts';
import type { EmailAddress } from '../../domain/user/email-address.ts';
import type { PhoneNumber } from '../../domain/user/phone-number.ts';
import { phoneOf } from '../../domain/user/user.ts';
import type { Username } from '../../domain/user/username.ts';
import type { VisibleUser } from '../../domain/user/visible-user.ts';
import { phoneOpens, phonesOpenAt } from '../accounts/phone-opens.ts';
import type { NoticeProblem } from '../ports/outbox.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';

/** Where a notice goes to. */
export type Recipient =
  | {
      readonly channel: 'email';
      readonly email: EmailAddress;
      /** For the greeting; null where there is none, or the purpose does not reach it. */
      readonly name: Username | null;
    }
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

type RecipientPorts = Pick<Ports, 'store' | 'business'>;

/** Who gets a notice as of now: the person, by a channel that the purpose and the person allow, or who else it is for. */
export function recipientOf(
  ports: RecipientPorts,
  notice: Notice,
  at: Instant,
): ResultAsync<Recipient, NoRecipient | PortFailure> {
  const audience = audienceOf[notice.about.kind];
  if (audience.to === 'person') return personOf(ports, notice, audience.purpose, at);
  if (audience.to === 'former-contact') return formerContactOf(ports, notice, at);
  const { supportInbox = null } = ports.business;
  return supportInbox === null
    ? errAsync(none('no-address'))
    : okAsync({ channel: 'email', email: supportInbox, name: null });
}

/**
 * Looks the person up, and finds the first channel of the purpose that may be used: email where there is one that takes it,
 * else the phone (POLICY.md C10 to C12).
 */
function personOf(
  ports: RecipientPorts,
  { subject, about }: Notice,
  purpose: ContactPurpose,
  at: Instant,
): ResultAsync<Recipient, NoRecipient | PortFailure> {
  return safeTry(async function* () {
    const { reads } = ports.store;
    const seen = yield* reads.user(subject, unsealedFor[purpose]);
    if (seen === null) return err(none('subject-gone'));
    // Only a purpose that rests on consent asks for what the person said.
    const entries = termsOf(purpose).basis === 'consent' ? yield* reads.consentsOf(subject) : [];
    const first = channelTo({ user: seen, entries }, about, purpose, at);
    const isOthers = first === 'sms' && !(yield* phoneIsTheirs(ports, subject, about, at));
    const user = isOthers ? { ...seen, logins: seen.logins.filter(({ kind }) => kind !== 'phone') } : seen;
    const channel = isOthers ? channelTo({ user, entries }, about, purpose, at) : first;
    const recipient = channel === null ? null : addressOf(user, channel);
    return recipient === null ? err(none(hasAddress(user, about) ? 'not-allowed' : 'no-address')) : ok(recipient);
  });
}

function channelTo(
  person: { readonly user: VisibleUser; readonly entries: readonly ConsentEntry[] },
  about: Notice['about'],
  purpose: ContactPurpose,
  at: Instant,
): ContactChannel | null {
  // Who removed the address meanwhile is told nothing about it on another way.
  if (about.kind === 'email-confirmed' && person.user.email === null) return null;
  const isNamed = (about.kind === 'login-changed' || about.kind === 'support-message') && about.toldBy !== 'best';
  if (!isNamed) return channelFor(person, purpose, at);
  return mayContact(person, purpose, about.toldBy, at).allowed ? about.toldBy : null;
}

/**
 * Whether a phone may be told of the account. One that nobody proved for so long that it may be somebody else's by now is told
 * nothing but that an account is about to end: else the accounts that nobody uses would all end unwarned.
 */
function phoneIsTheirs(
  ports: RecipientPorts,
  subject: SubjectId,
  about: Notice['about'],
  at: Instant,
): ResultAsync<boolean, PortFailure> {
  if (about.kind === 'inactivity-warning') return okAsync(true);
  return ports.store.reads.phoneProvedOn(subject).map((phoneProvedOn) => phoneOpens(ports, { phoneProvedOn }, at));
}

/** Where the person was reached before a change: told that something was changed, and nothing else, ever. */
function formerContactOf(
  ports: RecipientPorts,
  { about }: Notice,
  at: Instant,
): ResultAsync<Recipient, NoRecipient | PortFailure> {
  if (about.kind !== 'contact-changed') return errAsync(none('no-address'));
  return ports.store.reads.contactChange(about.change, at, 'account-security').andThen((change) => {
    if (change === null) return err<Recipient, NoRecipient>(none('no-address'));
    const told = toldOf(change, phonesOpenAt(ports, at)).find(
      ({ kind }) => (kind === 'phone') === (about.toldBy === 'sms'),
    );
    if (told === undefined) return err<Recipient, NoRecipient>(none('no-address'));
    return ok<Recipient, NoRecipient>(
      told.kind === 'phone'
        ? { channel: 'sms', phone: told.phone }
        : { channel: 'email', email: told.email, name: null },
    );
  });
}

function hasAddress(user: VisibleUser, about: Notice['about']): boolean {
  return user.email !== null || (about.kind !== 'email-confirmed' && phoneOf(user) !== null);
}

function addressOf(user: VisibleUser, channel: ContactChannel): Recipient | null {
  if (channel === 'email') return user.email === null ? null : { channel, email: user.email, name: user.username };
  const phone = phoneOf(user);
  return phone === null ? null : { channel, phone };
}

function none(problem: NoRecipient['problem']): NoRecipient {
  return { kind: 'NoRecipient', problem };
}
