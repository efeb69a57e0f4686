import { type InvalidId, OrderId } from '../../domain/ids.ts';
import { decideEnd, evolveOrder, type OrderRejection } from '../../domain/order/order.ts';
import { err, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { releaseKeptOrder } from '../privacy/release-kept-order.ts';
import type { NoSuchOrder } from './end-rental.ts';

/** The station gave nothing out: it says so itself, or the person does. */
export interface CancelRentalInput {
  /** The person's; a station has none. */
  readonly session?: SessionToken | undefined;
  readonly order: string;
}

/** Why the rental goes on or keeps its charge; another person's order is answered like one that never was. */
export type CancelRentalRefusal = NotLoggedIn | InvalidId | NoSuchOrder | OrderRejection | PortFailure;

/** Ends a rental that never really began, without a charge, within 2 minutes. Saying it again changes nothing. */
export type CancelRental = (input: CancelRentalInput) => ResultAsync<{ readonly order: OrderId }, CancelRentalRefusal>;

type CancelPorts = Pick<Ports, 'store' | 'vault' | 'processor' | 'hashing' | 'clock' | 'log'>;

/** Makes the use case. An order whose person left meanwhile has nothing to settle and is let go of. */
export function cancelRental(ports: CancelPorts): CancelRental {
  const { store, hashing, clock, log } = ports;
  return (input) =>
    safeTry(async function* () {
      const id = yield* OrderId.parse(input.order);
      const token = input.session === undefined ? null : hashing.sessionToken(input.session);
      const at = clock.now();
      const leftBy = yield* store.transact((tx) =>
        safeTry(async function* () {
          const asking = token === null ? null : (yield* tx.doors.bySession(token, at)).subject;
          const held = yield* tx.doors.byOrder(id, 'rental');
          if (held === null || (asking !== null && held.order.subject !== asking)) {
            return err({ kind: 'NoSuchOrder' as const });
          }
          if (held.order.kind === 'cancelled') return ok(null);
          if (held.order.kind !== 'open') return err({ kind: 'OrderNotOpen' as const });
          const [event] = yield* decideEnd({ kind: 'Cancel', at }, held.order);
          if (event.kind !== 'Cancelled') return unreachable(event);
          yield* tx.orders.end(held, evolveOrder(held.order, event));
          return ok(held.proof.kind === 'kept-order' ? held.proof.subject : null);
        }),
      );
      if (leftBy !== null) {
        yield* releaseKeptOrder(ports)(leftBy, id).orElse(({ port, retryable }) => {
          log.write('warn', 'erasure-stuck', { port, retryable, order: id });
          return okAsync(undefined);
        });
      }
      return ok({ order: id });
    });
}
