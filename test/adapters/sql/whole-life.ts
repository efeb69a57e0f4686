import type { DataStore } from '../../../src/application/ports/data-store.ts';
import type { ChallengeId, SubjectId } from '../../../src/domain/ids.ts';
import { Day, dayMs, hourMs } from '../../../src/domain/instant.ts';
import type { ReturnedOrder } from '../../../src/domain/order/order.ts';
import type { Payment } from '../../../src/domain/payment/payment.ts';
import { chargeOf } from '../../../src/domain/verification/code-budget.ts';
import { agent, newMessage, newNote, newOpening } from '../../../src/testing/contracts/case-samples.ts';
import { appendEntry, appendRisk } from '../../../src/testing/contracts/chained.ts';
import { must, present } from '../../../src/testing/contracts/contract.ts';
import {
  addCard,
  bookCorrection,
  correctEnd,
  finishErasure,
  giveBack,
  inOne,
  leave,
  type OpenedDataStore,
  type Person,
  rent,
  settle,
  signUp,
} from '../../../src/testing/contracts/person.ts';
import {
  instant,
  newAuditEntry,
  newBytes,
  newChallenge,
  newConsent,
  newContactChange,
  newDeviceName,
  newEdition,
  newEntryId,
  newErasureId,
  newIdentity,
  newNotice,
  newPhone,
  newRefundId,
  newSession,
  newUser,
} from '../../../src/testing/contracts/samples.ts';

/** Plays a life that goes through every method of the store once, and a second person who leaves with an open rental. */
export async function wholeLife({ store, vault }: Pick<OpenedDataStore, 'store' | 'vault'>): Promise<void> {
  const person = await signUp({ store, vault });
  const { user, token } = person;
  const { subject } = user;
  const card = await addCard(store, person);
  const { order, payment } = await giveBack(store, await rent(store, person, card));
  const stranger = newChallenge();
  const own = newChallenge({ subject, purpose: 'add-phone' });
  const target = { kind: 'phone', phone: newPhone() } as const;
  await inOne(store, async (tx) => {
    const held = await must(tx.doors.bySessionAlone(token, instant(), 'data-subject-rights'));
    await must(tx.users.save(held, { ...user, logins: [...user.logins.slice(0, 1), newUser().logins[1]!] as never }));
    await must(tx.consents.append(held.proof, [newConsent(subject), newConsent(subject)]));
    await must(tx.consents.of(subject));
    await must(tx.cards.of(held.proof, 'data-subject-rights'));
    await must(tx.cards.find(held.proof, card.card, 'data-subject-rights'));
    await must(tx.cards.inUse(held.proof, card.card));
    await must(tx.cards.markRemoved(held.proof, card.card, instant()));
    await must(
      tx.notices.queue(
        held.proof,
        newNotice(subject, { kind: 'receipt', order: order.order }),
        `receipt/${order.order}`,
      ),
    );
    await must(tx.challenges.put(stranger, target));
    await must(tx.challenges.put(own, target));
    await must(tx.challenges.lock(stranger.challenge, target));
    await must(tx.challenges.lockOwned(own.challenge, held.proof));
    await must(tx.challenges.save({ ...stranger, triesLeft: 1 }));
    await must(tx.challenges.remove(stranger.challenge));
    await must(appendEntry(tx, newAuditEntry(subject)));
    for (const login of user.logins) await must(tx.doors.byLogin(login));
    await must(tx.doors.bySubjectAlone(subject, 'data-subject-rights'));
    await must(tx.sessions.end(new Uint8Array(32)));
    for (const login of user.logins) await must(tx.doors.byLoginAlone(login));
  });
  await signsIn(store, person, own.challenge);
  await asksSupport(store, person);
  await lookAtEverything({ store }, person.user.subject);
  await must(store.reads.session(token, instant()));
  await must(store.reads.subjectByContact({ kind: 'phone', phone: newPhone() }));
  await must(store.reads.subjectByContact({ kind: 'email', email: present(user.email) }));
  await must(store.reads.orderOf(subject, order.order, 'data-subject-rights'));
  await must(store.reads.payment(payment.payment, 'payment'));
  await must(store.reads.duePayments(instant(), 5));
  const [claimed] = await must(
    store.outbox.claim({ at: instant(9), leaseUntil: instant(99), leaseToken: 'one', limit: 5 }),
  );
  const { notice } = present(claimed).notice;
  await must(store.outbox.maySend(notice, 'one', instant(10)));
  await must(store.outbox.retryAt(notice, 'one', instant(11), 'provider-unavailable'));
  await must(store.outbox.stop(notice, 'one', 'parked', 'provider-refused'));
  await must(store.outbox.sent(notice, 'one', 'email', instant(12)));
  await must(store.outbox.status(instant(12)));
  await must(store.outbox.parked(5));
  await must(store.outbox.release(notice, instant(12)));
  await must(store.reads.notice(notice));
  await settle(store, payment.payment, 'succeeded');
  await isCorrected(store, order, payment);
  await isPublished(store, subject);
  await finishErasure({ store, vault }, await leave({ store, vault }, person));
  await must(store.reads.erasure(newErasureId()));
  await must(store.reads.unfinishedErasures(5));

  const other = await signUp({ store, vault });
  const open = await rent(store, other, await addCard(store, other));
  const erasure = await leave({ store, vault }, other);
  await must(store.disposal.keptOrdersOf(other.user.subject));
  await finishErasure({ store, vault }, erasure, [open.order]);
  const { payment: last } = await giveBack(store, open);
  await settle(store, last.payment, 'succeeded');
  await must(store.disposal.settledKeptOrders(instant(), 5));
  await must(store.disposal.releaseSettled(other.user.subject, open.order));
  await must(store.disposal.expire(instant(), 5));
  for (const { card } of await must(store.reads.unneededCards(instant(), 5, 'data-subject-rights')))
    await must(store.disposal.dropCard(card));
}

/** Budgets, sessions, attempts, changes and risks. */
async function signsIn(store: DataStore, person: Person, own: ChallengeId): Promise<void> {
  const { token, session } = person;
  const { subject } = person.user;
  const long = newBytes(32);
  const former = { kind: 'phone', phone: newPhone() } as const;
  const change = newContactChange(subject, { former });
  const charge = { ...chargeOf('address-hour', 'somebody', 5), bucket: newBytes(16) };
  const attempt = { provider: 'any', purpose: 'link', begunAt: instant(), expiresAt: instant(1) } as const;
  const risk = { kind: 'code-spent', rule: null, at: instant() } as const;
  await inOne(store, async (tx) => {
    const proof = await must(tx.doors.bySession(token, instant()));
    await must(tx.budgets.levels([charge], instant()));
    await must(tx.budgets.lockedLevels([charge], instant()));
    await must(tx.budgets.charge([charge, { ...charge, bucket: newBytes(16) }], instant()));
    await must(tx.budgets.giveBack([charge]));
    await must(tx.users.used(proof, Day.ofInstant(instant()), true));
    await must(tx.sessions.running(proof, session.session, instant()));
    await must(tx.sessions.rotate(proof, session.session, token, instant(1)));
    await must(tx.sessions.endOne(proof, newSession().session));
    await must(tx.sessions.endOthers(proof, session.session));
    await must(tx.sessions.start(proof, long, newSession({ deviceName: newDeviceName() })));
    await must(tx.attempts.add({ ...attempt, token: newBytes(32), by: null }));
    await must(tx.attempts.add({ ...attempt, token, by: { subject, session: session.session } }));
    await must(tx.attempts.take(token));
    await must(tx.contactChanges.add(proof, change));
    await must(tx.contactChanges.of(proof));
    await must(tx.contactChanges.reserving(former, subject, instant()));
    await must(tx.users.phoneProved(proof, null));
    await must(tx.users.linked(proof, newIdentity(), instant()));
    await must(tx.users.linkedSince(proof, instant()));
    await must(tx.contactChanges.prolong(proof, change.change, instant(dayMs)));
    await must(tx.contactChanges.remove(proof, newContactChange(subject).change));
    await must(appendRisk(tx, { ...risk, event: newEntryId(), subject }));
    await must(appendRisk(tx, { ...risk, event: newEntryId(), subject: null }));
  });
  await must(store.reads.sessionsOf(subject, instant(), 'account-security'));
  await must(store.reads.contactChange(change.change, instant(), 'account-security'));
  await must(store.reads.openChallenge(own, instant(), 'account-verification'));
  await must(store.reads.ownerOfChallenge(own));
  await must(store.reads.phoneProvedOn(subject));
  await must(store.reads.riskEvents(5));
  await must(store.reads.session(long, instant(2 * hourMs))); // so late that the use is noted
}

/** A support case with all that is written in it, and one that is another's. */
async function asksSupport(store: DataStore, { token, user: { subject } }: Person): Promise<void> {
  const message = await inOne(store, async (tx) => {
    const proof = await must(tx.doors.bySession(token, instant()));
    const opened = await must(tx.supportCases.open(proof, newOpening(subject)));
    const { caseNumber } = await must(tx.supportCases.open(proof, newOpening(subject)));
    await must(tx.supportCases.find(proof.subject, caseNumber));
    await must(tx.supportCases.of(proof));
    await must(tx.supportCases.addNote(proof, newNote(opened)));
    const written = newMessage(opened);
    await must(tx.supportCases.addMessage(proof, written));
    await must(tx.supportCases.written(proof, caseNumber, 'customer-service'));
    const closed = { state: 'closed', closedBy: agent, closedAt: instant(), outcome: 'solved' } as const;
    await must(tx.supportCases.save(proof, { ...opened, ...closed }));
    return written;
  });
  await must(store.reads.subjectOfCase(message.caseNumber));
  await must(store.reads.casesOf(subject, 'data-subject-rights'));
  await must(store.reads.caseMessage(subject, message.message, 'customer-service'));
  const [entry] = await must(store.auditLog.search({ subject }, null, 5));
  await must(store.auditLog.search({ subject }, present(entry), 5));
}

/** The end and the receipt of a charged rental, under one refund. */
async function isCorrected(store: DataStore, order: ReturnedOrder, payment: Payment): Promise<void> {
  await correctEnd(store, order);
  const { number } = await bookCorrection(store, { order, payment });
  await must(store.reads.correctedOrder(number));
  await must(store.reads.pendingPayments(null, 5));
  await inOne(store, async (tx) => {
    await must(tx.payments.ofOrder(order.order));
    await must(tx.orders.booksOf(order.order));
    await must(tx.orders.bookedRefund(newRefundId()));
  });
}

async function isPublished(store: DataStore, subject: SubjectId): Promise<void> {
  const edition = newEdition();
  await inOne(store, (tx) => must(tx.editions.add(edition)));
  await must(store.reads.edition(edition.edition));
  await must(store.reads.editionToSpread());
  await must(store.reads.consenting('news', null, 5));
  await inOne(store, (tx) => must(tx.editions.spread(edition.edition, subject, instant())));
}

async function lookAtEverything({ store }: Pick<OpenedDataStore, 'store'>, subject: SubjectId): Promise<void> {
  const { reads } = store;
  await must(reads.user(subject, 'data-subject-rights'));
  await must(reads.consentsOf(subject));
  await must(reads.cardsOf(subject, 'data-subject-rights'));
  await must(reads.ordersOf(subject, 'data-subject-rights'));
  await must(reads.erasureOf(subject));
  await must(reads.everythingOf(subject, 'data-subject-rights'));
  await must(store.retention.heldOf(subject));
}
