import { describe, expect, test } from 'vitest';
import { type Card, Last4 } from '../../../src/domain/card/masked-card.ts';
import { PaymentMethodReference } from '../../../src/domain/card/payment-method-reference.ts';
import { CardId, OrderId, SubjectId } from '../../../src/domain/ids.ts';
import { Day, Instant } from '../../../src/domain/instant.ts';
import { lossCharges, returnCharges } from '../../../src/domain/order/charges.ts';
import {
  cancellableForMs,
  decideEnd,
  decideRent,
  evolveOrder,
  type OpenOrder,
  type Order,
  type RentCommand,
} from '../../../src/domain/order/order.ts';
import { PowerBankId } from '../../../src/domain/order/power-bank-id.ts';
import { ReceiptNumber } from '../../../src/domain/order/receipt-number.ts';
import { StationId } from '../../../src/domain/order/station-id.ts';
import { Tariff } from '../../../src/domain/order/tariff.ts';

const startedAt = Instant.parse('2026-11-23T09:00:00Z')._unsafeUnwrap();
const later = (durationMs: number): Instant => Instant.plusMs(startedAt, durationMs);
const subject = SubjectId.parse('0b6c6f0e-1111-4aaa-8bbb-000000000001')._unsafeUnwrap();
const stranger = SubjectId.parse('0b6c6f0e-1111-4aaa-8bbb-000000000002')._unsafeUnwrap();
const station = StationId.parse('FRA-0042')._unsafeUnwrap();
const otherStation = StationId.parse('FRA-0007')._unsafeUnwrap();
const receipt = ReceiptNumber.parse('JOOS-2026-000001')._unsafeUnwrap();
const tariff = Tariff.parse({
  currency: 'EUR',
  unlockFeeMinor: 100,
  unitPriceMinor: 50,
  unitMinutes: 30,
  dailyCapMinor: 900,
  lossFeeMinor: 4000,
  vatPercent: 19,
})._unsafeUnwrap();

const card: Card = {
  card: CardId.parse('0b6c6f0e-1111-4aaa-8bbb-000000000003')._unsafeUnwrap(),
  subject,
  last4: Last4.parse('1234')._unsafeUnwrap(),
  network: 'visa',
  paymentMethod: PaymentMethodReference.parse('pm_abcdef')._unsafeUnwrap(),
  addedAt: startedAt,
  removedAt: null,
};

const rent: RentCommand = {
  kind: 'Rent',
  order: OrderId.parse('0b6c6f0e-1111-4aaa-8bbb-000000000004')._unsafeUnwrap(),
  subject,
  powerBank: PowerBankId.parse('PB-004711')._unsafeUnwrap(),
  rentedFrom: station,
  startedAt,
  day: Day.parse('2026-11-23')._unsafeUnwrap(),
  tariff,
};

const [rented] = decideRent(rent, card)._unsafeUnwrap();
const open: OpenOrder = evolveOrder(null, rented);

describe('a rental begins', () => {
  test('bound to the card, at the tariff of the moment', () => {
    const { kind, ...rental } = rent;
    expect(kind).toBe('Rent');
    expect(rented).toStrictEqual({ kind: 'Rented', rental: { ...rental, card: card.card } });
    expect(open).toStrictEqual({ kind: 'open', ...rental, card: card.card });
  });

  test("never on another person's card, of which it says nothing", () => {
    expect(decideRent(rent, { ...card, subject: stranger })._unsafeUnwrapErr()).toStrictEqual({ kind: 'NoSuchCard' });
    const removed = { ...card, subject: stranger, removedAt: startedAt };
    expect(decideRent(rent, removed)._unsafeUnwrapErr()).toStrictEqual({ kind: 'NoSuchCard' });
  });

  test('never on a card that was removed', () => {
    const removed = { ...card, removedAt: startedAt };
    expect(decideRent(rent, removed)._unsafeUnwrapErr()).toStrictEqual({ kind: 'CardRemoved' });
  });
});

describe('a rental ends', () => {
  test('with the return of the power bank, charged by time', () => {
    const at = later(70 * 60_000);
    const [event] = decideEnd({ kind: 'Return', station: otherStation, at }, open)._unsafeUnwrap();
    const items = returnCharges({ startedAt, endedAt: at, tariff });
    expect(event).toStrictEqual({ kind: 'Returned', station: otherStation, at, items });
    expect(items.map(({ gross }) => gross.amountMinor)).toStrictEqual([100, 150]);
    const returned = evolveOrder(open, { ...event, receipt });
    expect(returned).toStrictEqual({
      ...open,
      kind: 'returned',
      returnedTo: otherStation,
      endedAt: at,
      receipt,
      corrected: null,
    });
  });

  test('with the loss of the power bank, charged by the loss fee', () => {
    const at = later(70 * 60_000);
    const [event] = decideEnd({ kind: 'ReportLost', at }, open)._unsafeUnwrap();
    expect(event).toStrictEqual({ kind: 'ReportedLost', at, items: lossCharges(tariff) });
    expect(evolveOrder(open, { ...event, receipt })).toStrictEqual({
      ...open,
      kind: 'lost',
      endedAt: at,
      receipt,
      corrected: null,
    });
  });

  test('cancelled, for nothing, within 2 minutes to the millisecond', () => {
    expect(cancellableForMs).toBe(120_000);
    for (const at of [later(0), later(120_000)]) {
      const [event] = decideEnd({ kind: 'Cancel', at }, open)._unsafeUnwrap();
      expect(event).toStrictEqual({ kind: 'Cancelled', at });
      expect(evolveOrder(open, { kind: 'Cancelled', at })).toStrictEqual({ ...open, kind: 'cancelled', endedAt: at });
    }
    const tooLate = decideEnd({ kind: 'Cancel', at: later(120_001) }, open);
    expect(tooLate._unsafeUnwrapErr()).toStrictEqual({ kind: 'TooLateToCancel' });
  });

  test('at the very moment of its start at the earliest', () => {
    expect(decideEnd({ kind: 'Return', station, at: startedAt }, open).isOk()).toBe(true);
    const at = later(-1);
    for (const command of [
      { kind: 'Return', station, at },
      { kind: 'ReportLost', at },
      { kind: 'Cancel', at },
    ] as const) {
      expect(decideEnd(command, open)._unsafeUnwrapErr()).toStrictEqual({ kind: 'EndsBeforeStart' });
    }
  });

  test('only once, whatever ended it', () => {
    const endedAt = later(60_000);
    const ended: Order[] = [
      { ...open, kind: 'returned', returnedTo: station, endedAt, receipt, corrected: null },
      { ...open, kind: 'lost', endedAt, receipt, corrected: null },
      { ...open, kind: 'cancelled', endedAt },
    ];
    for (const order of ended) {
      for (const kind of ['ReportLost', 'Cancel'] as const) {
        expect(decideEnd({ kind, at: later(-1) }, order)._unsafeUnwrapErr()).toStrictEqual({ kind: 'OrderNotOpen' });
      }
      const again = decideEnd({ kind: 'Return', station, at: endedAt }, order);
      expect(again._unsafeUnwrapErr()).toStrictEqual({ kind: 'OrderNotOpen' });
    }
  });
});
