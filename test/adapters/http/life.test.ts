import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hourMs, secondMs } from '../../../src/domain/instant.ts';
import { must } from '../../../src/testing/contracts/contract.ts';
import { asStaff } from '../../staff-desk.ts';
import {
  anyText,
  ask as askAt,
  bearer,
  expectProblem,
  type Json,
  listIn,
  type Reply,
  textIn,
  textLike,
} from './client.ts';
import { type House, houseOnSqlite, lastCode } from './house.ts';
import { backFrom, steppedUp } from './sign-up.ts';

const phone = '+4915112345678';
const email = 'kim.lee@example.com';
const staff = asStaff('anna.support');
const why = { purpose: 'payment-question', caseNumber: 'CASE-1042' };
const statement = { purpose: 'newsletter', noticeVersion: '2026-11', noticeLanguage: 'en', channel: 'app' };

describe('a whole life over HTTP', () => {
  let house: House;
  let session = '';
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    house = await houseOnSqlite();
  });
  afterAll(() => house.close());

  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
    askAt(house.handler, method, path, body, { ...(session === '' ? {} : bearer(session)), ...headers });

  test('a person signs up with a phone and a code, and the session is shown once', async () => {
    const sent = await ask('POST', '/v1/codes', { purpose: 'log-in', phone });
    expect(sent.status).toBe(202);
    expect(sent.body).toEqual({
      challenge: anyText,
      expiresAt: '2026-11-23T09:05:00.000Z',
      resendAfterMs: 30_000,
      digits: 6,
      channel: 'sms',
      delivery: 'handed-over',
      device: textLike(/^[\w-]{43}$/),
    });
    const { challenge, device } = sent.body;
    const typed = { phone, challenge, device, code: lastCode(house.texts) };
    const signedIn = await ask('POST', '/v1/sessions', typed);
    expect(signedIn.status).toBe(201);
    expect(signedIn.body).toMatchObject({ isNew: true, session: textLike(/^[\w-]{43}$/) });
    session = textIn(signedIn.body, 'session');
    ids.subject = textIn(signedIn.body, 'subject');
    expectProblem(await ask('POST', '/v1/sessions', typed), 410, 'UnknownCode');
  });

  test('the account shows what is held, and takes email and username', async () => {
    expect((await ask('GET', '/v1/account')).body).toEqual({
      subject: ids.subject,
      phone,
      identities: [],
      email: null,
      username: null,
      language: 'en',
      registeredAt: '2026-11-23T09:00:00.000Z',
    });
    const sent = await ask('POST', '/v1/account/email', { email });
    expect(sent.status).toBe(202);
    const typed = { email, challenge: sent.body.challenge, code: lastCode(house.mails) };
    expect((await ask('POST', '/v1/account/email/confirmation', typed)).status).toBe(204);
    expect((await ask('PUT', '/v1/account/username', { username: 'kimble' })).status).toBe(204);
    expect((await ask('GET', '/v1/account')).body).toMatchObject({ email, username: 'kimble' });
  });

  test('optional details go as they came', async () => {
    expect((await ask('DELETE', '/v1/account/username')).status).toBe(204);
    expectProblem(await ask('DELETE', '/v1/account/username'), 404, 'NoUsername');
    expect((await ask('PUT', '/v1/account/username', { username: 'kimble' })).status).toBe(204);
  });

  test('a second way to log in is added and removed, but never the last one', async () => {
    const back = (purpose: 'link' | 'log-in') => backFrom(house.handler, { purpose, sub: 'kim-1' }, bearer(session));
    expect((await ask('POST', '/v1/account/logins/third-party', await back('link'))).status).toBe(204);
    expect((await ask('GET', '/v1/account')).body.identities).toEqual([
      { issuer: 'https://login.example.org', providerSubject: 'kim-1' },
    ]);
    const again = await ask('POST', '/v1/sessions/third-party', await back('log-in'));
    expect(again.body).toMatchObject({ subject: ids.subject, isNew: false });
    expectProblem(await ask('GET', '/v1/account'), 401, 'NotLoggedIn'); // the session before, which was shown along
    session = textIn(again.body, 'session');
    const named = { issuer: 'https://login.example.org', providerSubject: 'kim-1' };
    expect((await ask('POST', '/v1/account/logins/third-party/removal', named)).status).toBe(204);
    expectProblem(await ask('DELETE', '/v1/account/logins/phone'), 409, 'LastLogin');
  });

  test('consent is given, taken back and remembered', async () => {
    const newsletterIn = ({ body }: Reply): Json | undefined =>
      listIn(body, 'purposes').find(({ purpose }) => purpose === 'newsletter');
    expect(newsletterIn(await ask('GET', '/v1/consents'))).toMatchObject({ allowed: false });
    expect((await ask('POST', '/v1/consents', statement)).body).toMatchObject({ action: 'granted' });
    house.pass(hourMs);
    expect((await ask('POST', '/v1/consents/withdrawals', statement)).body).toMatchObject({ action: 'withdrawn' });
    const before = await ask('GET', '/v1/consents?at=2026-11-23T09:30:00Z');
    expect(newsletterIn(before)).toMatchObject({ allowed: true });
    const entries = listIn((await ask('GET', '/v1/consents/history')).body, 'entries');
    expect(entries.map(({ action, recordedAt }) => [action, recordedAt])).toEqual([
      ['granted', '2026-11-23T09:00:00.000Z'],
      ['withdrawn', '2026-11-23T10:00:00.000Z'],
    ]);
  });

  test('of a card the last 4 digits are kept', async () => {
    const added = await ask('POST', '/v1/cards', { number: '4242 4242 4242 4242', paymentMethod: 'pm_sim_ok' });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ last4: '4242', network: 'visa', shown: '•••• 4242' });
    expect(added.text).not.toContain('4242 4242');
    ids.card = textIn(added.body, 'card');
    const failing = { number: '5555555555554444', paymentMethod: 'pm_sim_insufficient_funds' };
    ids.failingCard = textIn((await ask('POST', '/v1/cards', failing)).body, 'card');
    expect((await ask('GET', '/v1/cards')).body.cards).toHaveLength(2);
  });

  test('a power bank is rented at the price of its station and returned there', async () => {
    const rented = await ask('POST', '/v1/orders', { station: 'FRA-0042', powerBank: 'PB-004711', card: ids.card });
    expect(rented.status).toBe(201);
    expect(rented.body).toMatchObject({ state: 'open', rentedFrom: 'FRA-0042', tariff: { unlockFeeMinor: 100 } });
    const order = textIn(rented.body, 'order');
    expectProblem(await ask('GET', `/v1/orders/${order}/receipt`), 404, 'NoReceipt');
    house.pass(hourMs);
    const returned = await ask('POST', `/v1/orders/${order}/return`, undefined, {
      'x-station': 'FRA-0007',
    });
    expect(returned.status).toBe(200);
    expect(returned.body).toMatchObject({
      state: 'returned',
      receipt: { gross: { amountMinor: 200, currency: 'EUR' } },
    });
    await must(house.joos.payments.charge({ payment: textIn(returned.body, 'payment') }));
    expect((await ask('GET', `/v1/orders/${order}/receipt`)).body).toMatchObject({
      number: 'JOOS-2026-000001',
      returnedTo: 'FRA-0007',
      endedAt: '2026-11-23T11:00:00.000Z',
      card: '•••• 4242',
      paymentState: 'succeeded',
    });
    expect((await ask('GET', '/v1/orders')).body.orders).toMatchObject([
      { state: 'returned', charge: { paymentState: 'succeeded' } },
    ]);
  });

  test('a failed payment says why and what to do, and is tried again with another card', async () => {
    const wanted = { station: 'FRA-0042', powerBank: 'PB-004712', card: ids.failingCard };
    const order = textIn((await ask('POST', '/v1/orders', wanted)).body, 'order');
    house.pass(hourMs);
    const payment = textIn((await ask('POST', `/v1/orders/${order}/lost`)).body, 'payment');
    await must(house.joos.payments.charge({ payment }));
    expect(listIn((await ask('GET', '/v1/payments')).body, 'payments')[0]).toMatchObject({
      payment,
      state: 'failed',
      failure: { reason: 'insufficient-funds', advice: 'update-card' },
      card: { last4: '4444', network: 'mastercard' },
    });
    const retried = await ask('POST', `/v1/payments/${payment}/retry`, { card: ids.card });
    expect(retried.body).toMatchObject({ payment, state: 'succeeded', failure: null });
    expect(retried.text).not.toContain('ch_sim');
    ids.payment = payment;
  });

  test('a rental that never began is cancelled by the person, or by the station', async () => {
    const wanted = { station: 'FRA-0042', powerBank: 'PB-004713', card: ids.card };
    const first = textIn((await ask('POST', '/v1/orders', wanted)).body, 'order');
    expect((await ask('POST', `/v1/orders/${first}/cancel`)).body).toEqual({ order: first, state: 'cancelled' });
    const second = textIn((await ask('POST', '/v1/orders', wanted)).body, 'order');
    const told = await ask('POST', `/v1/orders/${second}/nothing-given-out`, undefined, { 'x-station': 'FRA-0042' });
    expect(told.body).toEqual({ order: second, state: 'cancelled' });
    house.pass(hourMs);
    const third = textIn((await ask('POST', '/v1/orders', wanted)).body, 'order');
    house.pass(hourMs);
    expectProblem(await ask('POST', `/v1/orders/${third}/cancel`), 409, 'TooLateToCancel');
    await ask('POST', `/v1/orders/${third}/return`, undefined, { 'x-station': 'FRA-0042' });
  });

  test('staff finds a person masked, sees a contact for a case, and gives money back', async () => {
    const found = await ask('POST', '/v1/support/lookups', { person: { phone }, ...why }, staff);
    expect(found.status).toBe(200);
    expect(found.body).toMatchObject({ subject: ids.subject, openRentals: 0 });
    for (const hidden of [phone, email, 'kimble']) expect(found.text).not.toContain(hidden);
    const wanted = { subject: ids.subject, fields: ['contact.email'], ...why };
    expect((await ask('POST', '/v1/support/contacts', wanted, staff)).body).toEqual({
      contact: { 'contact.email': email },
    });
    const amount = { amountMinor: 900, currency: 'EUR' };
    const refund = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    const asked = { payment: ids.payment, amount, caseNumber: 'CASE-1042', refund };
    for (const _again of [1, 2]) {
      expect((await ask('POST', '/v1/support/refunds', asked, staff)).body).toMatchObject({
        state: 'refunded',
        refunded: amount,
      });
    }
    expect(house.cards.charges().map(({ refundedMinor }) => refundedMinor)).toContain(900);
  });

  test('a person takes all data along as a zip, having shown once more who they are', async () => {
    expectProblem(await ask('GET', '/v1/export'), 403, 'StepUpNeeded');
    const before = bearer(session);
    session = (await steppedUp(house, before)).authorization?.slice('Bearer '.length) ?? '';
    expectProblem(await askAt(house.handler, 'GET', '/v1/export', undefined, before), 401, 'NotLoggedIn');
    const response = await house.handler(new Request('http://joos.test/v1/export', { headers: bearer(session) }));
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="joos-data-2026-11-23\.zip"$/);
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const data = new TextDecoder().decode(files['data.json']);
    for (const mine of [phone, email, 'kimble']) expect(data).toContain(mine);
  });

  test('the plan of an erasure says what would be kept, and why', async () => {
    const lines = listIn((await ask('GET', '/v1/account/erasure-plan')).body, 'lines');
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      expect(line).toMatchObject({ because: anyText, rule: anyText });
      expect(line.until === null).toBe(line.outcome === 'erase');
    }
  });

  test('an account is cancelled with a fresh code, and nothing of the person answers any more', async () => {
    expectProblem(await ask('POST', '/v1/account/cancellation'), 403, 'CodeNeeded');
    house.pass(30 * secondMs);
    const challenge = textIn((await ask('POST', '/v1/codes', { purpose: 'cancel-account' })).body, 'challenge');
    const wrong = await ask('POST', '/v1/account/cancellation', { challenge, code: '000000' });
    if (lastCode(house.texts) !== '000000') expectProblem(wrong, 422, 'WrongCode');
    const cancelled = await ask('POST', '/v1/account/cancellation', { challenge, code: lastCode(house.texts) });
    expect(cancelled.status).toBe(202);
    expect(cancelled.body).toMatchObject({ state: 'certified' });
    const status = await ask('GET', `/v1/erasures/${textIn(cancelled.body, 'erasure')}`);
    expect(status.body).toMatchObject({ state: 'certified', completedAt: anyText });
    expectProblem(await ask('GET', '/v1/account'), 401, 'NotLoggedIn');
    expectProblem(await ask('POST', '/v1/support/lookups', { person: { phone }, ...why }, staff), 404, 'NoSuchPerson');
  });

  test('somebody else comes by a third party, asks support to go, and logs out', async () => {
    session = '';
    const shown = await backFrom(house.handler, { purpose: 'log-in', sub: 'alex-1' });
    const { body } = await ask('POST', '/v1/sessions/third-party', shown);
    const [subject, other] = [textIn(body, 'subject'), textIn(body, 'session')];
    const exported = await ask('POST', '/v1/support/exports', { person: { subject }, ...why }, staff);
    expect(exported.headers.get('content-type')).toBe('application/zip');
    expect((await ask('DELETE', '/v1/session', undefined, bearer(other))).status).toBe(204);
    expectProblem(await ask('DELETE', '/v1/session', undefined, bearer(other)), 401, 'NotLoggedIn');
    const request = { person: { subject }, reason: 'asked-by-email', caseNumber: 'CASE-7' };
    expect((await ask('POST', '/v1/support/cancellations', request, staff)).body.state).toBe('certified');
    const again = await ask('POST', '/v1/support/cancellations', request, staff);
    expectProblem(again, 409, 'AlreadyCancelled');
    expect(again.body.erasure).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('nobody waits for a new code longer than the answer says', async () => {
    await ask('POST', '/v1/codes', { purpose: 'log-in', phone: '+4915187654321' });
    house.pass(10 * secondMs);
    const refused = await ask('POST', '/v1/codes', { purpose: 'log-in', phone: '+4915187654321' });
    expectProblem(refused, 429, 'CodeTooSoon');
    expect(refused.body.retryAfterMs).toBe(20_000);
    expect(refused.headers.get('retry-after')).toBe('20');
  });

  test('the log tells status and duration of each request, and nothing of anybody', () => {
    expect(house.logged.length).toBeGreaterThan(50);
    const names = new Set(house.logged.flatMap(({ fields }) => Object.keys(fields)));
    expect([...names].toSorted()).toEqual(['durationMs', 'status']);
    expect(house.bugs).toEqual([]);
  });
});
