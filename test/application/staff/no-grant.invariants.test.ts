import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ordersRoom,
  paymentsRoom,
  privacyRoom,
  type Rooms,
  staffRoom,
  supportRoom,
} from '../../../src/application/rooms.ts';
import { dismissStaff } from '../../../src/application/staff/dismiss-staff.ts';
import { revokeRole } from '../../../src/application/staff/revoke-role.ts';
import type { ResultAsync } from '../../../src/domain/result.ts';
import type { StaffSessionToken } from '../../../src/domain/staff/staff-token.ts';
import { nobodysSession } from '../../staff-desk.ts';
import { givenEmail, signIn } from '../people.ts';
import { value } from '../world.ts';
import { appointed, openCompany } from './company.ts';

type House = Pick<Rooms, 'orders' | 'payments' | 'privacy' | 'support' | 'staff'>;
type Try = (
  house: House,
  staffSession: StaffSessionToken,
  subject: string,
) => ResultAsync<unknown, { readonly kind: string }>;

const why = { purpose: 'resolve-problem', caseNumber: 'CASE-1042' };
const caseNumber = 'CASE-1042';
const id = '0b9f3a52-6c1d-4a7e-9f58-2d4f6c8e1a37';

/** Everything that staff can do, as well as it can be asked for. */
const tries: Readonly<Record<string, Try>> = {
  find: ({ support }, staffSession) => support.findPerson({ staffSession, ...why, email: 'ada@example.org' }),
  reveal: ({ support }, staffSession, subject) =>
    support.revealContact({ staffSession, ...why, subject, fields: ['login.phone', 'contact.email'] }),
  endSessions: ({ support }, staffSession, subject) => support.endSessionsOf({ staffSession, ...why, subject }),
  exporting: ({ privacy }, staffSession, subject) =>
    privacy.exportOnBehalf({ staffSession, ...why, person: { subject } }),
  cancel: ({ privacy }, staffSession, subject) =>
    privacy.cancelOnBehalf({ staffSession, caseNumber, reason: 'asked-by-phone', person: { subject } }),
  explain: ({ privacy }, staffSession, subject) =>
    privacy.explainRetention({ staffSession, caseNumber, person: { subject } }),
  holds: ({ privacy }, staffSession, subject) => privacy.holdsOf({ staffSession, caseNumber, person: { subject } }),
  hold: ({ privacy }, staffSession, subject) =>
    privacy.placeHold({
      ...{ staffSession, caseNumber, person: { subject }, basis: 'legal-claim', scope: 'person', until: '2026-12-31' },
    }),
  approveHold: ({ privacy }, staffSession) => privacy.approveHold({ staffSession, caseNumber, hold: id }),
  endHold: ({ privacy }, staffSession) => privacy.endHold({ staffSession, caseNumber, hold: id }),
  request: ({ privacy }, staffSession, subject) =>
    privacy.recordRequest({ staffSession, caseNumber, person: { subject }, right: 'access', channel: 'letter' }),
  verify: ({ privacy }, staffSession) => privacy.verifyRequest({ staffSession, caseNumber, request: id }),
  extend: ({ privacy }, staffSession) =>
    privacy.extendRequest({ staffSession, caseNumber, request: id, reason: 'complexity' }),
  close: ({ privacy }, staffSession) =>
    privacy.closeRequest({ staffSession, caseNumber, request: id, outcome: 'done' }),
  refund: ({ payments }, staffSession) =>
    payments.refund({
      ...{ staffSession, caseNumber, payment: id, amount: { amountMinor: 100, currency: 'EUR' }, refund: id },
    }),
  correct: ({ orders }, staffSession) =>
    orders.correctRental({
      ...{ staffSession, caseNumber, order: id, station: 'FRA-0001', at: '2026-11-23T08:00:00Z', refund: id },
    }),
  appoint: ({ staff }, staffSession) => staff.appointStaff({ staffSession, staff: 'my.friend' }),
  grant: ({ staff }, staffSession) =>
    staff.grantRole({ staffSession, staff: 'jo.miller', role: 'support', reason: 'new-duty', until: '2026-12-31' }),
  grantOwn: ({ staff }, staffSession) =>
    staff.grantRole({
      ...{ staffSession, staff: 'mal.lory', role: 'privacy-officer', reason: 'new-duty', until: '2026-12-31' },
    }),
  revoke: ({ staff }, staffSession) => staff.revokeRole({ staffSession, staff: 'jo.miller', role: 'privacy-officer' }),
  dismiss: ({ staff }, staffSession) => staff.dismissStaff({ staffSession, staff: 'jo.miller' }),
  list: ({ staff }, staffSession) => staff.staffList({ staffSession }),
  ask: ({ staff }, staffSession, subject) =>
    staff.askApproval({ staffSession, action: 'cancel-account', object: subject, caseNumber }),
  approve: ({ staff }, staffSession) => staff.approveAction({ staffSession, approval: id }),
  first: ({ staff }) => staff.appointFirstOfficer({ staff: 'mal.lory' }),
};

test('no sequence of what staff does does or reveals anything by people without a grant', async () => {
  const company = await openCompany();
  const { world, jo } = company;
  await appointed(company, 'kim.lee', ['privacy-officer']); // with two the operator has nobody to appoint
  const mallory = await appointed(company, 'mal.lory', ['support', 'auditor']);
  for (const role of ['support', 'auditor']) {
    value(await revokeRole(world.ports)({ staffSession: jo, staff: 'mal.lory', role }));
  }
  const gone = await appointed(company, 'once.here', ['support']);
  value(await dismissStaff(world.ports)({ staffSession: jo, staff: 'once.here' }));
  const person = await signIn(world);
  await givenEmail(world, person, 'ada@example.org');
  const { subject } = person;
  const { ports } = world;
  const house: House = {
    orders: ordersRoom(ports),
    payments: paymentsRoom(ports),
    privacy: privacyRoom(ports),
    support: supportRoom(ports),
    staff: staffRoom(ports),
  };
  const before = world.theRest();
  const roster = JSON.stringify(value(await ports.store.reads.staffRoster()));
  const who = fc.constantFrom(mallory, gone, nobodysSession);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...Object.keys(tries)), who), { minLength: 1, maxLength: 12 }),
      async (sequence) => {
        for (const [name, session] of sequence) {
          const answer = await tries[name]?.(house, session, subject);
          const kind = answer?.isErr() === true ? answer.error.kind : `${name} did something`;
          expect(['StaffNotSignedIn', 'StaffNotAllowed', ...(name === 'first' ? ['OfficerThere'] : [])]).toContain(
            kind,
          );
        }
        expect(world.theRest()).toEqual(before);
        expect(JSON.stringify(value(await ports.store.reads.staffRoster()))).toBe(roster);
      },
    ),
    { numRuns: 60 },
  );
  expect(JSON.stringify([world.risks, world.lines])).not.toContain('mal.lory');
});
