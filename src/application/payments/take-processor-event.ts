import { PaymentId, type SubjectId } from '../../domain/ids.ts';
import { evolveHold, type HoldEvent } from '../../domain/legal-hold/decide-hold.ts';
import { disputeHold, disputeHoldId, type OpenedDispute } from '../../domain/legal-hold/dispute-hold.ts';
import { cardProcessor } from '../../domain/legal-hold/legal-hold.ts';
import { errAsync, ok, okAsync, type ResultAsync, safeTry } from '../../domain/result.ts';
import { unreachable } from '../../domain/unreachable.ts';
import { newNotice } from '../notices/new-notice.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { ProcessorEvent } from '../ports/provider-events.ts';
import type { Transaction } from '../ports/transaction.ts';
import { bookRefund } from './book-refund.ts';
import { settleAnswer } from './settle-answer.ts';
import type { SettlePorts } from './settle-payment.ts';

/** Something that the card processor told by itself, its signature already verified (see `CardEvents`). */
export type TakeProcessorEventInput = ProcessorEvent;

/**
 * What came of it. `nothing-new` also where the event is about a payment that is none of ours, or that went with its person:
 * to tell it again would not help.
 */
export type ProcessorEventTaken = 'taken' | 'nothing-new';

/**
 * Takes in what the processor tells (POLICY.md C12): an answer settles its attempt, a refund is booked, a dispute holds its evidence and is told to
 * support, its end lets the evidence go. However often and in whatever order events come, each counts once. Only a failure
 * of a port is worth telling again.
 */
export type TakeProcessorEvent = (input: TakeProcessorEventInput) => ResultAsync<ProcessorEventTaken, PortFailure>;

/** Makes the use case. */
export function takeProcessorEvent(ports: SettlePorts): TakeProcessorEvent {
  const settle = settleAnswer(ports);
  return (event) => {
    switch (event.kind) {
      case 'answered':
        return settle(event)
          .map((): ProcessorEventTaken => 'taken')
          .orElse((refusal) =>
            refusal.kind === 'PortFailure'
              ? errAsync<ProcessorEventTaken, PortFailure>(refusal)
              : okAsync<ProcessorEventTaken, PortFailure>('nothing-new'),
          );
      case 'refunded':
        return ports.store
          .transact((tx) => bookRefund(ports, tx, event))
          .map((booked): ProcessorEventTaken => {
            if (booked === 'unbookable') ports.log.write('error', 'refund-not-booked');
            if (booked === 'gone') ports.log.write('warn', 'refund-not-booked');
            return booked === 'booked' ? 'taken' : 'nothing-new';
          });
      case 'refund-failed': {
        // It is booked, and the person was told: what is to become of the money is for somebody to decide.
        const payment = PaymentId.parse(event.payment);
        ports.log.write('error', 'refund-failed', payment.isOk() ? { payment: payment.value } : {});
        return okAsync('taken');
      }
      case 'dispute-opened':
      case 'dispute-closed':
        return disputed(ports, event);
      default:
        return unreachable(event satisfies never);
    }
  };
}

function disputed(
  ports: SettlePorts,
  { kind, payment: text, dispute }: Extract<ProcessorEvent, { readonly dispute: string }>,
): ResultAsync<ProcessorEventTaken, PortFailure> {
  const { store, clock, log } = ports;
  return safeTry(async function* () {
    const payment = PaymentId.parse(text);
    if (payment.isErr()) return ok<ProcessorEventTaken>('nothing-new');
    const found = yield* store.reads.orderOfPayment(payment.value);
    if (found === null) return ok<ProcessorEventTaken>('nothing-new');
    const { subject, order } = found;
    const about = { payment: payment.value, dispute, subject, order, at: clock.now() };
    const taken = yield* store.transact((tx) =>
      kind === 'dispute-opened' ? opened(ports, tx, about) : closed(tx, about),
    );
    if (taken === 'taken' && kind === 'dispute-opened') {
      log.write('error', 'payment-disputed', { payment: payment.value });
    }
    // An erasure that the hold stopped goes on with its end, at the latest; where that does not get through, it looks again
    // when it is due anyway.
    const wakeAt = kind === 'dispute-closed' ? about.at : disputeHold(about).expiresAt;
    yield* store.erasures.wake(subject, wakeAt).orElse(() => okAsync(undefined));
    return ok(taken);
  });
}

/** The subject is locked with the hold: a purge that is under way ends first, or finds it. */
function opened(
  { ids }: SettlePorts,
  tx: Transaction,
  about: OpenedDispute,
): ResultAsync<ProcessorEventTaken, PortFailure> {
  return safeTry(async function* () {
    const { subject, order, payment, at } = about;
    const locked = yield* tx.doors.byAnySubject(subject);
    if (locked === null || !(yield* tx.orders.has(locked, order))) return ok<ProcessorEventTaken>('nothing-new');
    const hold = disputeHold(about);
    if (yield* isKnown(tx, subject, hold.hold)) return ok<ProcessorEventTaken>('nothing-new');
    yield* tx.legalHolds.add(locked, hold);
    const held = yield* tx.doors.bySubjectAlone(subject, 'payment');
    if (held !== null) {
      const notice = newNotice(ids, held.proof, { kind: 'payment-disputed', payment }, at);
      yield* tx.notices.queue(held.proof, { ...notice, language: 'en' }, `payment-disputed:${hold.hold}`);
    }
    return ok<ProcessorEventTaken>('taken');
  });
}

/** An end that comes before its beginning is written down as both, so that the beginning finds it over. */
function closed(tx: Transaction, about: OpenedDispute): ResultAsync<ProcessorEventTaken, PortFailure> {
  return safeTry(async function* () {
    const { subject, order, payment, dispute, at } = about;
    const ending: HoldEvent = { kind: 'HoldEnded', by: cardProcessor, at };
    // The subject first, as where a dispute is opened: of two that come at once one waits.
    const locked = yield* tx.doors.byAnySubject(subject);
    const found = yield* tx.legalHolds.lock(disputeHoldId(payment, dispute));
    if (found !== null) {
      if (found.ended !== null) return ok<ProcessorEventTaken>('nothing-new');
      yield* tx.legalHolds.save(evolveHold(found, ending));
      return ok<ProcessorEventTaken>('taken');
    }
    if (locked === null || !(yield* tx.orders.has(locked, order))) return ok<ProcessorEventTaken>('nothing-new');
    yield* tx.legalHolds.add(locked, evolveHold(disputeHold(about), ending));
    return ok<ProcessorEventTaken>('taken');
  });
}

function isKnown(tx: Transaction, subject: SubjectId, hold: string): ResultAsync<boolean, PortFailure> {
  return tx.legalHolds.of(subject).map((holds) => holds.some((one) => one.hold === hold));
}
