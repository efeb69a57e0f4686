import { describe, expect, test } from 'vitest';
import { removeCard } from '../../../src/application/cards/remove-card.ts';
import { cancelRental } from '../../../src/application/orders/cancel-rental.ts';
import { myOrders } from '../../../src/application/orders/my-orders.ts';
import { myReceipt } from '../../../src/application/orders/my-receipt.ts';
import { rent } from '../../../src/application/orders/rent.ts';
import { reportLost } from '../../../src/application/orders/report-lost.ts';
import { returnPowerBank } from '../../../src/application/orders/return-power-bank.ts';
import { portFailure } from '../../../src/application/ports/port-failure.ts';
import type { Ports } from '../../../src/application/ports/ports.ts';
import { minuteMs } from '../../../src/domain/instant.ts';
import { errAsync } from '../../../src/domain/result.ts';
import { givenEmail, signIn } from '../people.ts';
import { giveCard, givenRider, openRentalWorld, rentAndReturn, rentOne, tariff } from '../rental-world.ts';
import { refusal, value } from '../world.ts';

const place = { station: 'FRA-0042', powerBank: 'PB-004711', tariff };

describe('renting', () => {
  test('binds the rental to the newest card, or to the one that is named', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const [first] = value(await world.ports.store.reads.cardsOf(person.subject, 'data-subject-rights'));
    const newest = await giveCard(world, person, 1);
    expect((await rentOne(world, person)).card).toBe(newest);
    expect((await rentOne(world, person, first!.card)).card).toBe(first!.card);
  });

  test('needs a card, and one of the person’s own that is not removed', async () => {
    const world = openRentalWorld();
    const person = await signIn(world);
    const { session } = person;
    expect(refusal(await rent(world.ports)({ ...place, session }))).toEqual({ kind: 'NoCard' });

    const stranger = await givenRider(world);
    const [theirs] = value(await world.ports.store.reads.cardsOf(stranger.subject, 'data-subject-rights'));
    expect(refusal(await rent(world.ports)({ ...place, session, card: theirs!.card }))).toEqual({ kind: 'NoCard' });

    const card = await giveCard(world, person);
    value(await removeCard(world.ports)({ session, card }));
    expect(refusal(await rent(world.ports)({ ...place, session, card }))).toEqual({ kind: 'NoCard' });
  });

  test('refuses what is malformed without writing anything', async () => {
    const world = openRentalWorld();
    const { session } = await givenRider(world);
    const before = world.everything();
    const kinds = [
      refusal(await rent(world.ports)({ ...place, session, station: 'somewhere' })).kind,
      refusal(await rent(world.ports)({ ...place, session, powerBank: '' })).kind,
      refusal(await rent(world.ports)({ ...place, session, tariff: { ...tariff, vatPercent: 99 } })).kind,
      refusal(await rent(world.ports)({ ...place, session, card: '4242424242424242' })).kind,
    ];
    expect(kinds).toEqual(['InvalidStationId', 'InvalidPowerBankId', 'InvalidTariff', 'InvalidId']);
    expect(world.everything()).toEqual(before);
  });
});

describe('returning', () => {
  test('writes receipt, payment and notice with the end of the order', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const ended = await rentAndReturn(world, person);
    expect(ended).toMatchObject({
      state: 'returned',
      receipt: { number: 'JOOS-2026-000001', gross: { amountMinor: 200 } },
    });

    const record = value(await world.ports.store.reads.orderOf(person.subject, ended.order, 'data-subject-rights'));
    expect(record).toMatchObject({
      order: { kind: 'returned', returnedTo: 'FRA-0007', receipt: 'JOOS-2026-000001' },
      payment: { kind: 'pending', payment: ended.payment, attempt: 1, amount: { amountMinor: 200, currency: 'EUR' } },
    });
    expect(value(await world.ports.store.reads.duePayments(world.ports.clock.now(), 10))).toEqual([ended.payment]);
    expect(value(await world.ports.store.outbox.status(world.ports.clock.now())).queued).toBe(1);
  });

  test('said again by the station changes nothing and answers the same', async () => {
    const world = openRentalWorld();
    const first = await rentAndReturn(world, await givenRider(world));
    const after = world.everything();
    world.pass(minuteMs);
    const again = value(await returnPowerBank(world.ports)({ order: first.order, station: 'FRA-0099' }));
    expect(again).toEqual(first);
    expect(world.everything()).toEqual(after);
  });

  test('at the same time by two stations makes one receipt', async () => {
    const world = openRentalWorld();
    const { order } = await rentOne(world, await givenRider(world));
    const returning = returnPowerBank(world.ports);
    const [one, other] = await Promise.all([
      returning({ order, station: 'FRA-0001' }),
      returning({ order, station: 'FRA-0002' }),
    ]);
    expect(value(other).receipt).toEqual(value(one).receipt);
    expect(value(await world.ports.store.outbox.status(world.ports.clock.now())).queued).toBe(1);
  });

  test('takes the time that a station tells late, and none that is before the rental or ahead of now', async () => {
    const world = openRentalWorld();
    const { order, startedAt } = await rentOne(world, await givenRider(world));
    world.pass(120 * minuteMs);
    const returning = (at: string) => returnPowerBank(world.ports)({ order, station: 'FRA-0007', at });
    const iso = (ms: number) => new Date(startedAt + ms).toISOString();
    expect(refusal(await returning(iso(-1)))).toEqual({ kind: 'EndsBeforeStart' });
    expect(refusal(await returning(iso(126 * minuteMs)))).toEqual({ kind: 'InTheFuture' });
    expect(refusal(await returning('yesterday'))).toEqual({ kind: 'InvalidInstant' });
    expect(value(await returning(iso(29 * minuteMs))).receipt.gross.amountMinor).toBe(150);
  });

  test('numbers receipts without gaps, whatever was refused between', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const first = await rentAndReturn(world, person);
    const { order } = await rentOne(world, person);
    expect(
      refusal(await returnPowerBank(world.ports)({ order, station: 'FRA-0007', at: '2020-01-01T00:00:00Z' })).kind,
    ).toBe('EndsBeforeStart');
    const broken: Ports = {
      ...world.ports,
      store: {
        ...world.ports.store,
        transact: (work) =>
          world.ports.store.transact((tx) =>
            work({ ...tx, orders: { ...tx.orders, end: () => errAsync(portFailure('DataStore', true)) } }),
          ),
      },
    };
    const before = world.everything();
    expect(refusal(await returnPowerBank(broken)({ order, station: 'FRA-0007' })).kind).toBe('PortFailure');
    expect(world.everything()).toEqual(before);
    const second = value(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }));
    expect([first.receipt.number, second.receipt.number]).toEqual(['JOOS-2026-000001', 'JOOS-2026-000002']);
  });

  test('of an unknown order is refused', async () => {
    const world = openRentalWorld();
    const order = '00000000-0000-4000-8000-000000000000';
    expect(refusal(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }))).toEqual({
      kind: 'NoSuchOrder',
    });
  });
});

describe('losing and cancelling', () => {
  test('a lost power bank costs the loss fee, once', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { order } = await rentOne(world, person);
    const { session } = person;
    const lost = value(await reportLost(world.ports)({ session, order }));
    expect(lost).toMatchObject({ state: 'lost', receipt: { gross: { amountMinor: 5000 } } });
    expect(value(await reportLost(world.ports)({ session, order }))).toEqual(lost);
    expect(refusal(await returnPowerBank(world.ports)({ order, station: 'FRA-0007' }))).toEqual({
      kind: 'OrderNotOpen',
    });
  });

  test('nobody ends another person’s rental', async () => {
    const world = openRentalWorld();
    const { order } = await rentOne(world, await givenRider(world));
    const { session } = await givenRider(world);
    expect(refusal(await reportLost(world.ports)({ session, order }))).toEqual({ kind: 'NoSuchOrder' });
    expect(refusal(await cancelRental(world.ports)({ session, order }))).toEqual({ kind: 'NoSuchOrder' });
    expect(refusal(await myReceipt(world.ports)({ session, order }))).toEqual({ kind: 'NoSuchOrder' });
  });

  test('a rental that never began is cancelled without a charge, for 2 minutes, by person or station', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    const { session } = person;
    const { order } = await rentOne(world, person);
    value(await cancelRental(world.ports)({ session, order }));
    value(await cancelRental(world.ports)({ order }));
    expect(value(await world.ports.store.outbox.status(world.ports.clock.now())).queued).toBe(0);
    expect(refusal(await myReceipt(world.ports)({ session, order }))).toEqual({ kind: 'NoReceipt' });

    const late = (await rentOne(world, person)).order;
    world.pass(2 * minuteMs + 1);
    expect(refusal(await cancelRental(world.ports)({ order: late }))).toEqual({ kind: 'TooLateToCancel' });
  });
});

describe('looking back', () => {
  test('the receipt shows the card by its last 4 digits, and the person’s orders stand newest first', async () => {
    const world = openRentalWorld();
    const person = await givenRider(world);
    await givenEmail(world, person, 'rider@example.org');
    const first = await rentAndReturn(world, person);
    const second = await rentOne(world, person);
    const { session } = person;

    const shown = value(await myReceipt(world.ports)({ session, order: first.order }));
    expect(shown.card).toBe('•••• 4242');
    expect(shown.receipt).toMatchObject({
      number: first.receipt.number,
      rentedFrom: 'FRA-0042',
      returnedTo: 'FRA-0007',
    });
    const mine = value(await myOrders(world.ports)({ session }));
    expect(mine.map(({ order, state }) => [order, state])).toEqual([
      [second.order, 'open'],
      [first.order, 'returned'],
    ]);
    expect(JSON.stringify(mine)).not.toContain('pm_');
  });
});
