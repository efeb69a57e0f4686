import { must } from '../../../src/testing/contracts/contract.ts';
import { ask, listIn } from './client.ts';
import type { House } from './house.ts';
import { confirmedEmail, signedUp } from './sign-up.ts';

/** Somebody with a confirmed email who agreed to the newsletter. */
export interface Reader {
  readonly session: string;
  readonly headers: Record<string, string>;
}

const statement = { purpose: 'newsletter', noticeVersion: '2026-11', noticeLanguage: 'en', channel: 'app' };

/** Signs up by phone, confirms an email, and agrees. */
export async function newReader(house: House, phone: string, email: string): Promise<Reader> {
  const { session, headers } = await signedUp(house, phone);
  await confirmedEmail(house, email, headers);
  await ask(house.handler, 'POST', '/v1/consents', statement, headers);
  return { session, headers };
}

/** Whether the person gets the newsletter, as the account says. */
export async function getsNewsletter({ handler }: House, { headers }: Reader): Promise<boolean> {
  const { body } = await ask(handler, 'GET', '/v1/consents', undefined, headers);
  return listIn(body, 'purposes').some(({ purpose, allowed }) => purpose === 'newsletter' && allowed === true);
}

/** Publishes an edition and has it sent; answers the mails of it. */
export async function sendNewsletter({
  joos,
  mails,
}: House): Promise<readonly { readonly unsubscribeUrl: string | null }[]> {
  const text = { title: 'What is new', paragraphs: ['More stations.'] };
  await must(joos.notices.publishEdition({ purpose: 'newsletter', texts: { en: text, de: text } }));
  const before = mails.length;
  await must(joos.worker.workerPass({ limit: 100 }));
  return mails.slice(before).filter(({ about }) => about === 'newsletter');
}
