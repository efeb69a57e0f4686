import { CardId, type InvalidId } from '../../domain/ids.ts';
import { businessDay } from '../../domain/order/business-day.ts';
import { decideRent, evolveOrder, type OpenOrder } from '../../domain/order/order.ts';
import { type InvalidPowerBankId, PowerBankId } from '../../domain/order/power-bank-id.ts';
import { type InvalidStationId, StationId } from '../../domain/order/station-id.ts';
import { type InvalidTariff, Tariff } from '../../domain/order/tariff.ts';
import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { noteUse } from '../accounts/note-use.ts';
import { newOrderId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { cardFor, type NoCard } from './card-for.ts';

/** What the app knows when a person stands at a station: the power bank, its price and the card that will pay. */
export interface RentInput {
  readonly session: SessionToken;
  /** One of the person's cards; the newest by default. */
  readonly card?: string | undefined;
  readonly station: string;
  readonly powerBank: string;
  /** The price list of the station as plain data; it holds for this rental whatever comes later. */
  readonly tariff: unknown;
}

/** Why no power bank is given out; without a card of the person's there is no rental. */
export type RentRefusal =
  | InvalidId
  | InvalidStationId
  | InvalidPowerBankId
  | InvalidTariff
  | NotLoggedIn
  /** A card comes first: without one nothing is given out. */
  | NoCard
  | PortFailure;

/** Rents a power bank out (POLICY.md C13, C15): from now on the order is open. */
export type Rent = (input: RentInput) => ResultAsync<OpenOrder, RentRefusal>;

/** Makes the use case. */
export function rent(ports: Pick<Ports, 'store' | 'hashing' | 'clock' | 'ids' | 'business'>): Rent {
  const { store, hashing, clock, ids, business } = ports;
  return (input) =>
    safeTry(async function* () {
      const rentedFrom = yield* StationId.parse(input.station);
      const powerBank = yield* PowerBankId.parse(input.powerBank);
      const tariff = yield* Tariff.parse(input.tariff);
      const wanted = input.card === undefined ? null : yield* CardId.parse(input.card);
      const token = hashing.sessionToken(input.session);
      const order = newOrderId(ids);
      const startedAt = clock.now();
      const day = businessDay(startedAt, business.timeZone);
      return store.transact((tx) =>
        safeTry(async function* () {
          const proof = yield* tx.doors.bySession(token, startedAt);
          const card = yield* cardFor(tx, proof, wanted);
          const { subject } = proof;
          const command = { kind: 'Rent', order, subject, powerBank, rentedFrom, startedAt, day, tariff } as const;
          // The card was looked up as the person's and not removed, so the domain has the same two things to say: no card.
          const [rented] = yield* decideRent(command, card).mapErr((): NoCard => ({ kind: 'NoCard' }));
          const open = evolveOrder(null, rented);
          yield* noteUse(tx, proof, startedAt);
          yield* tx.orders.add(proof, open);
          return ok(open);
        }),
      );
    });
}
