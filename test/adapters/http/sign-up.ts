import { attemptLifetimeMs } from '../../../src/domain/verification/attempt-token.ts';
import { ask, bearer, type Json, type Reply, textIn } from './client.ts';
import { issuerOf } from './fake-providers.ts';
import { type House, lastCode } from './house.ts';

/** Somebody who is logged in as apps are. */
export interface SignedUp {
  readonly session: string;
  readonly headers: Record<string, string>;
  readonly subject: string;
}

/** A code for a phone, as an app shows it back. */
export async function codeFor(
  house: Pick<House, 'handler' | 'texts'>,
  phone: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Json> {
  const { body } = await ask(house.handler, 'POST', '/v1/codes', { purpose: 'log-in', phone }, headers);
  return { phone, challenge: textIn(body, 'challenge'), device: textIn(body, 'device'), code: lastCode(house.texts) };
}

/** Signs up, or logs in, by phone. */
export async function signedUp(house: Pick<House, 'handler' | 'texts'>, phone: string): Promise<SignedUp> {
  return who(await ask(house.handler, 'POST', '/v1/sessions', await codeFor(house, phone)));
}

/** Who came in, of the answer. */
export function who({ body }: Reply): SignedUp {
  const session = textIn(body, 'session');
  return { session, headers: bearer(session), subject: textIn(body, 'subject') };
}

/**
 * Begins a log-in with a third party and comes back from it, as an app does: what is posted to finish it. The person logged
 * in there just now, unless something else is said.
 */
export async function backFrom(
  handler: House['handler'],
  { purpose, sub, provider = 'login', authTime }: ThirdParty,
  headers: Readonly<Record<string, string>> = {},
): Promise<Json> {
  const begun = await ask(handler, 'POST', '/v1/third-party-logins', { provider, purpose }, headers);
  const now = Date.parse(textIn(begun.body, 'expiresAt')) - attemptLifetimeMs;
  const claims = { iss: issuerOf(provider), sub, nonce: textIn(begun.body, 'nonce'), authTime: authTime ?? now };
  return { attempt: textIn(begun.body, 'attempt'), idToken: JSON.stringify(claims) };
}

/** Who comes back from where, and for what. */
export interface ThirdParty {
  readonly purpose: 'log-in' | 'link' | 'step-up' | 'second-proof';
  readonly sub: string;
  readonly provider?: string;
  readonly authTime?: number;
}

/** Has a logged-in person confirm an email by the code in the mail. */
export async function confirmedEmail(
  house: Pick<House, 'handler' | 'mails'>,
  email: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const sent = await ask(house.handler, 'POST', '/v1/account/email', { email }, headers);
  const typed = { email, challenge: sent.body.challenge, code: lastCode(house.mails) };
  const confirmed = await ask(house.handler, 'POST', '/v1/account/email/confirmation', typed, headers);
  if (confirmed.status !== 204) throw new Error(`The email was not confirmed: ${confirmed.text}`);
}

/** Proves again who it is, by a code to the phone; the session goes on under another token. */
export async function steppedUp(
  house: Pick<House, 'handler' | 'texts'>,
  headers: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const sent = await ask(house.handler, 'POST', '/v1/codes', { purpose: 'step-up' }, headers);
  const typed = { challenge: sent.body.challenge, code: lastCode(house.texts) };
  return bearer(textIn((await ask(house.handler, 'POST', '/v1/session/step-up', typed, headers)).body, 'session'));
}
