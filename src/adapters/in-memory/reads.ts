import type { Reads } from '../../application/ports/reads.ts';
import type { Order } from '../../domain/order/order.ts';
import { okAsync } from '../../domain/result.ts';
import { isUseToNote } from '../../domain/session/session-policy.ts';
import { visibleFor } from '../../domain/user/visible-user.ts';
import { holdingsOf } from './erasure-rows.ts';
import { heldRecordsOf } from './held-records.ts';
import { protectedOf } from './lasting-records.ts';
import {
  activeUser,
  activeUserWhere,
  cardsOf,
  everyCardOf,
  isInUse,
  liveSession,
  recordOf,
  textOrder,
  used,
} from './lookups.ts';
import { opened } from './opened.ts';
import { looksAtOwners, ownersOf } from './owners.ts';
import { type Database, draftsOf, type Rows } from './rows.ts';
import { staffSession } from './staff-rows.ts';
import { casesOf, writtenIn } from './support-cases.ts';

/** {@link Reads} of what is committed. */
export function reads(database: Database): Reads {
  const rows: Rows = draftsOf(database); // never written to, so it shows what is committed at any moment
  const newestFirst = (one: Order, other: Order): number => other.startedAt - one.startedAt;
  return {
    session: (token, at) => {
      const found = liveSession(rows, token, at);
      if (found === null) return okAsync(null);
      if (isUseToNote(found.usedAt, at)) database.sessions.set(found.tokenHash, used(found, at));
      const { subject, session, startedAt, provedAt, usedAt } = found;
      return okAsync({ subject, session, startedAt, provedAt, usedAt });
    },
    staffSession: (token, at) => okAsync(staffSession(database, rows, token, at)),
    staffRoster: () =>
      okAsync({ members: rows.staffMembers.where(() => true), grants: rows.staffGrants.where(() => true) }),
    sessionsOf: (subject, at) =>
      okAsync(
        rows.sessions
          .where((row) => row.subject === subject && row.expiresAt > at)
          .toSorted((one, other) => other.usedAt - one.usedAt || textOrder(one.session, other.session))
          .map(({ tokenHash: _hash, subject: _subject, ...session }) => session),
      ),
    contactChange: (id, at) => {
      const change = rows.contactChanges.get(id);
      const isOpen = change !== null && change.undoUntil > at && activeUser(rows, change.subject) !== null;
      return okAsync(isOpen ? change : null);
    },
    openChallenge: (id, at) => {
      const row = rows.challenges.get(id);
      if (row === null || row.challenge.subject === null) return okAsync(null);
      const { subject, purpose, holder, triesLeft, sentAt, expiresAt } = row.challenge;
      const isOpen = triesLeft > 0 && expiresAt > at && activeUser(rows, subject) !== null;
      return okAsync(isOpen ? { subject, purpose, holder, target: row.target, sentAt } : null);
    },
    phoneProvedOn: (subject) => {
      const row = rows.users.get(subject);
      return okAsync(row?.state === 'active' ? row.phoneProvedOn : null);
    },
    ownerOfChallenge: (id) => okAsync(rows.challenges.get(id)?.challenge.subject ?? null),
    riskEvents: (limit) =>
      okAsync(
        rows.riskEvents
          .where(() => true)
          .toSorted((one, other) => other.at - one.at || textOrder(other.event, one.event))
          .slice(0, limit)
          .map(({ place: _, ...event }) => event),
      ),
    ...looksAtOwners((of) => ownersOf(rows, of)),
    user: (subject, purpose) => {
      const user = activeUser(rows, subject);
      return okAsync(user && visibleFor(user, purpose));
    },
    subjectByContact: (contact) =>
      okAsync(
        activeUserWhere(rows, ({ email, logins }) =>
          contact.kind === 'email'
            ? email === contact.email
            : logins.some((login) => login.kind === 'phone' && login.phone === contact.phone),
        )?.subject ?? null,
      ),
    consentsOf: (subject) =>
      okAsync(
        rows.consents
          .where((entry) => entry.subject === subject)
          .toSorted((one, other) => one.recordedAt - other.recordedAt),
      ),
    cardsOf: (subject, purpose) => opened('card', purpose, () => cardsOf(rows, subject)),
    everyCardOf: (subject, purpose) => opened('card', purpose, () => everyCardOf(rows, subject)),
    unneededCards: (at, limit, purpose) =>
      opened('card', purpose, () =>
        rows.cards
          .where(({ card, subject, removedAt }) => {
            const { categories, orders } = protectedOf(rows, subject, at);
            const isProtected = categories.size > 0 || orders.size > 0;
            return removedAt !== null && activeUser(rows, subject) !== null && !isInUse(rows, card) && !isProtected;
          })
          .toSorted((one, other) => (one.removedAt ?? 0) - (other.removedAt ?? 0))
          .slice(0, limit),
      ),
    ordersOf: (subject, purpose) =>
      opened('order-record', purpose, () =>
        rows.orders
          .where((order) => order.subject === subject)
          .toSorted(newestFirst)
          .map((order) => recordOf(rows, order)),
      ),
    orderOf: (subject, id, purpose) =>
      opened('order-record', purpose, () => {
        const order = rows.orders.get(id);
        return order?.subject === subject ? recordOf(rows, order) : null;
      }),
    payment: (id, purpose) =>
      opened('payment', purpose, () => {
        const row = rows.payments.get(id);
        return row && { payment: row.payment, card: rows.cards.get(row.payment.card), dueAt: row.dueAt };
      }),
    correctedOrder: (correction) => {
      const corrects = rows.receipts.get(correction)?.corrects ?? null;
      const [order] = rows.orders.where((one) => 'receipt' in one && corrects !== null && one.receipt === corrects);
      return okAsync(order === undefined ? null : { subject: order.subject, order: order.order });
    },
    orderOfPayment: (id) => {
      const payment = rows.payments.get(id)?.payment;
      return okAsync(payment === undefined ? null : { subject: payment.subject, order: payment.order });
    },
    pendingPayments: (after, limit) =>
      okAsync(
        rows.payments
          .where(({ payment }) => payment.kind === 'pending' && payment.payment > (after ?? ''))
          .map(({ payment }) => payment.payment)
          .toSorted(textOrder)
          .slice(0, limit),
      ),
    notice: (id) => okAsync(rows.notices.get(id)?.notice ?? null),
    edition: (id) => okAsync(rows.editions.get(id)?.edition ?? null),
    editionToSpread: () => {
      const [row] = rows.editions
        .where(({ spreadAt }) => spreadAt === null)
        .toSorted((one, other) => one.edition.publishedAt - other.edition.publishedAt);
      return okAsync(row === undefined ? null : { edition: row.edition, spreadTo: row.spreadTo });
    },
    consenting: (purpose, after, limit) => {
      const subjects = rows.consents
        .where((entry) => entry.purpose === purpose && entry.subject > (after ?? ''))
        .map(({ subject }) => subject);
      return okAsync([...new Set(subjects)].toSorted(textOrder).slice(0, limit));
    },
    duePayments: (at, limit) =>
      okAsync(
        rows.payments
          .where(({ dueAt }) => dueAt !== null && dueAt <= at)
          .toSorted((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0))
          .slice(0, limit)
          .map(({ payment }) => payment.payment),
      ),
    holdingsOf: (subject, at) => okAsync(holdingsOf(rows, subject, at)),
    erasure: (id) => okAsync(rows.erasures.get(id)?.erasure ?? null),
    erasureOf: (subject) =>
      okAsync(rows.erasures.where(({ erasure }) => erasure.subject === subject)[0]?.erasure ?? null),
    unfinishedErasures: (limit) =>
      okAsync(
        rows.erasures
          .where(({ erasure }) => erasure.state !== 'certified')
          .map(({ erasure }) => erasure)
          .toSorted((one, other) => one.requestedAt - other.requestedAt)
          .slice(0, limit),
      ),
    protectionOf: (subject, at) => okAsync(protectedOf(rows, subject, at)),
    privacyRequest: (request) => okAsync(rows.privacyRequests.get(request)),
    openRequests: (limit) =>
      okAsync(
        rows.privacyRequests
          .where(({ state }) => state !== 'closed')
          .toSorted((one, other) => textOrder(one.dueOn, other.dueOn) || textOrder(one.request, other.request))
          .slice(0, limit),
      ),
    subjectOfCase: (caseNumber) => okAsync(rows.supportCases.get(caseNumber)?.subject ?? null),
    casesOf: (subject, purpose) =>
      opened('support-case', purpose, () =>
        casesOf(rows, subject).map((supportCase) => ({
          supportCase,
          ...writtenIn(rows, subject, supportCase.caseNumber),
        })),
      ),
    caseMessage: (subject, id, purpose) =>
      opened('support-case', purpose, () => {
        const message = rows.caseMessages.get(id);
        return message?.subject === subject ? message : null;
      }),
    everythingOf: (subject) => okAsync(heldRecordsOf(rows, subject)),
  };
}
