import { describe, expect, test } from 'vitest';
import { dayMs, minuteMs } from '../../../src/domain/instant.ts';
import { anyText, ask, bearer, expectProblem, textIn, textLike } from './client.ts';
import { aToken } from './every-route.ts';
import { type House, lastCode } from './house.ts';
import { housesForEachTest } from './houses.ts';
import { backFrom, codeFor, confirmedEmail, signedUp } from './sign-up.ts';

const phone = '+4915112345678';
const email = 'kim.lee@example.com';
const aSecret = textLike(/^[\w-]{43}$/);
const house = housesForEachTest();

describe('a code', () => {
  test('counts on the device that asked for it alone', async () => {
    const one = await house();
    const typed = await codeFor(one, phone);
    const { device, ...withoutDevice } = typed;
    const stranger = await ask(one.handler, 'POST', '/v1/sessions', { ...typed, device: aToken });
    expectProblem(stranger, 410, 'UnknownCode');
    const nobody = await ask(one.handler, 'POST', '/v1/sessions', withoutDevice);
    expectProblem(nobody, 400, 'InvalidShape');
    expect(nobody.body.fields).toEqual(['device']);
    const broken = await ask(one.handler, 'POST', '/v1/sessions', { ...typed, device: 'mine' });
    expect(broken.body).toMatchObject({ kind: 'InvalidShape', fields: ['device'] });
    const signedIn = await ask(one.handler, 'POST', '/v1/sessions', { ...typed, deviceName: 'Kim’s phone' });
    expect(signedIn.status).toBe(201);
    expect(signedIn.body).toEqual({
      session: aSecret,
      sessionId: anyText,
      expiresAt: '2026-11-30T09:00:00.000Z',
      subject: anyText,
      isNew: true,
    });
    expect(signedIn.text).not.toContain(String(device));
    expect(signedIn.headers.getSetCookie()).toEqual([]);
  });

  test('that the same device asks for again takes the place of the one before', async () => {
    const one = await house();
    const first = await codeFor(one, phone);
    one.pass(minuteMs);
    const asked = { purpose: 'log-in', phone, device: first.device };
    const sent = await ask(one.handler, 'POST', '/v1/codes', asked);
    expect(sent.body.device).toBe(first.device);
    expectProblem(await ask(one.handler, 'POST', '/v1/sessions', first), 410, 'UnknownCode');
    const typed = { ...first, challenge: sent.body.challenge, code: lastCode(one.texts) };
    expect((await ask(one.handler, 'POST', '/v1/sessions', typed)).status).toBe(201);
  });

  test('goes to no country that is not served, and in no language that is not written', async () => {
    const { handler } = await house();
    const refused = await ask(handler, 'POST', '/v1/codes', { purpose: 'log-in', phone: '+12015550123' });
    expectProblem(refused, 422, 'CountryNotServed');
    const named = await ask(handler, 'POST', '/v1/codes', { purpose: 'log-in', phone, language: 'tlh' });
    expectProblem(named, 422, 'InvalidLanguage');
  });

  test('is worth 5 guesses, and who guesses on and on has to wait', async () => {
    const one = await house();
    const guesses: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const typed = await codeFor(one, phone);
      const wrong = typed.code === '000000' ? '000001' : '000000';
      for (let guess = 0; guess < 5; guess += 1) {
        const refused = await ask(one.handler, 'POST', '/v1/sessions', { ...typed, code: wrong });
        guesses.push(String(refused.body.kind));
        if (refused.body.kind === 'TooManyGuesses')
          expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
      }
      one.pass(minuteMs);
    }
    const ofOneCode = ['WrongCode', 'WrongCode', 'WrongCode', 'WrongCode', 'CodeSpent'];
    expect(guesses).toEqual([...ofOneCode, ...ofOneCode, ...Array.from({ length: 5 }, () => 'TooManyGuesses')]);
  });
});

describe('a phone that nobody proved for half a year', () => {
  async function dormant(withEmail: boolean): Promise<{ one: House; subject: string }> {
    const one = await house();
    const kim = await signedUp(one, phone);
    if (withEmail) await confirmedEmail(one, email, kim.headers);
    one.pass(200 * dayMs);
    return { one, subject: kim.subject };
  }

  async function pendingOf(one: House): Promise<Record<string, unknown>> {
    const typed = await codeFor(one, phone);
    const refused = await ask(one.handler, 'POST', '/v1/sessions', typed);
    expectProblem(refused, 409, 'SecondProofNeeded');
    expect(refused.body).toMatchObject({ pending: anyText, expiresAt: textLike(/^2027-.*Z$/) });
    for (const hidden of [phone, email]) expect(refused.text).not.toContain(hidden);
    return { phone, pending: refused.body.pending, device: typed.device, by: refused.body.by };
  }

  test('opens its account with the email of it besides', async () => {
    const { one, subject } = await dormant(true);
    const { by, ...shown } = await pendingOf(one);
    expect(by).toEqual(['email']);
    const sent = await ask(one.handler, 'POST', '/v1/codes', { purpose: 'second-proof', ...shown, email });
    expect(sent.body).toMatchObject({ channel: 'email', device: shown.device });
    const typed = { ...shown, email, challenge: sent.body.challenge, code: lastCode(one.mails) };
    const { email: _left, ...without } = typed;
    const noEmail = await ask(one.handler, 'POST', '/v1/sessions/second-proof', without);
    expect(noEmail.body).toMatchObject({ kind: 'InvalidShape', fields: ['email'] });
    const signedIn = await ask(one.handler, 'POST', '/v1/sessions/second-proof', { ...typed, deviceName: 'New phone' });
    expect(signedIn.body).toMatchObject({ session: aSecret, subject, isNew: false });
  });

  test('opens it for nobody with another email or login', async () => {
    const { one } = await dormant(true);
    const { by: _by, ...shown } = await pendingOf(one);
    const other = 'mallory@example.com';
    const sent = await ask(one.handler, 'POST', '/v1/codes', { purpose: 'second-proof', ...shown, email: other });
    const typed = { ...shown, email: other, challenge: sent.body.challenge, code: lastCode(one.mails) };
    expectProblem(await ask(one.handler, 'POST', '/v1/sessions/second-proof', typed), 403, 'NotYourAccount');
    const back = await backFrom(one.handler, { purpose: 'second-proof', sub: 'mallory' });
    expectProblem(
      await ask(one.handler, 'POST', '/v1/sessions/second-proof', { ...shown, ...back }),
      403,
      'NotYourAccount',
    );
    const elsewhere = await ask(one.handler, 'POST', '/v1/sessions/start-over', { ...shown, device: aToken });
    expectProblem(elsewhere, 410, 'UnknownCode');
  });

  test('begins a new account for who has the number now, without a trace of the old one', async () => {
    const { one, subject } = await dormant(true);
    const { by: _by, ...shown } = await pendingOf(one);
    const begun = await ask(one.handler, 'POST', '/v1/sessions/start-over', { ...shown, language: 'de' });
    expect(begun.status).toBe(201);
    expect(begun.body).toMatchObject({ session: aSecret, isNew: true });
    expect(begun.body.subject).not.toBe(subject);
    const account = await ask(one.handler, 'GET', '/v1/account', undefined, bearer(textIn(begun.body, 'session')));
    expect(account.body).toMatchObject({ phone, email: null, language: 'de', identities: [] });
  });
});
