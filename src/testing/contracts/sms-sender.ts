import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Sms, SmsSender } from '../../application/ports/sms-sender.ts';
import { PhoneNumber } from '../../domain/user/phone-number.ts';
import { type Closable, type Contract, checkThat, must, refusalOf } from './contract.ts';

/** An SMS sender, and a look at what arrived. */
export interface OpenedSmsSender extends Closable {
  readonly sms: SmsSender;
  /** What arrived so far, in any order. */
  readonly delivered: () => Promise<readonly Pick<Sms, 'to' | 'text'>[]>;
  /** From now on the other side takes no message. */
  readonly breakDown: () => Promise<void>;
}

const phone = await must(PhoneNumber.parse('+4915112345678'));
const another = await must(PhoneNumber.parse('+33612345678'));

function sms(text: string, more: Partial<Sms> = {}): Sms {
  return { messageId: 'c0ffee00-0000-4000-8000-000000000002', about: 'code', to: phone, text, ...more };
}

/** Whatever an encoding on the way could take for something else. */
const difficult: readonly string[] = [
  '123456 ist dein Joos-Code. Grüße •',
  'A+B & C=D; 100 % "sure" <b>\\n</b> #1?',
  'Erste Zeile\nzweite Zeile\n@joos.example #123456',
  '€ ^{}[~]| @£$¥ ΔΦΓΛΩΠΨΣΘΞ',
  'Здравствуйте, 你好, مرحبا 🔋👩🏽‍🚀',
  `${'Long. '.repeat(100)}End`,
  '%7B%22To%22%3A1%7D&To=%2B491700000000',
];

/** What every {@link SmsSender} does. */
export const smsSenderContract: Contract<OpenedSmsSender> = [
  ...difficult.map((text, index) =>
    checkThat<OpenedSmsSender>(
      `a message arrives at its number, once and with its text unchanged (text ${index + 1})`,
      async ({ sms: sender, delivered }) => {
        await must(sender.send(sms(text)));
        assert.deepEqual(await delivered(), [{ to: phone, text }]);
      },
    ),
  ),

  checkThat('messages sent at the same time arrive each once', async ({ sms: sender, delivered }) => {
    const texts = Array.from({ length: 8 }, (_, index) => `Message ${index}`);
    await Promise.all(texts.map((text) => must(sender.send(sms(text)))));
    assert.deepEqual((await delivered()).map(({ text }) => text).sort(), texts);
  }),

  checkThat('messages to several people arrive each at its own', async ({ sms: sender, delivered }) => {
    await Promise.all([
      must(sender.send(sms('To one', { to: phone }))),
      must(sender.send(sms('To another', { to: another }))),
    ]);
    const byText = (await delivered()).toSorted((one, other) => (one.text < other.text ? -1 : 1));
    assert.deepEqual(byText, [
      { to: another, text: 'To another' },
      { to: phone, text: 'To one' },
    ]);
  }),

  checkThat('a message that is sent twice arrives twice: it is told to', async ({ sms: sender, delivered }) => {
    await must(sender.send(sms('Once more')));
    await must(sender.send(sms('Once more')));
    assert.equal((await delivered()).length, 2);
  }),

  checkThat('a message about anything is taken, not codes alone', async ({ sms: sender, delivered }) => {
    for (const about of ['code', 'payment-failed', 'news', 'inactivity-warning'] as const) {
      await must(sender.send(sms(`About ${about}`, { about })));
    }
    assert.equal((await delivered()).length, 4);
  }),

  checkThat('a failure says nothing of the person, neither number nor text', async ({ sms: sender, breakDown }) => {
    await must(sender.send(sms('Before')));
    await breakDown();
    const failure = await refusalOf(sender.send(sms('654321 is a secret')));
    assert.deepEqual([failure.kind, failure.port], ['PortFailure', 'SmsSender']);
    for (const said of [JSON.stringify(failure), inspect(failure, { depth: null })]) {
      assert.doesNotMatch(said, /15112345678|654321|secret/);
    }
  }),
];
