import type { CodeSent } from '../../../application/accounts/request-code.ts';
import { type ActiveUser, identitiesOf, phoneOf } from '../../../domain/user/user.ts';
import { time } from './time.ts';

/** A code is on its way. The token of the device is handed over besides, where the code counts on one alone. */
export interface CodeSentJson {
  readonly challenge: string;
  readonly expiresAt: string;
  readonly resendAfterMs: number;
  /** How many digits the code has, for the field that it is typed into. */
  readonly digits: number;
  readonly channel: string;
  readonly delivery: string;
}

export function codeSentJson(sent: CodeSent): CodeSentJson {
  const { challenge, expiresAt, resendAfterMs, digits, channel, delivery } = sent;
  return { challenge, expiresAt: time(expiresAt), resendAfterMs, digits, channel, delivery };
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
