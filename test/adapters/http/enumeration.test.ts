import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import { defaultSignInPolicy } from '../../../src/domain/verification/sign-in-policy.ts';
import { ask, type Json, type Reply, textIn } from './client.ts';
import { anId, aToken } from './every-route.ts';
import { type House, lastCode } from './house.ts';
import { type Contacts, endlessWithPauses, knownAndUnknown } from './known-and-unknown.ts';
import { backFrom, codeFor, signedUp, who } from './sign-up.ts';

/** Asks for something about a contact, and answers what came back. */
type Probe = (house: House, contacts: Contacts) => Promise<Reply>;

const sameOrigin = { 'sec-fetch-site': 'same-origin' };
const post = ({ handler }: House, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
  ask(handler, 'POST', path, body, headers);

/** A code that is none, for a phone. */
async function wrongCodeFor(house: House, phone: string): Promise<Json> {
  const typed = await codeFor(house, phone);
  return { ...typed, code: typed.code === '000000' ? '000001' : '000000' };
}

/** Somebody who is logged in by a third party, without a phone. */
async function withoutPhone(house: House): Promise<Record<string, string>> {
  const back = await backFrom(house.handler, { purpose: 'log-in', sub: `asker-${house.texts.length}` });
  return who(await post(house, '/v1/sessions/third-party', back)).headers;
}

const probes: Readonly<Record<string, readonly [status: number, kind: string | undefined, probe: Probe]>> = {
  'a code': [202, undefined, (house, { phone }) => post(house, '/v1/codes', { purpose: 'log-in', phone })],
  'a code, in cookies': [
    202,
    undefined,
    (house, { phone }) => post(house, '/v1/codes', { purpose: 'log-in', phone, as: 'cookie' }, sameOrigin),
  ],
  'a code, in German': [
    202,
    undefined,
    (house, { phone }) => post(house, '/v1/codes', { purpose: 'log-in', phone }, { 'accept-language': 'de' }),
  ],
  'a code too soon': [
    429,
    'CodeTooSoon',
    async (house, { phone }) => {
      await codeFor(house, phone);
      return post(house, '/v1/codes', { purpose: 'log-in', phone });
    },
  ],
  'a wrong code': [
    422,
    'WrongCode',
    async (house, { phone }) => post(house, '/v1/sessions', await wrongCodeFor(house, phone)),
  ],
  'a wrong code too often': [
    410,
    'CodeSpent',
    async (house, { phone }) => {
      const wrong = await wrongCodeFor(house, phone);
      for (let guess = 1; guess < 5; guess += 1) await post(house, '/v1/sessions', wrong);
      return post(house, '/v1/sessions', wrong);
    },
  ],
  'a code that was spent': [
    410,
    'CodeSpent',
    async (house, { phone }) => {
      const wrong = await wrongCodeFor(house, phone);
      for (let guess = 0; guess < 5; guess += 1) await post(house, '/v1/sessions', wrong);
      return post(house, '/v1/sessions', wrong);
    },
  ],
  'a code that expired': [
    410,
    'CodeExpired',
    async (house, { phone }) => {
      const typed = await codeFor(house, phone);
      house.pass(5 * minuteMs);
      return post(house, '/v1/sessions', typed);
    },
  ],
  'a code of another device': [
    410,
    'UnknownCode',
    async (house, { phone }) => post(house, '/v1/sessions', { ...(await codeFor(house, phone)), device: aToken }),
  ],
  'a code that was never sent': [
    410,
    'UnknownCode',
    (house, { phone }) => post(house, '/v1/sessions', { phone, challenge: anId, code: '123456', device: aToken }),
  ],
  'a second proof that nobody asked for': [
    410,
    'UnknownCode',
    (house, { phone, email }) =>
      post(house, '/v1/codes', { purpose: 'second-proof', phone, pending: anId, email, device: aToken }),
  ],
  'a new account that nobody asked for': [
    410,
    'UnknownCode',
    (house, { phone }) => post(house, '/v1/sessions/start-over', { phone, pending: anId, device: aToken }),
  ],
  'an email': [
    202,
    undefined,
    async (house, { email }) => {
      const { headers } = await signedUp(house, '+4915199999999');
      return post(house, '/v1/account/email', { email }, headers);
    },
  ],
  'a wrong code for an email': [
    422,
    'WrongCode',
    async (house, { email }) => {
      const { headers } = await signedUp(house, '+4915199999999');
      const { body } = await post(house, '/v1/account/email', { email }, headers);
      const code = lastCode(house.mails) === '000000' ? '000001' : '000000';
      return post(house, '/v1/account/email/confirmation', { email, challenge: body.challenge, code }, headers);
    },
  ],
  'a phone to add': [
    202,
    undefined,
    async (house, { phone }) => post(house, '/v1/codes', { purpose: 'add-phone', phone }, await withoutPhone(house)),
  ],
  'a phone to change to': [
    202,
    undefined,
    async (house, { phone }) => {
      const { headers } = await signedUp(house, '+4915199999999');
      return post(house, '/v1/codes', { purpose: 'change-phone', phone }, headers);
    },
  ],
};

/** All that somebody sees of an answer, with a sign in place of what is drawn anew for each. */
function seen({ status, headers, text }: Reply): unknown {
  const token = /(?<=^__Host-joos-device=)[\w-]{43}(?=;)/;
  const drawn = text
    .replace(/(?<="challenge":")[0-9a-f-]{36}(?=")/, 'CHALLENGE')
    .replace(/(?<="device":")[\w-]{43}(?=")/, 'DEVICE');
  const sent = [...headers].map(([name, value]) => [
    name,
    name === 'set-cookie' ? value.replace(token, 'DEVICE') : value,
  ]);
  return { status, headers: sent, body: drawn, length: text.length };
}

describe('whether somebody has an account', () => {
  let house: House;
  let known: readonly Contacts[];
  let unknown: readonly Contacts[];

  beforeAll(async () => {
    ({ house, known, unknown } = await knownAndUnknown(3, undefined, endlessWithPauses));
  });
  afterAll(() => house.close());

  test.each(Object.entries(probes))(
    'cannot be told by %s: every answer is the same, but for what is drawn',
    async (_what, [status, kind, probe]) => {
      const answers: unknown[] = [];
      for (const contacts of [...known, ...unknown]) {
        house.pass(minuteMs);
        const reply = await probe(house, contacts);
        expect({ status: reply.status, kind: reply.body.kind }).toEqual({ status, kind });
        answers.push(seen(reply));
      }
      // The hours differ, since time passes between one and the next.
      const timeless = answers.map((one) => JSON.stringify(one).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'));
      expect(new Set(timeless).size).toBe(1);
      expect(house.bugs).toEqual([]);
    },
  );

  test('can be told by nothing that is logged either', () => {
    const logged = JSON.stringify([house.logged, house.risks]);
    for (const { phone, email } of [...known, ...unknown]) {
      expect(logged).not.toContain(phone);
      expect(logged).not.toContain(email);
    }
  });

  test('is told, besides to its owner, to who proved the number: that there is one to prove more for', async () => {
    const one = await knownAndUnknown(1);
    one.house.pass(200 * dayMs);
    const [{ phone = '', email = '' } = {}] = one.known;
    const typed = await codeFor(one.house, phone);
    const { body } = await post(one.house, '/v1/sessions', typed);
    expect(body.kind).toBe('SecondProofNeeded');
    // Which email it is, is told to nobody: a code goes to whatever address is named.
    const shown = { purpose: 'second-proof', phone, pending: textIn(body, 'pending'), device: typed.device };
    const answers = [email, 'nobody000000@example.com'].map((to) =>
      post(one.house, '/v1/codes', { ...shown, email: to }),
    );
    const [toTheirs, toAnother] = await Promise.all(answers);
    expect(toTheirs && seen(toTheirs)).toEqual(toAnother && seen(toAnother));
    expect(
      one.house.mails
        .slice(-2)
        .map(({ to }) => to)
        .toSorted(),
    ).toEqual(['nobody000000@example.com', email]);
    await one.house.close();
  });

  test('is not told by what is refused for its number, its country or its form', async () => {
    const strict = await knownAndUnknown(1, undefined, {
      ...defaultSignInPolicy,
      limits: { 'address-hour': 2, 'prefix-day': 1_000, 'network-hour': 1_000 },
    });
    const answers: unknown[] = [];
    for (const { phone } of [...strict.known, ...strict.unknown]) {
      strict.house.pass(120 * minuteMs);
      for (let code = 0; code < 2; code += 1) {
        await codeFor(strict.house, phone);
        strict.house.pass(minuteMs);
      }
      const refused = await post(strict.house, '/v1/codes', { purpose: 'log-in', phone });
      expect(refused.body.kind).toBe('TooManyCodes');
      answers.push(seen(refused));
    }
    expect(answers[0]).toEqual(answers[1]);
    await strict.house.close();
  });
});
