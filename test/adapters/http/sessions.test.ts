import { describe, expect, test } from 'vitest';
import { minuteMs } from '../../../src/domain/instant.ts';
import { asStaff } from '../../staff-desk.ts';
import { anyText, ask, bearer, expectProblem, listIn, textIn, textLike } from './client.ts';
import { lastCode } from './house.ts';
import { housesForEachTest } from './houses.ts';
import { backFrom, codeFor, signedUp, steppedUp, who } from './sign-up.ts';

const phone = '+4915112345678';
const aSecret = textLike(/^[\w-]{43}$/);
const house = housesForEachTest();

describe('a session', () => {
  test('ends when its device logs in again, and no other does', async () => {
    const one = await house();
    const first = await signedUp(one, phone);
    one.pass(minuteMs);
    const elsewhere = await signedUp(one, phone);
    one.pass(minuteMs);
    const again = who(await ask(one.handler, 'POST', '/v1/sessions', await codeFor(one, phone), first.headers));
    const account = (headers: Record<string, string>) => ask(one.handler, 'GET', '/v1/account', undefined, headers);
    expectProblem(await account(first.headers), 401, 'NotLoggedIn');
    expect((await account(elsewhere.headers)).status).toBe(200);
    expect((await account(again.headers)).status).toBe(200);
  });

  test('that is none hinders nobody who logs in', async () => {
    const one = await house();
    const headers = { ...bearer('broken'), cookie: '__Host-joos-session=broken', 'sec-fetch-site': 'same-origin' };
    const signedIn = await ask(one.handler, 'POST', '/v1/sessions', await codeFor(one, phone), headers);
    expect(signedIn.status).toBe(201);
  });

  test('stands in a list with what its person calls it, and is ended from there', async () => {
    const one = await house();
    const named = { ...(await codeFor(one, phone)), deviceName: 'Kim’s phone' };
    const kim = who(await ask(one.handler, 'POST', '/v1/sessions', named));
    one.pass(minuteMs);
    const lost = await signedUp(one, phone);
    const listed = await ask(one.handler, 'GET', '/v1/sessions', undefined, kim.headers);
    const session = { sessionId: anyText, expiresAt: anyText, startedAt: anyText, usedAt: anyText };
    expect(listed.body.sessions).toEqual([
      { ...session, deviceName: null, startedAt: '2026-11-23T09:01:00.000Z', isThisOne: false },
      { ...session, deviceName: 'Kim’s phone', startedAt: '2026-11-23T09:00:00.000Z', isThisOne: true },
    ]);
    for (const { session: secret } of [kim, lost]) expect(listed.text).not.toContain(secret);
    const [theLost] = listIn(listed.body, 'sessions');
    const end = (headers: Record<string, string>) =>
      ask(one.handler, 'DELETE', `/v1/sessions/${String(theLost?.sessionId)}`, undefined, headers);
    const stranger = await signedUp(one, '+4915187654321');
    expectProblem(await end(stranger.headers), 404, 'NoSuchSession');
    expect((await end(kim.headers)).status).toBe(204);
    expectProblem(await end(kim.headers), 404, 'NoSuchSession');
    expectProblem(await ask(one.handler, 'GET', '/v1/account', undefined, lost.headers), 401, 'NotLoggedIn');
  });

  test('ends all others only for who has just shown who they are', async () => {
    const one = await house();
    const lost = await signedUp(one, phone);
    one.pass(minuteMs);
    const kim = await signedUp(one, phone);
    one.pass(11 * minuteMs);
    const endOthers = (headers: Record<string, string>) =>
      ask(one.handler, 'POST', '/v1/sessions/end-others', undefined, headers);
    expectProblem(await endOthers(kim.headers), 403, 'StepUpNeeded');
    const proved = await steppedUp(one, kim.headers);
    expectProblem(await endOthers(kim.headers), 401, 'NotLoggedIn');
    expect((await endOthers(proved)).body).toEqual({ ended: 1 });
    expectProblem(await ask(one.handler, 'GET', '/v1/account', undefined, lost.headers), 401, 'NotLoggedIn');
  });

  test('steps up by a code of its own alone, or by a third party that asked the person anew', async () => {
    const one = await house();
    const kim = await signedUp(one, phone);
    const back = (purpose: 'link' | 'log-in' | 'step-up', authTime?: number) =>
      backFrom(one.handler, { purpose, sub: 'kim-1', ...(authTime === undefined ? {} : { authTime }) }, kim.headers);
    expect(
      (await ask(one.handler, 'POST', '/v1/account/logins/third-party', await back('link'), kim.headers)).status,
    ).toBe(204);
    one.pass(11 * minuteMs);
    const stepUp = (body: unknown, headers = kim.headers) =>
      ask(one.handler, 'POST', '/v1/session/step-up', body, headers);
    for (const authTime of [0, Number.MAX_SAFE_INTEGER])
      expectProblem(await stepUp(await back('step-up', authTime)), 401, 'IdentityNotProved');
    expectProblem(await stepUp({}), 400, 'InvalidShape');
    const loggingIn = await back('log-in');
    expectProblem(await stepUp(loggingIn), 410, 'UnknownAttempt');
    const stranger = { purpose: 'step-up', sub: 'mallory' } as const;
    expectProblem(await stepUp(await backFrom(one.handler, stranger, kim.headers)), 403, 'NotYourIdentity');
    const steppedUpNow = await stepUp(await back('step-up'));
    expect(steppedUpNow.status).toBe(200);
    expect(steppedUpNow.body).toEqual({ session: aSecret, elevatedUntil: '2026-11-23T09:21:00.000Z' });
    const headers = bearer(textIn(steppedUpNow.body, 'session'));
    const sent = await ask(one.handler, 'POST', '/v1/codes', { purpose: 'step-up', to: 'phone' }, headers);
    expect(sent.body).not.toHaveProperty('device');
    const typed = { challenge: sent.body.challenge, code: lastCode(one.texts) };
    expectProblem(await stepUp({ ...typed, idToken: '{}' }, headers), 400, 'InvalidShape');
    one.pass(minuteMs);
    const other = await signedUp(one, phone);
    expectProblem(await stepUp(typed, other.headers), 410, 'UnknownCode');
    expect((await stepUp(typed, headers)).status).toBe(200);
  });

  test('changes the phone that it goes by, for who has just shown who they are, and tells the one before', async () => {
    const one = await house();
    const kim = await signedUp(one, phone);
    const newPhone = '+4915187654321';
    const sent = await ask(one.handler, 'POST', '/v1/codes', { purpose: 'change-phone', phone: newPhone }, kim.headers);
    const typed = { phone: newPhone, challenge: sent.body.challenge, code: lastCode(one.texts) };
    const added = await ask(one.handler, 'POST', '/v1/account/logins/phone', typed, kim.headers);
    expect(added.status, 'a code for one thing does no other').toBeGreaterThanOrEqual(400);
    expect((await ask(one.handler, 'PUT', '/v1/account/logins/phone', typed, kim.headers)).status).toBe(204);
    expect((await ask(one.handler, 'GET', '/v1/account', undefined, kim.headers)).body.phone).toBe(newPhone);
    one.pass(11 * minuteMs);
    expectProblem(await ask(one.handler, 'PUT', '/v1/account/logins/phone', typed, kim.headers), 403, 'StepUpNeeded');
  });

  test('is ended by staff, everywhere at once, with a case', async () => {
    const one = await house();
    const kim = await signedUp(one, phone);
    const why = { purpose: 'resolve-problem', caseNumber: 'CASE-1042' };
    const staff = asStaff('anna.support');
    const end = (body: unknown) => ask(one.handler, 'POST', '/v1/support/sessions/end', body, staff);
    expectProblem(await end({ subject: kim.subject }), 400, 'InvalidShape');
    expectProblem(await end({ subject: kim.subject, ...why, caseNumber: '?' }), 422, 'InvalidCaseNumber');
    expect((await end({ subject: kim.subject, ...why })).body).toEqual({ ended: 1 });
    expectProblem(await ask(one.handler, 'GET', '/v1/account', undefined, kim.headers), 401, 'NotLoggedIn');
    expectProblem(await end({ subject: '00000000-0000-4000-8000-000000000000', ...why }), 404, 'NoSuchPerson');
  });
});
