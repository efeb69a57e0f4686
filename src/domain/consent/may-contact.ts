import type { Instant } from '../instant.ts';
import { unreachable } from '../unreachable.ts';
import { phoneOf, type User } from '../user/user.ts';
import type { VisibleUser } from '../user/visible-user.ts';
import type { ConsentEntry } from './consent-entry.ts';
import { consentsAt } from './consents.ts';
import { type ContactChannel, type ContactPurpose, type ContactPurposeTerms, termsOf } from './contact-purpose.ts';

/**
 * Whether a person may be contacted: asked right before a message leaves, never remembered (POLICY.md C08 to C12).
 */

/** A person as far as the question needs it: the account, and the person's lines of the consent ledger. */
export interface ContactedPerson {
  /** As far as a purpose reaches: an address that it does not reach is none. */
  readonly user: VisibleUser | Exclude<User, { readonly kind: 'active' }>;
  readonly entries: readonly ConsentEntry[];
}

/** The answer, with its reason. */
export type MayContact =
  | { readonly allowed: true; readonly reason: 'contract' | 'consent' }
  | {
      readonly allowed: false;
      readonly reason: /** There is no account, or it is leaving or erased. */
        | 'not-active'
        /** The purpose never goes out by this channel. */
        | 'channel-not-for-purpose'
        /** The person never agreed. */
        | 'no-consent'
        /** The person agreed and then withdrew. */
        | 'withdrawn'
        /** The person gave no address for the channel. */
        | 'no-address'
        /** Mails of this purpose bounce, or the person called one spam. */
        | 'suppressed';
    };

/** Whether the person may be contacted for the purpose by the channel at the moment, and why or why not. */
export function mayContact(
  person: ContactedPerson,
  purpose: ContactPurpose,
  channel: ContactChannel,
  at: Instant,
): MayContact {
  const { user } = person;
  if (user.kind !== 'active') return { allowed: false, reason: 'not-active' };
  const terms = termsOf(purpose);
  if (!terms.channels.includes(channel)) return { allowed: false, reason: 'channel-not-for-purpose' };
  const own = person.entries.filter((entry) => entry.subject === user.subject);
  const basis = basisOf(terms, own, at);
  if (basis.allowed && !hasAddress(user, channel)) return { allowed: false, reason: 'no-address' };
  const isSuppressed = channel === 'email' && user.suppressedMail[purpose] !== undefined;
  return basis.allowed && isSuppressed ? { allowed: false, reason: 'suppressed' } : basis;
}

/** The first channel of the purpose by which the person may be contacted at the moment; null if there is none. */
export function channelFor(person: ContactedPerson, purpose: ContactPurpose, at: Instant): ContactChannel | null {
  return termsOf(purpose).channels.find((channel) => mayContact(person, purpose, channel, at).allowed) ?? null;
}

function basisOf(terms: ContactPurposeTerms, entries: readonly ConsentEntry[], at: Instant): MayContact {
  if (terms.basis === 'contract') return { allowed: true, reason: 'contract' };
  const consent = consentsAt(entries, at)[terms.purpose];
  if (consent.granted) return { allowed: true, reason: 'consent' };
  return { allowed: false, reason: consent.since === null ? 'no-consent' : 'withdrawn' };
}

function hasAddress(user: VisibleUser, channel: ContactChannel): boolean {
  switch (channel) {
    case 'email':
      return user.email !== null;
    case 'sms':
      return phoneOf(user) !== null;
    default:
      return unreachable(channel satisfies never);
  }
}
