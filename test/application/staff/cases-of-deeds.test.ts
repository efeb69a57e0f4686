import { describe, expect, test } from 'vitest';
import { charge } from '../../../src/application/payments/charge.ts';
import { ordersRoom, paymentsRoom, privacyRoom, supportRoom } from '../../../src/application/rooms.ts';
import { Instant, minuteMs } from '../../../src/domain/instant.ts';
import type { ResultAsync } from '../../../src/domain/result.ts';
import { accessRules, type StaffAction } from '../../../src/domain/staff/access-rules.ts';
import { rowsIn } from '../books.ts';
import { givenEmail } from '../people.ts';
import { givenRider, leave, openRentalWorld, rentAndReturn } from '../rental-world.ts';
import { deskOf, staffAt } from '../support/desk.ts';
import { refusal, value } from '../world.ts';

type Named = { readonly subject: string } | { readonly email: string };
type Deed = (caseNumber: string, person?: Named) => ResultAsync<unknown, { readonly kind: string }>;

/** What a deed that finds nothing wrong with its case is answered, where it is not done. */
const doneOtherwise: Partial<Record<StaffAction, string>> = {
  'cancel-account': 'SecondPersonNeeded',
  'export-data': 'SecondPersonNeeded',
  'end-hold': 'SecondPersonNeeded',
  'close-request': 'RequestNotVerified',
};

const uuid = '0b9f3a52-6c1d-4a7e-9f58-2d4f6c8e1a37';
const email = 'ada@example.org';

/** A rider who has paid, on whom there is a hold and who has asked for something, and everything staff can do for a case. */
async function openOffice() {
  const world = openRentalWorld();
  world.colleagues.agree = false;
  const { ports } = world;
  const rider = await givenRider(world);
  await givenEmail(world, rider, email);
  const { order, payment } = await rentAndReturn(world, rider);
  value(await charge(ports)({ payment }));
  const { subject } = rider;
  const anna = await staffAt(world.ports, ['support', 'privacy-officer']);
  const ben = await staffAt(world.ports, ['privacy-officer'], 'ben.legal');
  const { caseNumber: first } = await deskOf(world, rider, anna);

  const orders = ordersRoom(ports);
  const payments = paymentsRoom(ports);
  const privacy = privacyRoom(ports);
  const support = supportRoom(ports);
  const holdOn = (person: Named) => (caseNumber: string) =>
    privacy.placeHold({
      ...{ staffSession: anna, caseNumber, person, basis: 'legal-claim', scope: 'person', until: '2026-12-31' },
    });
  const requestOf = (person: Named) => (caseNumber: string) =>
    privacy.recordRequest({ staffSession: anna, caseNumber, person, right: 'access', channel: 'letter' });
  const waiting = value(await holdOn({ subject })(first)).hold;
  const active = value(await holdOn({ subject })(first)).hold;
  value(await privacy.approveHold({ staffSession: ben, caseNumber: first, hold: active }));
  const { request } = value(await requestOf({ subject })(first));

  const why = { staffSession: anna, purpose: 'resolve-problem' };
  const deeds: Partial<Record<StaffAction, Deed>> = {
    'see-case': (caseNumber) => support.seeCase({ staffSession: anna, caseNumber }),
    'note-in-case': (caseNumber) => support.addNote({ staffSession: anna, caseNumber, text: 'Called back.' }),
    'close-case': (caseNumber) => support.closeCase({ staffSession: anna, caseNumber, outcome: 'solved' }),
    'verify-caller': (caseNumber) => support.verifyCaller({ staffSession: anna, caseNumber }),
    'contact-person': (caseNumber) =>
      support.contactPerson({ staffSession: anna, caseNumber, channel: 'email', text: 'We found it.' }),
    'find-person': (caseNumber) => support.findPerson({ ...why, caseNumber, email }),
    'reveal-contact': (caseNumber) => support.revealContact({ ...why, caseNumber, subject, fields: ['login.phone'] }),
    'end-sessions': (caseNumber) => support.endSessionsOf({ ...why, caseNumber, subject }),
    'cancel-account': (caseNumber, person = { subject }) =>
      privacy.cancelOnBehalf({ staffSession: anna, caseNumber, reason: 'asked-by-phone', person }),
    'correct-rental': (caseNumber) =>
      orders.correctRental({
        ...{ staffSession: anna, caseNumber, order, station: 'FRA-0011', refund: uuid },
        at: Instant.toISOString(Instant.plusMs(ports.clock.now(), -40 * minuteMs)),
      }),
    refund: (caseNumber) =>
      payments.refund({
        ...{ staffSession: anna, caseNumber, payment, amount: { amountMinor: 50, currency: 'EUR' }, refund: uuid },
      }),
    'export-data': (caseNumber, person = { subject }) => privacy.exportOnBehalf({ ...why, caseNumber, person }),
    'explain-retention': (caseNumber, person = { subject }) =>
      privacy.explainRetention({ staffSession: anna, caseNumber, person }),
    'see-holds': (caseNumber, person = { subject }) => privacy.holdsOf({ staffSession: anna, caseNumber, person }),
    'place-hold': (caseNumber, person = { subject }) => holdOn(person)(caseNumber),
    'approve-hold': (caseNumber) => privacy.approveHold({ staffSession: ben, caseNumber, hold: waiting }),
    'end-hold': (caseNumber) => privacy.endHold({ staffSession: ben, caseNumber, hold: active }),
    'record-request': (caseNumber, person = { subject }) => requestOf(person)(caseNumber),
    'verify-request': (caseNumber) => privacy.verifyRequest({ staffSession: anna, caseNumber, request }),
    'extend-request': (caseNumber) =>
      privacy.extendRequest({ staffSession: ben, caseNumber, request, reason: 'complexity' }),
    'close-request': (caseNumber) => privacy.closeRequest({ staffSession: ben, caseNumber, request, outcome: 'done' }),
  };
  return { world, rider, anna, deeds, support };
}

const forCases = accessRules.filter(({ forCase }) => forCase).map(({ action }) => action);

describe.each(forCases)('%s, which is done for a case', (action) => {
  test('is done for an open case of this very person, and for no other', async () => {
    const { world, rider, anna, deeds, support } = await openOffice();
    const deed = deeds[action];
    if (deed === undefined) throw new Error(`${action} is not in the table`);
    const own = await deskOf(world, rider, anna);
    const others = await deskOf(world, await givenRider(world), anna);
    const closed = await deskOf(world, rider, anna);
    value(await support.closeCase({ ...closed, outcome: 'solved' }));
    const before = world.theRest();
    const audited = rowsIn(world, 'auditEntries').length;

    const nowhere = action === 'find-person' ? 'NoSuchPerson' : 'NoSuchCase';
    expect(refusal(await deed('CASE-999999')), 'a number of no case').toEqual({ kind: nowhere });
    // What is done in a case alone is done with the person whose case it is, and a closed one can be read.
    const inCase = ['see-case', 'note-in-case', 'close-case', 'contact-person', 'verify-caller'].includes(action);
    if (!inCase) {
      expect(refusal(await deed(others.caseNumber)), 'another’s case').toEqual({ kind: nowhere });
    }
    if (action !== 'see-case') {
      expect(refusal(await deed(closed.caseNumber)), 'a closed case').toEqual({ kind: nowhere });
    }
    expect(world.theRest()).toEqual(before);
    expect(rowsIn(world, 'auditEntries')).toHaveLength(audited);

    const answer = await deed(own.caseNumber);
    expect(answer.isErr() ? answer.error.kind : null).toBe(doneOtherwise[action] ?? null);
  });
});

describe('who left', () => {
  const outliving = [
    'explain-retention',
    'see-holds',
    'place-hold',
    'approve-hold',
    'record-request',
    'verify-request',
  ] as const;

  test.each(outliving)('has no case that is looked up: %s goes by the number of a file', async (action) => {
    const { world, rider, deeds } = await openOffice();
    await leave(world, rider);
    const answer = await deeds[action]?.('CASE-999999');
    expect(answer?.isOk(), action).toBe(true);
    expect(rowsIn(world, 'auditEntries')).toContainEqual(
      expect.objectContaining({ action, caseNumber: 'CASE-999999' }),
    );
  });

  test('and owes for a rental still has it corrected by the number of a file', async () => {
    const world = openRentalWorld();
    const rider = await givenRider(world);
    const { order, payment } = await rentAndReturn(world, rider);
    world.processor.bank.push('insufficient-funds');
    value(await charge(world.ports)({ payment }));
    const staffSession = await staffAt(world.ports);
    await leave(world, rider);
    const back = { order, station: 'FRA-0011', refund: uuid };
    const at = Instant.toISOString(Instant.plusMs(world.ports.clock.now(), -40 * minuteMs));
    const corrected = await ordersRoom(world.ports).correctRental({
      staffSession,
      caseNumber: 'CASE-999999',
      ...back,
      at,
    });
    expect(value(corrected)).toMatchObject({ kind: 'failed' });
  });
});

test('a correction tells nothing of a rental to who has no case of its person’s, right or wrong', async () => {
  const world = openRentalWorld();
  const rider = await givenRider(world);
  const { order } = await rentAndReturn(world, rider);
  const staffSession = await staffAt(world.ports);
  const other = await deskOf(world, await givenRider(world), staffSession);
  const { correctRental } = ordersRoom(world.ports);
  for (const minutes of [1, 10, 40, 59, 61, 90, 10_000]) {
    const at = Instant.toISOString(Instant.plusMs(world.ports.clock.now(), -minutes * minuteMs));
    const asked = { staffSession, caseNumber: other.caseNumber, order, station: 'FRA-0011', refund: uuid, at };
    expect(refusal(await correctRental(asked)), `${minutes} minutes`).toEqual({ kind: 'NoSuchCase' });
  }
});

test.each(['explain-retention', 'see-holds', 'place-hold', 'record-request', 'cancel-account', 'export-data'] as const)(
  'staff with a case of somebody else’s learns by no %s who is a customer',
  async (action) => {
    const { world, anna, deeds } = await openOffice();
    const { caseNumber } = await deskOf(world, await givenRider(world), anna);
    const ofCustomer = refusal((await deeds[action]?.(caseNumber, { email })) as never);
    const ofNobody = refusal((await deeds[action]?.(caseNumber, { email: 'nobody@example.org' })) as never);
    expect(ofCustomer).toEqual(ofNobody);
  },
);

test('nor by a day that cannot be, in a request or for a hold', async () => {
  const { world, rider, anna } = await openOffice();
  const { caseNumber } = await deskOf(world, await givenRider(world), anna);
  const { placeHold, recordRequest } = privacyRoom(world.ports);
  const asked = { staffSession: anna, caseNumber };
  const deeds: Readonly<Record<string, (person: Named, day: string) => ReturnType<Deed>>> = {
    hold: (person, until) => placeHold({ ...asked, person, basis: 'legal-claim', scope: 'person', until }),
    request: (person, receivedOn) =>
      recordRequest({ ...asked, person, right: 'access', channel: 'letter', receivedOn }),
  };
  for (const [name, deed] of Object.entries(deeds)) {
    for (const day of ['1999-01-01', '2999-01-01', '2026-02-30', 'soon']) {
      const ofCustomer = refusal(await deed({ email }, day));
      const ofNobody = refusal(await deed({ email: 'nobody@example.org' }, day));
      expect(ofCustomer, `${name} ${day}`).toEqual(ofNobody);
    }
  }
  const own = await deskOf(world, rider, anna);
  const hold = { ...own, person: { email }, basis: 'legal-claim', scope: 'person' };
  expect(refusal(await placeHold({ ...hold, until: '1999-01-01' }))).toEqual({ kind: 'ExpiryInPast' });
  const request = { ...own, person: { email }, right: 'access', channel: 'letter' };
  expect(refusal(await recordRequest({ ...request, receivedOn: '2999-01-01' }))).toEqual({ kind: 'ReceivedInFuture' });
});
