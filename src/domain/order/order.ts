import type { Card } from '../card/masked-card.ts';
import type { CardId, OrderId, SubjectId } from '../ids.ts';
import { type Day, type Instant, minuteMs } from '../instant.ts';
import { err, ok, type Result } from '../result.ts';
import { unreachable } from '../unreachable.ts';
import { type Charges, lossCharges, returnCharges } from './charges.ts';
import type { PowerBankId } from './power-bank-id.ts';
import type { ReceiptNumber } from './receipt-number.ts';
import type { StationId } from './station-id.ts';
import type { Tariff } from './tariff.ts';

/**
 * A rental: open → returned, lost or cancelled (POLICY.md C11, C15). The charges are fixed the moment it ends.
 */

// --- States ---------------------------------------------------------------------------------------------------------

interface Rental {
  readonly order: OrderId;
  readonly subject: SubjectId;
  /** The card that the rental is bound to. */
  readonly card: CardId;
  readonly powerBank: PowerBankId;
  readonly rentedFrom: StationId;
  readonly startedAt: Instant;
  /** The business day of the start. */
  readonly day: Day;
  /** The tariff as it was when the rental began: a later price list changes nothing. */
  readonly tariff: Tariff;
}

/** The power bank is out and the time runs; nothing is charged yet. */
export interface OpenOrder extends Rental {
  readonly kind: 'open';
}

/** The power bank came back, to any station: the time used is charged and has its receipt. */
export interface ReturnedOrder extends Rental {
  readonly kind: 'returned';
  readonly returnedTo: StationId;
  readonly endedAt: Instant;
  readonly receipt: ReceiptNumber;
  readonly corrected: CorrectedEnd | null;
}

/** The power bank does not come back: the loss fee takes the place of the time used and has its receipt. */
export interface LostOrder extends Rental {
  readonly kind: 'lost';
  readonly endedAt: Instant;
  readonly receipt: ReceiptNumber;
  readonly corrected: CorrectedEnd | null;
}

/** The station gave nothing out: no charge, no receipt. */
export interface CancelledOrder extends Rental {
  readonly kind: 'cancelled';
  readonly endedAt: Instant;
}

/** Where and when the power bank really came back, as support found out. The end that was charged first stays as it was. */
export interface CorrectedEnd {
  readonly returnedTo: StationId;
  readonly endedAt: Instant;
}

/** A rental in one of its states; all but `open` are final, and a charged end is corrected once at most. */
export type Order = OpenOrder | ReturnedOrder | LostOrder | CancelledOrder;

// --- Commands -------------------------------------------------------------------------------------------------------

/** Give a power bank out; the card that it is bound to is the state that decides. */
export interface RentCommand extends Omit<Rental, 'card'> {
  readonly kind: 'Rent';
}

/** The three ways to end an open rental: the power bank comes back, is lost, or was never given out. */
export type EndOrderCommand =
  | { readonly kind: 'Return'; readonly station: StationId; readonly at: Instant }
  | { readonly kind: 'ReportLost'; readonly at: Instant }
  | { readonly kind: 'Cancel'; readonly at: Instant };

/** The ends that cost something. */
export type ChargingCommand = Exclude<EndOrderCommand, { readonly kind: 'Cancel' }>;

// --- Events ---------------------------------------------------------------------------------------------------------

/** A power bank was given out, bound to a card, at the tariff of that moment. */
export interface Rented {
  readonly kind: 'Rented';
  readonly rental: Omit<OpenOrder, 'kind'>;
}

/** The power bank came back to a station, with what the time used costs. */
export interface Returned {
  readonly kind: 'Returned';
  readonly station: StationId;
  readonly at: Instant;
  readonly items: Charges;
}

/** The power bank is given up as lost, with what the loss costs. */
export interface ReportedLost {
  readonly kind: 'ReportedLost';
  readonly at: Instant;
  readonly items: Charges;
}

/** The rental never really began: it costs nothing and gets no receipt. */
export interface Cancelled {
  readonly kind: 'Cancelled';
  readonly at: Instant;
}

/** What ends a rental with a charge. */
export type ChargedEnd = Returned | ReportedLost;
/** What ends a rental. */
export type OrderEnd = ChargedEnd | Cancelled;

/** Everything that happens to a rental: it begins once and ends once. */
export type OrderEvent = Rented | OrderEnd;

/**
 * A charged end with the number of its receipt, as it goes into the order. The series gives the number out after the
 * decision: a refused return leaves no gap.
 */
export type RecordedCharge =
  | (Returned & { readonly receipt: ReceiptNumber })
  | (ReportedLost & { readonly receipt: ReceiptNumber });

// --- Rejections -----------------------------------------------------------------------------------------------------

/** Why no power bank is given out on this card. */
export type RentRejection =
  /** The card is another person's: there is no such card for this one. */
  | { readonly kind: 'NoSuchCard' }
  /** The person removed the card: it pays for what was, and for nothing new. */
  | { readonly kind: 'CardRemoved' };

/** Why a rental does not end like this; it stays as it is and nothing is charged. */
export type OrderRejection =
  | { readonly kind: 'OrderNotOpen' }
  /** An order cannot end before it began. */
  | { readonly kind: 'EndsBeforeStart' }
  /** A cancelled rental is one that never really began: possible for 2 minutes. */
  | { readonly kind: 'TooLateToCancel' };

// --- Decide ---------------------------------------------------------------------------------------------------------

/** How long after its start a rental can be cancelled, to the millisecond. */
export const cancellableForMs: number = 2 * minuteMs;

/** Decides a rental: bound to a card that is the person's and not removed. */
export function decideRent(command: RentCommand, card: Card): Result<readonly [Rented], RentRejection> {
  if (card.subject !== command.subject) return err({ kind: 'NoSuchCard' });
  if (card.removedAt !== null) return err({ kind: 'CardRemoved' });
  const { order, subject, powerBank, rentedFrom, startedAt, day, tariff } = command;
  return ok([
    { kind: 'Rented', rental: { order, subject, card: card.card, powerBank, rentedFrom, startedAt, day, tariff } },
  ]);
}

/** Decides the end of a rental and what it costs. Only an open one ends, and only once. */
export function decideEnd(command: ChargingCommand, order: Order): Result<readonly [ChargedEnd], OrderRejection>;
export function decideEnd(command: EndOrderCommand, order: Order): Result<readonly [OrderEnd], OrderRejection>;
export function decideEnd(command: EndOrderCommand, order: Order): Result<readonly [OrderEnd], OrderRejection> {
  if (order.kind !== 'open') return err({ kind: 'OrderNotOpen' });
  const { at } = command;
  const { startedAt, tariff } = order;
  if (at < startedAt) return err({ kind: 'EndsBeforeStart' });
  switch (command.kind) {
    case 'Return':
      return ok([
        { kind: 'Returned', station: command.station, at, items: returnCharges({ startedAt, endedAt: at, tariff }) },
      ]);
    case 'ReportLost':
      return ok([{ kind: 'ReportedLost', at, items: lossCharges(tariff) }]);
    case 'Cancel':
      return at - startedAt > cancellableForMs ? err({ kind: 'TooLateToCancel' }) : ok([{ kind: 'Cancelled', at }]);
    default:
      return unreachable(command satisfies never);
  }
}

// --- Evolve ---------------------------------------------------------------------------------------------------------

/**
 * The order after an event, null before the first. Total: an event that does not belong to the state, such as a second
 * return, changes nothing.
 */
export function evolveOrder(state: null, event: Rented): OpenOrder;
export function evolveOrder(state: OpenOrder, event: RecordedCharge): ReturnedOrder | LostOrder;
export function evolveOrder(state: OpenOrder, event: Cancelled): CancelledOrder;
export function evolveOrder(state: Order | null, event: Rented | RecordedCharge | Cancelled): Order | null;
export function evolveOrder(state: Order | null, event: Rented | RecordedCharge | Cancelled): Order | null {
  if (state === null) return event.kind === 'Rented' ? { kind: 'open', ...event.rental } : null;
  if (state.kind !== 'open' || event.kind === 'Rented') return state;
  const endedAt = event.at;
  switch (event.kind) {
    case 'Returned':
      return {
        ...state,
        kind: 'returned',
        returnedTo: event.station,
        endedAt,
        receipt: event.receipt,
        corrected: null,
      };
    case 'ReportedLost':
      return { ...state, kind: 'lost', endedAt, receipt: event.receipt, corrected: null };
    case 'Cancelled':
      return { ...state, kind: 'cancelled', endedAt };
    default:
      return unreachable(event satisfies never);
  }
}
