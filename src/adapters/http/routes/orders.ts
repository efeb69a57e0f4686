import { z } from 'zod';
import { type InvalidStationId, StationId } from '../../../domain/order/station-id.ts';
import { err, ok, type Result, ResultAsync } from '../../../domain/result.ts';
import { json } from '../answer.ts';
import { text } from '../asked.ts';
import type { EdgeRefusal } from '../edge-refusal.ts';
import { stationThat } from '../host-proof.ts';
import type { HttpOptions } from '../http-options.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { endedRentalJson, myOrderJson, openOrderJson, receiptJson } from '../presentation/orders.ts';
import { type Route, route } from '../route.ts';

const rental = z.strictObject({ station: text, powerBank: text, card: text.optional() });
const powerBankBack = z.strictObject({ at: text.optional() });

/** Rentals and their receipts. A station returns in its own name and no other's. */
export function orderRoutes({ orders }: HttpRooms, { tariff, station }: HttpOptions): readonly Route[] {
  return [
    route('GET', '/v1/orders', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => orders.myOrders({ session }))
        .map((list) => json(200, { orders: list.map(myOrderJson) })),
    ),
    ...(tariff === undefined
      ? []
      : [
          route('POST', '/v1/orders', (asked) =>
            asked
              .session()
              .andThen((session) => asked.body(rental).map((wanted) => ({ session, ...wanted })))
              .asyncAndThen((wanted) =>
                tariffOf(tariff, wanted.station).andThen((terms) => orders.rent({ ...wanted, tariff: terms })),
              )
              .map((order) => json(201, openOrderJson(order))),
          ),
        ]),
    ...(station === undefined
      ? []
      : [
          route('POST', '/v1/orders/:order/return', (asked) =>
            stationThat(station, asked)
              .andThen((identity) => asked.body(powerBankBack).map((back) => ({ ...back, ...identity })))
              .andThen(({ station, at }) => orders.returnPowerBank({ order: asked.part('order'), station, at }))
              .map((ended) => json(200, endedRentalJson(ended))),
          ),
          route('POST', '/v1/orders/:order/nothing-given-out', (asked) =>
            stationThat(station, asked)
              .andThen(() => orders.cancelRental({ order: asked.part('order') }))
              .map(({ order }) => json(200, { order, state: 'cancelled' })),
          ),
        ]),
    route('POST', '/v1/orders/:order/lost', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => orders.reportLost({ session, order: asked.part('order') }))
        .map((ended) => json(200, endedRentalJson(ended))),
    ),
    route('POST', '/v1/orders/:order/cancel', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => orders.cancelRental({ session, order: asked.part('order') }))
        .map(({ order }) => json(200, { order, state: 'cancelled' })),
    ),
    route('GET', '/v1/orders/:order/receipt', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => orders.myReceipt({ session, order: asked.part('order') }))
        .map((receipt) => json(200, receiptJson(receipt))),
    ),
  ];
}

/** The price list of a station, by the host; it is asked for names alone that can be a station's. */
function tariffOf(
  tariff: NonNullable<HttpOptions['tariff']>,
  name: string,
): ResultAsync<unknown, EdgeRefusal | InvalidStationId> {
  return StationId.parse(name).asyncAndThen(
    (station) =>
      new ResultAsync(
        tariff(station).then(
          (terms): Result<unknown, EdgeRefusal> => (terms === null ? err({ kind: 'NoSuchStation' }) : ok(terms)),
        ),
      ),
  );
}
