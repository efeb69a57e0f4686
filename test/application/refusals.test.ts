import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addEmail } from '../../src/application/accounts/add-email.ts';
import { requestCode } from '../../src/application/accounts/request-code.ts';
import { setUsername } from '../../src/application/accounts/set-username.ts';
import { verifyCode } from '../../src/application/accounts/verify-code.ts';
import { addCard } from '../../src/application/cards/add-card.ts';
import { removeCard } from '../../src/application/cards/remove-card.ts';
import { recordConsent } from '../../src/application/consents/record-consent.ts';
import { portFailure } from '../../src/application/ports/port-failure.ts';
import { describeRefusal, type Refusal, refusalKinds } from '../../src/application/refusals.ts';
import { findPerson } from '../../src/application/support/find-person.ts';
import { CardNumber } from '../../src/domain/card/card-number.ts';
import { languages } from '../../src/domain/user/language.ts';
import { DeviceToken } from '../../src/domain/verification/device-token.ts';
import { cardLikeDigits } from '../arbitraries/card.ts';
import { staffSessionOf } from '../staff-desk.ts';
import { signIn } from './people.ts';
import { openWorld } from './world.ts';

/** What a kind needs beyond itself to be put into words. */
const details: Readonly<Record<string, object>> = {
  InvalidPhoneNumber: { reason: 'voip' },
  InvalidEmailAddress: { reason: 'domain' },
  InvalidUsername: { reason: 'reserved' },
  InvalidThirdPartyIdentity: { reason: 'issuer' },
  InvalidCardNumber: { reason: 'length' },
  InvalidTariff: { fields: { currency: 'not-a-currency' } },
  WrongCode: { triesLeft: 3 },
  CodeTooSoon: { retryAfterMs: 1500 },
  TooManyCodes: { retryAfterMs: 3_600_000 },
  TooManyAttempts: { retryAfterMs: 60_000 },
  TooManyGuesses: { retryAfterMs: 86_400_000 },
  CodeNotSent: { channel: 'sms' },
  Taken: { what: 'email' },
  ContactReserved: { what: 'phone', until: 0 },
  ContactChangedRecently: { until: 0 },
  PortFailure: { port: 'DataStore', retryable: true },
};

test.each(refusalKinds)('%s is said in both languages: what, why, what to do', (kind) => {
  const refusal = { kind, ...details[kind] } as Refusal; // sound enough to be put into words
  const [en, de] = languages.map((language) => describeRefusal(refusal, language));
  for (const text of [en, de]) {
    expect(text?.title).toMatch(/^\S.*[^.\s]$/u);
    expect(text?.detail).toMatch(/^\S.*[.?!]$/u);
    expect(text?.advice).toMatch(/^\S.*[.?!]$/u);
    expect(Object.values(text ?? {}).join(' ')).not.toMatch(/undefined|\[object|NaN|Error|null/);
  }
  expect(en).not.toEqual(de);
});

test('a failure of ours says whether trying again helps, and names no part of the system', () => {
  const again = describeRefusal(portFailure('DataStore', true), 'en');
  const never = describeRefusal(portFailure('DataStore', false, new Error('Duplicate entry')), 'en');
  expect(again.advice).toContain('try again');
  expect(never.advice).toContain('support');
  expect(JSON.stringify([again, never])).not.toMatch(/DataStore|Duplicate/);
});

test('a refusal and its words never repeat what was typed', async () => {
  const world = openWorld();
  const { session } = await signIn(world);
  const device = DeviceToken.fromBytes(new Uint8Array(32));
  const { ports } = world;
  const shown = { noticeVersion: '2026-11', noticeLanguage: 'de', channel: 'app' };
  const staff = { staffSession: staffSessionOf('maria.k'), purpose: 'resolve-problem', caseNumber: 'CASE-1' };
  const typed = fc.oneof(
    cardLikeDigits,
    cardLikeDigits.map((digits) => `x ${digits}`),
    fc.string({ minLength: 8, maxLength: 40 }).map((text) => `§§${text}§§`),
  );
  await fc.assert(
    fc.asyncProperty(typed, async (text) => {
      const answers = await Promise.all([
        requestCode(ports)({ purpose: 'log-in', phone: text }),
        requestCode(ports)({ purpose: 'log-in', phone: '+4915112345678', language: text }),
        verifyCode(ports)({ phone: '+4915112345678', challenge: text, code: text, device }),
        verifyCode(ports)({ phone: '+4915112345678', challenge: text, code: text, device, deviceName: text }),
        addEmail(ports)({ session, email: text }),
        setUsername(ports)({ session, username: text }),
        recordConsent(ports)({ session, ...shown, purpose: text }),
        recordConsent(ports)({ session, ...shown, purpose: 'news', noticeVersion: text }),
        addCard(ports)({ session, number: CardNumber.from(`${text}0000`), paymentMethod: text }),
        removeCard(ports)({ session, card: text }),
        findPerson(ports)({ ...staff, phone: text }),
        findPerson(ports)({ ...staff, caseNumber: text, email: 'ada@example.org' }),
      ]);
      for (const answer of answers) {
        expect(answer.isErr()).toBe(true);
        if (answer.isOk()) continue;
        const said = languages.map((language) => describeRefusal(answer.error as Refusal, language));
        expect(`${inspect(answer.error, { depth: null })}${JSON.stringify([answer.error, said])}`).not.toContain(text);
      }
    }),
    { numRuns: 60 },
  );
});
