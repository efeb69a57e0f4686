import assert from 'node:assert/strict';
import type { Sms, SmsSender } from '../../application/ports/sms-sender.ts';
import { PhoneNumber } from '../../domain/user/phone-number.ts';
import { type Closable, type Contract, checkThat, must } from './contract.ts';

/** An SMS sender, and a look at what arrived. */
export interface OpenedSmsSender extends Closable {
  readonly sms: SmsSender;
  /** What arrived so far, in any order. */
  readonly delivered: () => Promise<readonly Pick<Sms, 'to' | 'text'>[]>;
}

const phone = await must(PhoneNumber.parse('+4915112345678'));

function sms(text: string): Sms {
  return { messageId: 'c0ffee00-0000-4000-8000-000000000002', about: 'code', to: phone, text };
}

/** What every {@link SmsSender} does. */
export const smsSenderContract: Contract<OpenedSmsSender> = [
  checkThat('a message arrives at its number with its text unchanged', async ({ sms: sender, delivered }) => {
    await must(sender.send(sms('123456 ist dein Joos-Code. Grüße •')));
    assert.deepEqual(await delivered(), [{ to: phone, text: '123456 ist dein Joos-Code. Grüße •' }]);
  }),

  checkThat('messages sent at the same time arrive each once', async ({ sms: sender, delivered }) => {
    const texts = Array.from({ length: 8 }, (_, index) => `Message ${index}`);
    await Promise.all(texts.map((text) => must(sender.send(sms(text)))));
    assert.deepEqual((await delivered()).map(({ text }) => text).sort(), texts);
  }),
];
