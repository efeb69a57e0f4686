import { type InvalidId, OrderId } from '../../domain/ids.ts';
import type { OrderRejection } from '../../domain/order/order.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { type EndedRental, type EndPorts, endRental, type NoSuchOrder } from './end-rental.ts';
import { endedEarlier } from './return-power-bank.ts';

/** The person's own open order whose power bank will not come back. */
export interface ReportLostInput {
  readonly session: SessionToken;
  readonly order: string;
}

/** Why no loss fee is charged: the order is not the person's, or it ended in another way. */
export type ReportLostRefusal = NotLoggedIn | InvalidId | NoSuchOrder | OrderRejection | PortFailure;

/** The person tells that a power bank is lost and pays the loss fee (POLICY.md C11). Telling it again changes nothing. */
export type ReportLost = (input: ReportLostInput) => ResultAsync<EndedRental, ReportLostRefusal>;

/** Makes the use case. */
export function reportLost(ports: EndPorts & Pick<Ports, 'hashing'>): ReportLost {
  const { store, hashing, clock } = ports;
  return (input) =>
    safeTry(async function* () {
      const id = yield* OrderId.parse(input.order);
      const token = hashing.sessionToken(input.session);
      const at = clock.now();
      const ended = yield* store.transact((tx) =>
        safeTry(async function* () {
          const { subject } = yield* tx.doors.bySession(token, at);
          const held = yield* tx.doors.byOrder(id, 'rental');
          if (held === null || held.order.subject !== subject) return err({ kind: 'NoSuchOrder' as const });
          if (held.order.kind === 'lost') return ok({ earlierOf: subject });
          return ok(yield* endRental(ports, tx, held, { kind: 'ReportLost', at }));
        }),
      );
      return 'earlierOf' in ended ? endedEarlier(store.reads, ended.earlierOf, id) : ok(ended);
    });
}
