import { expect } from 'vitest';
import { must } from '../../../src/testing/contracts/contract.ts';
import { ask, type Json } from './client.ts';
import { type House, lastCode, lastToken } from './house.ts';
import { type SignedUp, signedUp } from './sign-up.ts';

export const phone = '+4915112345678';
export const newPhone = '+4915187654321';
export const email = 'kim.lee@example.com';
export const german = { 'accept-language': 'de' };

/** A page as somebody without a session opens it. */
export async function pageAt(
  { handler }: Pick<House, 'handler'>,
  path: string,
  method = 'GET',
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; page: string; headers: Headers }> {
  const response = await handler(new Request(`http://joos.test${path}`, { method, headers }));
  return { status: response.status, page: await response.text(), headers: response.headers };
}

/** What the page says first. */
export function heading(page: string): string {
  return /<h1>([^<]*)<\/h1>/.exec(page)?.[1] ?? '';
}

/** Somebody who was sent a mail to confirm an email, and what it holds. */
export async function emailAsked(one: House): Promise<{ kim: SignedUp; path: string; typed: Json }> {
  const kim = await signedUp(one, phone);
  const { body } = await ask(one.handler, 'POST', '/v1/account/email', { email }, kim.headers);
  const typed = { email, challenge: body.challenge, code: lastCode(one.mails) };
  return { kim, path: `/v1/email-confirmations/${lastToken(one, 'confirm-email')}`, typed };
}

/** The email that an account has now. */
export async function emailOf({ handler }: House, { headers }: SignedUp): Promise<unknown> {
  return (await ask(handler, 'GET', '/v1/account', undefined, headers)).body.email;
}

/** Kim’s account, whose phone somebody has just changed; the message to the former phone has an address. */
export async function phoneChanged(one: House): Promise<{ thief: SignedUp; path: string }> {
  const thief = await signedUp(one, phone);
  const sent = await ask(one.handler, 'POST', '/v1/codes', { purpose: 'change-phone', phone: newPhone }, thief.headers);
  const typed = { phone: newPhone, challenge: sent.body.challenge, code: lastCode(one.texts) };
  const changed = await ask(one.handler, 'PUT', '/v1/account/logins/phone', typed, thief.headers);
  expect(changed.status).toBe(204);
  await must(one.joos.worker.workerPass({ limit: 100 }));
  return { thief, path: `/v1/contact-changes/${lastToken(one, 'undo-change')}` };
}
