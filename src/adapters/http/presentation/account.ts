import type { CodeSent } from '../../../application/accounts/request-code.ts';
import type { SignedIn } from '../../../application/accounts/sign-in.ts';
import { type ActiveUser, identitiesOf, phoneOf } from '../../../domain/user/user.ts';
import { time } from './time.ts';

/** A code is on its way. */
export interface CodeSentJson {
  readonly challenge: string;
  readonly expiresAt: string;
  readonly resendAfterMs: number;
  readonly channel: string;
  readonly delivery: string;
}

export function codeSentJson({ challenge, expiresAt, resendAfterMs, channel, delivery }: CodeSent): CodeSentJson {
  return { challenge, expiresAt: time(expiresAt), resendAfterMs, channel, delivery };
}

/** A session began. This is the one answer that shows the token. */
export interface SignedInJson {
  readonly session: string;
  readonly expiresAt: string;
  readonly subject: string;
  readonly isNew: boolean;
}

export function signedInJson({ session, expiresAt, subject, isNew }: SignedIn): SignedInJson {
  return { session: session.reveal(), expiresAt: time(expiresAt), subject, isNew };
}

/** What the account holds, for its owner. */
export interface AccountJson {
  readonly subject: string;
  readonly phone: string | null;
  readonly identities: readonly { readonly issuer: string; readonly providerSubject: string }[];
  readonly email: string | null;
  readonly username: string | null;
  readonly language: string;
  readonly registeredAt: string;
}

export function accountJson(user: ActiveUser): AccountJson {
  const { subject, email, username, language, registeredAt } = user;
  return {
    subject,
    phone: phoneOf(user),
    identities: identitiesOf(user).map(({ issuer, providerSubject }) => ({ issuer, providerSubject })),
    email,
    username,
    language,
    registeredAt: time(registeredAt),
  };
}
