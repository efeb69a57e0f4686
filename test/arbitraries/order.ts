import * as fc from 'fast-check';
import type { Card } from '../../src/domain/card/masked-card.ts';
import { Instant } from '../../src/domain/instant.ts';
import { businessDay } from '../../src/domain/order/business-day.ts';
import { type Currency, currencies, Money } from '../../src/domain/order/money.ts';
import {
  type CancelledOrder,
  decideEnd,
  decideRent,
  type EndOrderCommand,
  evolveOrder,
  type LostOrder,
  type OpenOrder,
  type Order,
  type RentCommand,
  type ReturnedOrder,
} from '../../src/domain/order/order.ts';
import { PowerBankId } from '../../src/domain/order/power-bank-id.ts';
import { type BookkeepingReceipt, bookkeepingReceipt } from '../../src/domain/order/receipt.ts';
import { lastNumberOfSeries, ReceiptNumber, ReceiptSeries } from '../../src/domain/order/receipt-number.ts';
import { StationId } from '../../src/domain/order/station-id.ts';
import { highestTariffAmountMinor, minutesOfDay, Tariff } from '../../src/domain/order/tariff.ts';
import { maskedCards, paymentMethodReferences } from './card.ts';
import { cardIds, orderIds, subjectIds } from './ids.ts';
import { instants } from './instant.ts';

export const knownCurrencies: fc.Arbitrary<Currency> = fc.constantFrom(...currencies);

/** Amounts of one currency, so small that a few of them add up to a safe integer. */
export function amountsIn(currency: Currency, least = -1e12, most = 1e12): fc.Arbitrary<Money> {
  return fc.integer({ min: least, max: most }).map((minor) => Money.of(minor, currency)._unsafeUnwrap());
}

export const amounts: fc.Arbitrary<Money> = knownCurrencies.chain((currency) => amountsIn(currency));

/** Rates with no decimal and with one. */
export const vatPercents: fc.Arbitrary<number> = fc.integer({ min: 0, max: 300 }).map((tenths) => tenths / 10);

const unitLengths = Array.from({ length: minutesOfDay }, (_, index) => index + 1).filter(
  (minutes) => minutesOfDay % minutes === 0,
);

/** Every tariff there can be: dear and cheap, minutes to days, with an unlock fee and without. */
export const tariffs: fc.Arbitrary<Tariff> = fc
  .record({
    currency: knownCurrencies,
    unlockFeeMinor: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: highestTariffAmountMinor })),
    amounts: fc.array(
      fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: highestTariffAmountMinor })),
      { minLength: 3, maxLength: 3 },
    ),
    unitMinutes: fc.constantFrom(...unitLengths),
    vatPercent: vatPercents,
  })
  .map(({ amounts: three, ...terms }) => {
    const [unitPriceMinor, dailyCapMinor, lossFeeMinor] = three.toSorted((left, right) => left - right);
    return Tariff.parse({ ...terms, unitPriceMinor, dailyCapMinor, lossFeeMinor })._unsafeUnwrap();
  });

/** From no time at all to years, and often the millisecond around a minute, an hour, a day. */
export const durations: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 0, max: 400 * 86_400_000 }),
  fc
    .tuple(
      fc.constantFrom(60_000, 3_600_000, 86_400_000),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: -1, max: 1 }),
    )
    .map(([unit, times, off]) => Math.max(0, unit * times + off)),
);

export const stations: fc.Arbitrary<StationId> = fc
  .stringMatching(/^[A-Z]{3,6}-[0-9]{1,6}$/)
  .map((text) => StationId.parse(text)._unsafeUnwrap());

export const powerBanks: fc.Arbitrary<PowerBankId> = fc
  .stringMatching(/^[A-Z]{2,6}-[0-9]{1,8}$/)
  .map((text) => PowerBankId.parse(text)._unsafeUnwrap());

export const receiptSeries: fc.Arbitrary<ReceiptSeries> = fc
  .stringMatching(/^[A-Z]{2,8}-2[01][0-9]{2}$/)
  .map((text) => ReceiptSeries.parse(text)._unsafeUnwrap());

export const receiptNumbers: fc.Arbitrary<ReceiptNumber> = fc
  .tuple(receiptSeries, fc.integer({ min: 1, max: lastNumberOfSeries }))
  .map(([series, n]) => ReceiptNumber.of(series, n)._unsafeUnwrap());

/** Cards that are not removed. */
export const cards: fc.Arbitrary<Card> = fc
  .record({ card: cardIds, subject: subjectIds, paymentMethod: paymentMethodReferences, addedAt: instants })
  .chain((card) => maskedCards.map((masked) => ({ ...card, ...masked, removedAt: null })));

/** Rentals that a card's holder may begin. */
function rentCommandsOf(card: Card): fc.Arbitrary<RentCommand> {
  return fc
    .record({ order: orderIds, powerBank: powerBanks, rentedFrom: stations, startedAt: instants, tariff: tariffs })
    .map((rental) => ({
      kind: 'Rent',
      subject: card.subject,
      day: businessDay(rental.startedAt, 'Europe/Berlin'),
      ...rental,
    }));
}

export const openOrders: fc.Arbitrary<OpenOrder> = cards.chain((card) =>
  rentCommandsOf(card).map((command) => evolveOrder(null, decideRent(command, card)._unsafeUnwrap()[0])),
);

/** Ends of a rental at an instant, one of each kind. */
export function endsAt(at: Instant): fc.Arbitrary<EndOrderCommand> {
  return fc.oneof(
    stations.map((station): EndOrderCommand => ({ kind: 'Return', station, at })),
    fc.constant<EndOrderCommand>({ kind: 'ReportLost', at }),
    fc.constant<EndOrderCommand>({ kind: 'Cancel', at }),
  );
}

/** A rental that ended with a charge, and its receipt. */
export interface Charged {
  readonly order: ReturnedOrder | LostOrder;
  readonly receipt: BookkeepingReceipt;
}

export const chargedOrders: fc.Arbitrary<Charged> = fc
  .record({ open: openOrders, afterMs: durations, station: fc.option(stations), number: receiptNumbers })
  .map(({ open, afterMs, station, number }) => {
    const at = Instant.plusMs(open.startedAt, afterMs);
    const command = station === null ? { kind: 'ReportLost' as const, at } : { kind: 'Return' as const, station, at };
    const [event] = decideEnd(command, open)._unsafeUnwrap();
    const drafted = bookkeepingReceipt(event.items, open.day, open.tariff.vatPercent);
    return { order: evolveOrder(open, { ...event, receipt: number }), receipt: { ...drafted, number } };
  });

const cancelledOrders: fc.Arbitrary<CancelledOrder> = openOrders.map((open) => {
  const at = open.startedAt;
  decideEnd({ kind: 'Cancel', at }, open)._unsafeUnwrap();
  return evolveOrder(open, { kind: 'Cancelled', at });
});

/** Orders in every state. */
export const orders: fc.Arbitrary<Order> = fc.oneof(
  openOrders,
  chargedOrders.map(({ order }) => order),
  cancelledOrders,
);
