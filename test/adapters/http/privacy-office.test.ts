import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { secondMs } from '../../../src/domain/instant.ts';
import { asStaff } from '../../staff-desk.ts';
import { anyText, ask as askAt, expectProblem, type Json, listIn, type Reply, textIn } from './client.ts';
import { type House, houseOnSqlite } from './house.ts';
import { signedUp } from './sign-up.ts';

const phone = '+4915112345678';
const person = { phone };
const caseNumber = 'CASE-1042';

describe('the privacy office over HTTP', () => {
  let house: House;
  let hold = '';
  beforeAll(async () => {
    house = await houseOnSqlite();
    await signedUp(house, phone);
  });
  afterAll(() => house.close());

  const ask = (name: string, path: string, body: Json): Promise<Reply> => {
    house.pass(secondMs); // so that the log has an order
    return askAt(house.handler, 'POST', path, body, asStaff(name));
  };

  test('a hold is placed by one, approved by another, listed, and ended', async () => {
    const placing = { person, caseNumber, basis: 'legal-claim', scope: 'person', until: '2027-03-31' };
    const placed = await ask('anna.support', '/v1/support/holds', placing);
    expect(placed).toMatchObject({
      status: 201,
      body: { state: 'waiting', basis: 'legal-claim', until: '2027-03-31', placedBy: 'anna.support', approved: null },
    });
    expect(placed.body).not.toHaveProperty('subject');
    hold = textIn(placed.body, 'hold');
    expectProblem(await ask('anna.support', `/v1/support/holds/${hold}/approval`, { caseNumber }), 403, 'SameApprover');
    const approved = await ask('ben.legal', `/v1/support/holds/${hold}/approval`, { caseNumber });
    expect(approved).toMatchObject({
      status: 200,
      body: { state: 'active', reach: 'everything', approved: { by: 'ben.legal', at: anyText } },
    });
    const listed = await ask('ben.legal', '/v1/support/holds/lookups', { person, caseNumber });
    expect(listIn(listed.body, 'holds')).toMatchObject([{ hold, state: 'active', scope: { kind: 'person' } }]);
    const ended = await ask('ben.legal', `/v1/support/holds/${hold}/end`, { caseNumber });
    expect(ended).toMatchObject({ status: 200, body: { hold, state: 'ended', ended: { by: 'ben.legal' } } });
  });

  test('a request is recorded with its clock, verified, extended and closed', async () => {
    const received = { person, caseNumber, right: 'rectification', channel: 'letter', receivedOn: '2026-11-20' };
    const recorded = await ask('anna.support', '/v1/support/privacy-requests', received);
    expect(recorded).toMatchObject({ status: 201, body: { state: 'received', dueOn: '2026-12-20', overdue: false } });
    const request = textIn(recorded.body, 'request');
    const at = (deed: string, more: Json) =>
      ask('anna.support', `/v1/support/privacy-requests/${request}/${deed}`, { caseNumber, ...more });
    expect(await at('verification', {})).toMatchObject({ status: 200, body: { state: 'verified' } });
    expect(await at('extension', { reason: 'complexity' })).toMatchObject({
      status: 200,
      body: { dueOn: '2027-02-20' },
    });
    expect(await at('closing', { outcome: 'done' })).toMatchObject({ status: 200, body: { state: 'closed' } });
    expectProblem(await at('closing', { outcome: 'done' }), 409, 'RequestClosed');
  });

  test('what is held of a person is explained, field by field', async () => {
    const explained = await ask('anna.support', '/v1/support/retention/lookups', { person, caseNumber });
    expect(explained).toMatchObject({ status: 200, body: { account: 'active' } });
    expect(listIn(explained.body, 'lines')).toContainEqual(
      expect.objectContaining({ field: 'login.phone', records: 1, category: 'login' }),
    );
  });

  test('each of it stands in the audit log, which the auditor reads page by page and nobody else takes along', async () => {
    const conditions = { caseNumber, by: 'ben.legal', limit: 2 };
    const first = await ask('eva.audit', '/v1/staff/audit/searches', conditions);
    expect(listIn(first.body, 'entries')).toMatchObject([
      { action: 'end-hold', staff: 'ben.legal', about: hold, caseNumber },
      { action: 'see-holds', staff: 'ben.legal' },
    ]);
    const after = first.body.next as Json;
    const second = await ask('eva.audit', '/v1/staff/audit/searches', { ...conditions, after });
    expect(listIn(second.body, 'entries')).toMatchObject([{ action: 'approve-hold' }]);
    expect(second.body.next).toBeNull();
    const exported = await ask('eva.audit', '/v1/staff/audit/exports', { action: 'search-audit' });
    expect(listIn(exported.body, 'entries')).toMatchObject([
      { action: 'search-audit', staff: 'eva.audit', recordedAt: anyText },
      { action: 'search-audit', staff: 'eva.audit' },
    ]);
    expectProblem(await ask('maria.k', '/v1/staff/audit/searches', {}), 403, 'StaffNotAllowed');
    expectProblem(await ask('ben.legal', '/v1/staff/audit/exports', {}), 403, 'StaffNotAllowed');
    expectProblem(await ask('eva.audit', '/v1/support/holds/lookups', { person, caseNumber }), 403, 'StaffNotAllowed');
  });
});
