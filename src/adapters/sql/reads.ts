import type { Reads } from '../../application/ports/reads.ts';
import type { Keyring, Sealing } from '../../application/ports/sealing.ts';
import type { Card } from '../../domain/card/masked-card.ts';
import { demandPurpose, type UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { ok } from '../../domain/result.ts';
import type { UserFor } from '../../domain/user/visible-user.ts';
import { holderOf } from '../../domain/verification/challenge.ts';
import { phoneProvedOn } from './account-use.ts';
import { blindIndex } from './blind-indexes.ts';
import { type CardRow, cardOf } from './card-columns.ts';
import { cardsOf, everyCardOf } from './cards.ts';
import { caseMessage, messageOf, messagesOf, noteOf, notesOf, sentOf } from './case-writings.ts';
import { openChallenge, ownerOfChallenge, targetOf } from './challenges.ts';
import { consenting, consentOf, consentsOf } from './consents.ts';
import { changeOf, contactChange } from './contact-changes.ts';
import type { Database } from './database.ts';
import { editionOf, edition as editionQuery, editionToSpread } from './editions.ts';
import { erasureOf } from './erasures.ts';
import { everythingOf } from './everything.ts';
import { answer, granted, settled } from './failing.ts';
import { holdingsOf } from './holdings.ts';
import { noticeOf, notice as notices } from './notices.ts';
import { orderRecordOf, orderRecordsOf } from './order-record.ts';
import { paymentOf } from './payment-columns.ts';
import { personsWithRows, rowsOfPersons } from './persons-rows.ts';
import { openRequests, privacyRequest, requestOf } from './privacy-requests.ts';
import { protectionIn } from './protection.ts';
import * as queries from './read-queries.ts';
import { riskEventOf, riskEvents } from './risk-events.ts';
import { opened } from './sealed-columns.ts';
import { staffRoster, staffSession } from './staff-reads.ts';
import type { Statement } from './statement.ts';
import { caseOf, casesOf, subjectOfCase } from './support-cases.ts';
import { unneededCards } from './unneeded-cards.ts';
import { userOf } from './user-columns.ts';
import { type FoundRow, sessionByToken, sessionOf, sessionsOf, touch, useToNote } from './user-sessions.ts';

/** Looks outside of a transaction, one statement each. */
export function reads(database: Database, sealing: Sealing): Reads {
  const keyring = (subject: SubjectId, purpose: UnsealingPurpose): Promise<Keyring> =>
    granted(sealing.keyring(subject, purpose));
  const cardsIn = async (
    statement: Statement<{ subject: SubjectId }, CardRow>,
    subject: SubjectId,
    purpose: UnsealingPurpose,
  ): Promise<readonly Card[]> => {
    demandPurpose('card', purpose);
    const rows = await database.look(statement, { subject });
    if (rows.length === 0) return [];
    const keys = await keyring(subject, purpose);
    return rows.map((row) => cardOf(row, keys)).filter((card): card is Card => card !== null);
  };

  /** That a use is not noted is no reason to refuse it: the next one will be. */
  const noteUse = async (found: FoundRow, at: Instant): Promise<void> => {
    const use = useToNote(found, at);
    if (use !== null) await database.write(touch, use).catch(() => undefined);
  };

  return {
    session: (token, at) =>
      answer(async () => {
        const [row] = await database.look(sessionByToken, { token, at });
        if (row === undefined) return null;
        await noteUse(row, at);
        const { subject_id: subject, session_id: session } = row;
        return { subject, session, startedAt: row.started_at, provedAt: row.proved_at, usedAt: row.used_at };
      }),

    staffSession: (token, at) => answer(() => staffSession(database, token, at)),

    staffRoster: () => answer(() => staffRoster(database)),

    sessionsOf: (subject, at, purpose) =>
      answer(async () => {
        const rows = await database.look(sessionsOf, { subject, at });
        if (rows.length === 0) return [];
        const keys = await keyring(subject, purpose);
        return rows.map((row) => sessionOf(row, keys));
      }),

    contactChange: (change, at, purpose) =>
      answer(async () => {
        const [row] = await database.look(contactChange, { change, at });
        return row === undefined ? null : changeOf(row, await keyring(row.subject_id, purpose));
      }),

    openChallenge: (challenge, at, purpose) =>
      answer(async () => {
        const [row] = await database.look(openChallenge, { challenge, at });
        if (row?.target_sealed == null) return null;
        const keys = await keyring(row.subject_id, purpose);
        const { target } = opened('challenges', challenge, keys, { target_sealed: row.target_sealed });
        if (target === null) return null;
        const { subject_id: subject, purpose: asked, holder } = row;
        return { subject, purpose: asked, holder: holderOf(holder), target: targetOf(target), sentAt: row.sent_at };
      }),

    ownerOfChallenge: (challenge) =>
      answer(async () => (await database.look(ownerOfChallenge, { challenge }))[0]?.subject_id ?? null),

    phoneProvedOn: (subject) =>
      answer(async () => (await database.look(phoneProvedOn, { subject }))[0]?.phone_proved_on ?? null),

    rowsOfPersons: (of) => answer(() => rowsOfPersons(database, of)),

    personsWithRows: (of, after, limit) => answer(() => personsWithRows(database, of, after, limit)),

    riskEvents: (limit) => answer(async () => (await database.look(riskEvents, { limit })).map(riskEventOf)),

    user: <Purpose extends UnsealingPurpose>(subject: SubjectId, purpose: Purpose) =>
      answer(async (): Promise<UserFor<Purpose> | null> => {
        const [row, ...others] = await database.look(queries.user, { subject });
        return row === undefined ? null : userOf([row, ...others], await keyring(subject, purpose), purpose);
      }),

    subjectByContact: (contact) =>
      answer(async () => {
        const indexes = await granted(sealing.blindIndexes());
        const { by, value } =
          contact.kind === 'phone'
            ? blindIndex.phone(indexes, contact.phone)
            : blindIndex.email(indexes, contact.email);
        const statement = contact.kind === 'phone' ? queries.subjectByPhone[by] : queries.subjectByEmail[by];
        const [row] = await database.look(statement, { index: value });
        return row?.subject_id ?? null;
      }),

    consentsOf: (subject) => answer(async () => (await database.look(consentsOf, { subject })).map(consentOf)),

    cardsOf: (subject, purpose) => answer(() => cardsIn(cardsOf, subject, purpose)),

    everyCardOf: (subject, purpose) => answer(() => cardsIn(everyCardOf, subject, purpose)),

    unneededCards: (at, limit, purpose) =>
      answer(async () => {
        demandPurpose('card', purpose);
        const rows = await database.look(unneededCards, { at, limit });
        const keyrings = await granted(
          sealing.keyrings(
            rows.map((row) => row.subject_id),
            purpose,
          ),
        );
        return rows
          .map((row) => cardOf(row, keyrings.get(row.subject_id) ?? noKeyring()))
          .filter((card): card is Card => card !== null);
      }),

    ordersOf: (subject, purpose) =>
      answer(async () => {
        demandPurpose('order-record', purpose);
        const rows = await database.look(queries.ordersOf, { subject });
        if (rows.length === 0) return [];
        const keys = await keyring(subject, purpose);
        // Sorted here, for the store does not know when a rental began.
        return orderRecordsOf(rows, keys).toSorted((one, other) => other.order.startedAt - one.order.startedAt);
      }),

    orderOf: (subject, order, purpose) =>
      answer(async () => {
        demandPurpose('order-record', purpose);
        const [row, ...others] = await database.look(queries.orderOf, { subject, order });
        return row === undefined ? null : orderRecordOf([row, ...others], await keyring(subject, purpose));
      }),

    payment: (payment, purpose) =>
      answer(async () => {
        demandPurpose('payment', purpose);
        const [row] = await database.look(queries.payment, { payment });
        if (row === undefined) return null;
        const keys = await keyring(row.subject_id, purpose);
        const found = paymentOf(row, keys);
        return found && { payment: found, card: cardOf(row, keys), dueAt: row.p_due_at };
      }),

    correctedOrder: (correction) =>
      answer(async () => {
        const [row] = await database.look(queries.correctedOrder, { correction });
        return row === undefined ? null : { subject: row.subject_id, order: row.order_id };
      }),

    orderOfPayment: (payment) =>
      answer(async () => {
        const [row] = await database.look(queries.orderOfPayment, { payment });
        return row === undefined ? null : { subject: row.subject_id, order: row.order_id };
      }),

    pendingPayments: (after, limit) =>
      answer(async () =>
        (await database.look(queries.pendingPayments, { after: after ?? '', limit })).map((row) => row.payment_id),
      ),

    notice: (notice) => answer(async () => (await database.look(notices, { notice })).map(noticeOf)[0] ?? null),

    edition: (edition) =>
      answer(async () => (await database.look(editionQuery, { edition })).map(editionOf)[0] ?? null),

    editionToSpread: () =>
      answer(async () => {
        const [row] = await database.look(editionToSpread, {});
        return row === undefined ? null : { edition: editionOf(row), spreadTo: row.spread_to };
      }),

    consenting: (purpose, after, limit) =>
      answer(async () =>
        (await database.look(consenting, { purpose, after: after ?? '', limit })).map((row) => row.subject_id),
      ),

    duePayments: (at, limit) =>
      answer(async () => (await database.look(queries.duePayments, { at, limit })).map((row) => row.payment_id)),

    holdingsOf: (subject, at) => settled(database.transact(async (unit) => ok(await holdingsOf(unit, subject, at)))),

    erasure: (erasure) =>
      answer(async () => (await database.look(queries.erasure, { erasure })).map(erasureOf)[0] ?? null),

    erasureOf: (subject) =>
      answer(async () => (await database.look(queries.erasureOfSubject, { subject })).map(erasureOf)[0] ?? null),

    unfinishedErasures: (limit) =>
      answer(async () => (await database.look(queries.unfinishedErasures, { limit })).map(erasureOf)),

    protectionOf: (subject, at) => answer(() => protectionIn(database, subject, at)),

    privacyRequest: (request) =>
      answer(async () => (await database.look(privacyRequest, { request })).map(requestOf)[0] ?? null),

    openRequests: (limit) => answer(async () => (await database.look(openRequests, { limit })).map(requestOf)),

    subjectOfCase: (caseNumber) =>
      answer(async () => (await database.look(subjectOfCase, { case: caseNumber }))[0]?.subject_id ?? null),

    casesOf: (subject, purpose) =>
      answer(async () => {
        demandPurpose('support-case', purpose);
        const cases = await database.look(casesOf, { subject });
        if (cases.length === 0) return [];
        const keys = await keyring(subject, purpose);
        const notes = await database.look(notesOf, { subject });
        const messages = await database.look(messagesOf, { subject });
        return cases.map((row) => ({
          supportCase: caseOf(row),
          notes: notes.filter(({ case_id }) => case_id === row.case_id).map((note) => noteOf(note, keys)),
          messages: messages.filter(({ case_id }) => case_id === row.case_id).map((sent) => sentOf(sent, keys)),
        }));
      }),

    caseMessage: (subject, message, purpose) =>
      answer(async () => {
        demandPurpose('support-case', purpose);
        const [row] = await database.look(caseMessage, { subject, message });
        return row === undefined ? null : messageOf(row, await keyring(subject, purpose));
      }),

    everythingOf: (subject, purpose) =>
      answer(async () => everythingOf(database, subject, await keyring(subject, purpose))),
  };
}

function noKeyring(): never {
  throw new Error('Sealing answers a keyring for every subject that it is asked for');
}
