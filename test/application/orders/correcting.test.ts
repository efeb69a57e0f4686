import { describe, expect, test } from 'vitest';
import { deliverDue } from '../../../src/application/notices/deliver-due.ts';
import { cancelRental } from '../../../src/application/orders/cancel-rental.ts';
import { type CorrectRentalInput, correctRental } from '../../../src/application/orders/correct-rental.ts';
import { myReceipt } from '../../../src/application/orders/my-receipt.ts';
import { reportLost } from '../../../src/application/orders/report-lost.ts';
import { charge } from '../../../src/application/payments/charge.ts';
import { refund } from '../../../src/application/payments/refund.ts';
import { retryPayment } from '../../../src/application/payments/retry-payment.ts';
import { takeProcessorEvent } from '../../../src/application/payments/take-processor-event.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { hourMs, Instant } from '../../../src/domain/instant.ts';
import { errAsync, okAsync } from '../../../src/domain/result.ts';
import { nobodysSession, staffSessionOf } from '../../staff-desk.ts';
import { booksOf, everyReceipt, faultOf, placesIn, rowsIn } from '../books.ts';
import { givenEmail } from '../people.ts';
import { givenRider, leave, openRentalWorld, type RentalWorld, rentAndReturn, rentOne } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

const staff = { staffSession: staffSessionOf('ada.lovelace'), caseNumber: 'CASE-7' };
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const euro = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const recordedAccess = { staff: 'ada.lovelace', caseNumber: 'CASE-7', purpose: 'resolve-problem', fields: [] };

/** The ports of a process that dies once the money has moved, before what it wrote is committed. */
function crashing({ ports }: RentalWorld): Ports {
  const { store, processor } = ports;
  let hasMoved = false;
  const refundThere: typeof processor.refund = (request) => {
    hasMoved = true;
    return processor.refund(request);
  };
  const transact: typeof store.transact = (work) =>
    store.transact((tx) =>
      work(tx).andThen((done) => (hasMoved ? errAsync(portFailure('DataStore', true)) : okAsync(done))),
    );
  return { ...ports, store: { ...store, transact }, processor: { ...processor, refund: refundThere } };
}

/** Somebody whose power bank was reported lost two days after the start: 50.00 EUR with the unlock fee. */
async function givenLost() {
  const world = openRentalWorld();
  const person = await givenRider(world);
  await givenEmail(world, person, 'rider@example.org');
  const { order, startedAt } = await rentOne(world, person);
  world.pass(48 * hourMs);
  const { payment } = value(await reportLost(world.ports)({ session: person.session, order }));
  value(await deliverDue(world.ports)({ limit: 20 }));
  /** It stood in a station after so many hours all the time. */
  const found = (afterHours: number, more: Partial<CorrectRentalInput> = {}, ports: Ports = world.ports) =>
    correctRental(ports)({
      ...staff,
      order,
      station: 'FRA-0011',
      at: Instant.toISOString(Instant.plusMs(startedAt, afterHours * hourMs)),
      refund: uuid(1),
      ...more,
    });
  return { world, person, session: person.session, order, payment, found };
}

describe('a lost power bank that is found', () => {
  test('leaves the receipt of the loss fee as it is, with a correction, and the money goes back', async () => {
    const { world, order, payment, session, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    const { receipt } = await booksOf(world, order);
    expect(receipt).toMatchObject({ gross: euro(5000), items: [{ kind: 'unlock-fee' }, { kind: 'loss-fee' }] });

    // An hour is 2.00 EUR with the unlock fee.
    expect(value(await found(1))).toMatchObject({ kind: 'refunded', refunded: euro(4800) });
    expect(world.processor.refunds).toMatchObject([{ idempotencyKey: uuid(1), amount: euro(4800) }]);
    const books = await booksOf(world, order);
    expect(books.receipt).toEqual(receipt);
    expect(books.corrections).toMatchObject([
      { number: 'JOOS-2026-000002', corrects: 'JOOS-2026-000001', gross: euro(-4800) },
    ]);
    expect(faultOf(books)).toBeNull();

    const shown = value(await myReceipt(world.ports)({ session, order })).receipt;
    expect(shown).toMatchObject({ number: receipt.number, returnedTo: null, correctedEnd: { returnedTo: 'FRA-0011' } });
  });

  test('is told to the person as a corrected receipt, once', async () => {
    const { world, payment, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    const before = world.mails.length;
    value(await found(1));
    value(await found(1));
    value(await deliverDue(world.ports)({ limit: 20 }));
    expect(world.mails.slice(before).map(({ about, to }) => [about, to])).toEqual([
      ['receipt-corrected', 'rider@example.org'],
    ]);
  });

  test('is corrected once: asked again under the same name nothing moves, under another it is refused', async () => {
    const { world, payment, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    const answers = await Promise.all([found(1), found(1), found(1)]);
    for (const answer of answers) expect(value(answer)).toMatchObject({ refunded: euro(4800) });
    const after = world.everything();
    expect(value(await found(1))).toMatchObject({ refunded: euro(4800) });
    expect(refusal(await found(1, { refund: uuid(2) }))).toEqual({ kind: 'AlreadyCorrected' });
    expect(world.everything()).toEqual(after);
    expect(world.processor.refunds).toHaveLength(1);
    expect(placesIn(world)).toEqual([1, 2]);
    // Who asked while nothing was corrected yet is on record, each time.
    for (const access of rowsIn(world, 'auditEntries')) expect(access).toMatchObject(recordedAccess);
  });

  test('is on record, with name and case, before the money moves, and once where it is corrected', async () => {
    const { world, payment, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    const recordedBefore: unknown[] = [];
    const processor: Ports['processor'] = {
      ...world.processor,
      refund: (request) => {
        recordedBefore.push(...rowsIn(world, 'auditEntries'));
        return world.processor.refund(request);
      },
    };
    value(await found(1, {}, { ...world.ports, processor }));
    expect(recordedBefore).toMatchObject([recordedAccess]);
    value(await found(1));
    expect(rowsIn(world, 'auditEntries')).toEqual(recordedBefore);
  });

  test('where the answer of the processor was lost leaves who asked for it, and moves once when asked again', async () => {
    const { world, order, payment, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    const books = await booksOf(world, order);
    world.processor.weather.push('answer-lost');
    expect(refusal(await found(1)).kind).toBe('PortFailure');
    expect(await booksOf(world, order)).toEqual(books);
    expect(rowsIn(world, 'auditEntries')).toMatchObject([recordedAccess]);
    value(await found(1));
    expect(world.processor.refunds).toHaveLength(1);
    expect(placesIn(world)).toEqual([1, 2]);
  });

  test('that broke off once the money had moved is completed by asking again under the same name', async () => {
    const { world, order, payment, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    expect(refusal(await found(1, {}, crashing(world))).kind).toBe('PortFailure');
    expect(world.processor.refunds).toHaveLength(1);
    expect((await booksOf(world, order)).corrections).toEqual([]);
    expect(rowsIn(world, 'auditEntries')).toMatchObject([recordedAccess]);

    expect(value(await found(1))).toMatchObject({ kind: 'refunded', refunded: euro(4800) });
    expect(world.processor.refunds).toHaveLength(1);
    const books = await booksOf(world, order);
    expect(books.corrections).toMatchObject([{ gross: euro(-4800) }]);
    expect(faultOf(books)).toBeNull();
    expect(refusal(await found(1, { refund: uuid(2) }))).toEqual({ kind: 'AlreadyCorrected' });
  });

  test('that broke off, and whose refund the processor told of meanwhile, is completed without booking it twice', async () => {
    const { world, order, payment, session, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    expect((await found(1, {}, crashing(world))).isErr()).toBe(true);
    const [moved] = world.processor.refunds;
    const told = { kind: 'refunded', payment, refund: uuid(1), reference: moved?.reference ?? '' } as const;
    expect(value(await takeProcessorEvent(world.ports)({ ...told, amount: euro(4800) }))).toBe('taken');

    expect(value(await found(1))).toMatchObject({ kind: 'refunded', refunded: euro(4800) });
    expect(world.processor.refunds).toHaveLength(1);
    const books = await booksOf(world, order);
    expect(books.corrections).toHaveLength(1);
    expect(faultOf(books)).toBeNull();
    const shown = value(await myReceipt(world.ports)({ session, order })).receipt;
    expect(shown).toMatchObject({ correctedEnd: { returnedTo: 'FRA-0011' } });
    const after = world.everything();
    expect(value(await found(1))).toMatchObject({ refunded: euro(4800) });
    expect(world.everything()).toEqual(after);
    expect(refusal(await found(1, { refund: uuid(2) }))).toEqual({ kind: 'AlreadyCorrected' });
  });

  test('under the name of a refund of something else is refused, and nothing moves or is recorded', async () => {
    const { world, order, payment, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    value(await refund(world.ports)({ ...staff, payment, amount: euro(150), refund: uuid(5) }));
    const before = world.everything();
    expect(refusal(await found(1, { refund: uuid(5) }))).toEqual({ kind: 'RefundNameTaken' });
    expect(world.everything()).toEqual(before);
    expect(world.processor.refunds).toHaveLength(1);

    // Nor does the name of another person's refund do.
    const person = await givenRider(world);
    const other = await rentAndReturn(world, person);
    value(await charge(world.ports)({ payment: other.payment }));
    value(await refund(world.ports)({ ...staff, payment: other.payment, amount: euro(50), refund: uuid(6) }));
    expect(refusal(await found(1, { refund: uuid(6) }))).toEqual({ kind: 'RefundNameTaken' });
    expect(faultOf(await booksOf(world, order))).toBeNull();
  });

  test('another time, to another end and under a name that is used up, is refused', async () => {
    const { world, payment, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    value(await found(1));
    value(await refund(world.ports)({ ...staff, payment, amount: euro(50), refund: uuid(5) }));
    const before = world.everything();
    expect(refusal(await found(2))).toEqual({ kind: 'RefundNameTaken' });
    expect(refusal(await found(1, { station: 'FRA-0042' }))).toEqual({ kind: 'RefundNameTaken' });
    expect(refusal(await found(2, { refund: uuid(5) }))).toEqual({ kind: 'RefundNameTaken' });
    expect(world.everything()).toEqual(before);
  });

  test('is refused while the charge is under way, and nothing is left behind', async () => {
    const { world, payment, found } = await givenLost();
    const untouched = world.everything();
    expect(refusal(await found(1))).toEqual({ kind: 'PaymentUnderWay' });
    expect(world.everything()).toEqual(untouched);
    world.processor.weather.push('answer-lost', 'answer-lost');
    expect((await charge(world.ports)({ payment })).isErr()).toBe(true);
    const unclear = world.everything();
    expect(refusal(await found(1))).toEqual({ kind: 'PaymentUnderWay' });
    expect(world.everything()).toEqual(unclear);
    expect(world.processor.refunds).toEqual([]);
  });

  test('of which nothing was paid yet is owed less, and the next attempt charges the lower amount under a new key', async () => {
    const { world, order, payment, session, found } = await givenLost();
    world.processor.bank.push('insufficient-funds');
    value(await charge(world.ports)({ payment }));
    expect(value(await found(1))).toMatchObject({ kind: 'failed', amount: euro(200), attempt: 1 });
    expect(world.processor.refunds).toEqual([]);
    const books = await booksOf(world, order);
    expect(books.receipt.gross).toEqual(euro(5000));
    expect(books.corrections).toMatchObject([{ gross: euro(-4800) }]);
    expect(faultOf(books)).toBeNull();

    expect(value(await retryPayment(world.ports)({ session, payment }))).toMatchObject({
      kind: 'succeeded',
      attempt: 2,
    });
    expect(world.processor.asked).toEqual([`${payment}:1`, `${payment}:2`]);
    expect(world.processor.taken).toMatchObject([{ key: `${payment}:2`, amount: euro(200) }]);
    expect(faultOf(await booksOf(world, order))).toBeNull();
  });

  test('of which a part went back already gives back what is left of the difference', async () => {
    const { world, order, payment, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    value(await refund(world.ports)({ ...staff, payment, amount: euro(150), refund: uuid(5) }));
    expect(value(await found(1))).toMatchObject({ refunded: euro(4950) });
    expect(faultOf(await booksOf(world, order))).toBeNull();
  });

  test('of which more went back than the time costs is refused', async () => {
    const { world, order, payment, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    value(await refund(world.ports)({ ...staff, payment, amount: euro(4900), refund: uuid(5) }));
    const before = world.everything();
    expect(refusal(await found(1))).toEqual({ kind: 'CorrectionTooLarge' });
    expect(world.everything()).toEqual(before);
    expect(faultOf(await booksOf(world, order))).toBeNull();
  });

  test('of somebody who left with the amount unpaid is owed less too, and nobody is told', async () => {
    const { world, person, order, payment, found } = await givenLost();
    world.processor.bank.push('insufficient-funds');
    value(await charge(world.ports)({ payment }));
    await leave(world, person);
    const told = world.mails.length + world.texts.length;
    expect(value(await found(1))).toMatchObject({ kind: 'failed', amount: euro(200) });
    value(await deliverDue(world.ports)({ limit: 20 }));
    expect(world.mails.length + world.texts.length).toBe(told);
    expect(faultOf(await booksOf(world, order))).toBeNull();
  });
});

describe('a correction', () => {
  test('never charges more, whatever is found out', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { order, payment } = await rentAndReturn(world, person);
    value(await charge(world.ports)({ payment }));
    const before = world.everything();
    const at = (hours: number) => Instant.toISOString(Instant.plusMs(world.ports.clock.now(), hours * hourMs));
    const input = { ...staff, order, station: 'FRA-0011', refund: uuid(1) };
    world.pass(5 * hourMs);
    expect(refusal(await correctRental(world.ports)({ ...input, at: at(0) }))).toEqual({
      kind: 'CorrectionRaisesCharge',
    });
    expect(refusal(await correctRental(world.ports)({ ...input, at: at(-5) }))).toEqual({ kind: 'NothingToCorrect' });
    expect(refusal(await correctRental(world.ports)({ ...input, at: at(-7) }))).toEqual({ kind: 'EndsBeforeStart' });
    expect(world.everything()).toEqual(before);
  });

  test('is of what has happened: in the future nothing came back yet', async () => {
    const { world, payment, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    const before = world.everything();
    const now = world.ports.clock.now();
    const at = Instant.toISOString(Instant.plusMs(now, 1));
    expect(refusal(await found(1, { at }))).toEqual({ kind: 'InTheFuture' });
    expect(world.everything()).toEqual(before);
    expect(value(await found(1, { at: Instant.toISOString(now) })).kind).toBe('refunded');
  });

  test('is of a charge: an open and a cancelled rental have none', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const open = await rentOne(world, person);
    const at = Instant.toISOString(world.ports.clock.now());
    const input = { ...staff, order: open.order, station: 'FRA-0011', at, refund: uuid(1) };
    expect(refusal(await correctRental(world.ports)(input))).toEqual({ kind: 'NothingCharged' });
    value(await cancelRental(world.ports)({ session: person.session, order: open.order }));
    expect(refusal(await correctRental(world.ports)(input))).toEqual({ kind: 'NothingCharged' });
    expect(refusal(await correctRental(world.ports)({ ...input, order: uuid(9) }))).toEqual({ kind: 'NoSuchOrder' });
    expect(everyReceipt(world)).toEqual([]);
  });

  test('needs a name, a case, an order, a station, a moment and a name of its own', async () => {
    const { world, payment, found } = await givenLost();
    value(await charge(world.ports)({ payment }));
    const before = world.everything();
    const kind = async (more: Partial<CorrectRentalInput>) => refusal(await found(1, more)).kind;
    expect([
      await kind({ staffSession: nobodysSession }),
      await kind({ caseNumber: 'mine' }),
      await kind({ order: 'that one' }),
      await kind({ station: 'the one in front of the church' }),
      await kind({ at: 'yesterday' }),
      await kind({ refund: 'the first one' }),
    ]).toEqual([
      'StaffNotSignedIn',
      'InvalidCaseNumber',
      'InvalidId',
      'InvalidStationId',
      'InvalidInstant',
      'InvalidId',
    ]);
    expect(world.everything()).toEqual(before);
  });
});
