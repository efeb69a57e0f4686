import { must } from '../../../src/testing/contracts/contract.ts';
import { ask, bearer, listIn, textIn } from './client.ts';
import { type House, lastCode } from './house.ts';

/** Somebody with a confirmed email who agreed to the newsletter. */
export interface Reader {
  readonly session: string;
  readonly headers: Record<string, string>;
}

const statement = { purpose: 'newsletter', noticeVersion: '2026-11', noticeLanguage: 'en', channel: 'app' };

/** Signs up by phone, confirms an email, and agrees. */
export async function newReader(house: House, phone: string, email: string): Promise<Reader> {
  const { handler, texts, mails } = house;
  const { challenge } = (await ask(handler, 'POST', '/v1/codes', { purpose: 'log-in', phone })).body;
  const typed = { phone, challenge, code: lastCode(texts) };
  const session = textIn((await ask(handler, 'POST', '/v1/sessions', typed)).body, 'session');
  const headers = bearer(session);
  const sent = await ask(handler, 'POST', '/v1/account/email', { email }, headers);
  const confirmed = { email, challenge: sent.body.challenge, code: lastCode(mails) };
  await ask(handler, 'POST', '/v1/account/email/confirmation', confirmed, headers);
  await ask(handler, 'POST', '/v1/consents', statement, headers);
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
