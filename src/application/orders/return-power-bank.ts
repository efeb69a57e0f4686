import { type InvalidId, OrderId, type SubjectId } from '../../domain/ids.ts';
import { Instant, type InvalidInstant, minuteMs } from '../../domain/instant.ts';
import type { OrderRejection } from '../../domain/order/order.ts';
import { type InvalidStationId, StationId } from '../../domain/order/station-id.ts';
import { err, ok, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Reads } from '../ports/reads.ts';
import { type EndedRental, type EndPorts, endRental, type NoSuchOrder } from './end-rental.ts';

/** A station took a power bank back. Stations have no session; who may call this for one is for the host to say. */
export interface ReturnPowerBankInput {
  readonly order: string;
  readonly station: string;
  /** When it came back, as ISO 8601, where a station tells us late; now by default. */
  readonly at?: string | undefined;
}

/** Why a return ends no rental: the station's message is wrong, or the order was cancelled, lost or never there. */
export type ReturnPowerBankRefusal =
  | InvalidId
  | InvalidStationId
  | InvalidInstant
  /** A station's clock may be off by 5 minutes; what comes from further ahead is wrong. */
  | { readonly kind: 'InTheFuture' }
  | NoSuchOrder
  | OrderRejection
  | PortFailure;

/**
 * Ends a rental with its receipt and what is owed (POLICY.md C10, C11). Stations repeat themselves when an answer is lost:
 * an order that was returned already answers what it answered then, and nothing is written again.
 */
export type ReturnPowerBank = (input: ReturnPowerBankInput) => ResultAsync<EndedRental, ReturnPowerBankRefusal>;

const clockSkewMs = 5 * minuteMs;

/** Makes the use case. */
export function returnPowerBank(ports: EndPorts): ReturnPowerBank {
  const { store, clock } = ports;
  return (input) =>
    safeTry(async function* () {
      const id = yield* OrderId.parse(input.order);
      const station = yield* StationId.parse(input.station);
      const at = yield* parseAt(input.at, clock.now());
      const ended = yield* store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* tx.doors.byOrder(id, 'rental');
          if (held === null) return err({ kind: 'NoSuchOrder' as const });
          if (held.order.kind === 'returned') return ok({ earlierOf: held.order.subject });
          return ok(yield* endRental(ports, tx, held, { kind: 'Return', station, at }));
        }),
      );
      return 'earlierOf' in ended ? endedEarlier(store.reads, ended.earlierOf, id) : ok(ended);
    });
}

/** What ending the rental answered when it happened. */
export function endedEarlier(
  reads: Reads,
  subject: SubjectId,
  order: OrderId,
): ResultAsync<EndedRental, NoSuchOrder | PortFailure> {
  return reads.orderOf(subject, order, 'receipts').andThen((record): Result<EndedRental, NoSuchOrder> => {
    if (record === null || record.receipt === null || record.payment === null) return err({ kind: 'NoSuchOrder' });
    const state = record.order.kind === 'lost' ? 'lost' : 'returned';
    return ok({ order, state, receipt: record.receipt, payment: record.payment.payment });
  });
}

function parseAt(
  text: string | undefined,
  now: Instant,
): Result<Instant, InvalidInstant | { readonly kind: 'InTheFuture' }> {
  if (text === undefined) return ok(now);
  return Instant.parse(text).andThen((at) => {
    if (at > Instant.plusMs(now, clockSkewMs)) return err({ kind: 'InTheFuture' as const });
    return ok(at > now ? now : at);
  });
}
