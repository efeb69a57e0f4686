import type { OrderRecord, Reads } from '../../application/ports/reads.ts';
import type { Keyring, Sealing } from '../../application/ports/sealing.ts';
import type { Card } from '../../domain/card/masked-card.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { blindIndex } from './blind-indexes.ts';
import { type CardRow, cardOf } from './card-columns.ts';
import { cardsOf, everyCardOf } from './cards.ts';
import { consentOf, consentsOf } from './consents.ts';
import type { Database } from './database.ts';
import { erasureOf } from './erasures.ts';
import { everythingOf } from './everything.ts';
import { answer, granted } from './failing.ts';
import { type OrderRecordRow, orderRecordOf } from './order-record.ts';
import * as queries from './read-queries.ts';
import { unneededCards } from './unneeded-cards.ts';
import { activeUserOf, type UserRow } from './user-columns.ts';

/** Looks outside of a transaction, one statement each. */
export function reads(database: Database, sealing: Sealing): Reads {
  const keyring = (subject: SubjectId): Promise<Keyring> => granted(sealing.keyring(subject));
  const userIn = async ([row, ...others]: readonly UserRow[]): Promise<ReturnType<typeof activeUserOf> | null> =>
    row === undefined ? null : activeUserOf([row, ...others], await keyring(row.subject_id));
  const recordIn = async ([row]: readonly OrderRecordRow[]): Promise<OrderRecord | null> =>
    row === undefined ? null : orderRecordOf(row, await keyring(row.subject_id));
  const cardsIn = async (subject: SubjectId, rows: readonly CardRow[]): Promise<readonly Card[]> => {
    if (rows.length === 0) return [];
    const keys = await keyring(subject);
    return rows.map((row) => cardOf(row, keys)).filter((card): card is Card => card !== null);
  };

  return {
    session: (token, at) =>
      answer(async () => (await database.look(queries.session, { token, at }))[0]?.subject_id ?? null),

    user: (subject) => answer(async () => userIn(await database.look(queries.user, { subject }))),

    userByContact: (contact) =>
      answer(async () =>
        userIn(
          contact.kind === 'phone'
            ? await database.look(queries.userByPhone, { index: blindIndex.phone(sealing, contact.phone) })
            : await database.look(queries.userByEmail, { index: blindIndex.email(sealing, contact.email) }),
        ),
      ),

    consentsOf: (subject) => answer(async () => (await database.look(consentsOf, { subject })).map(consentOf)),

    cardsOf: (subject) => answer(async () => cardsIn(subject, await database.look(cardsOf, { subject }))),

    everyCardOf: (subject) => answer(async () => cardsIn(subject, await database.look(everyCardOf, { subject }))),

    unneededCards: (limit) =>
      answer(async () => {
        const rows = await database.look(unneededCards, { limit });
        const keyrings = await granted(sealing.keyrings(rows.map((row) => row.subject_id)));
        return rows
          .map((row) => cardOf(row, keyrings.get(row.subject_id) ?? noKeyring()))
          .filter((card): card is Card => card !== null);
      }),

    ordersOf: (subject) =>
      answer(async () => {
        const rows = await database.look(queries.ordersOf, { subject });
        if (rows.length === 0) return [];
        const keys = await keyring(subject);
        // Sorted here, for the store does not know when a rental began.
        return rows
          .map((row) => orderRecordOf(row, keys))
          .sort((one, other) => other.order.startedAt - one.order.startedAt);
      }),

    orderOf: (subject, order) => answer(async () => recordIn(await database.look(queries.orderOf, { subject, order }))),

    orderOfPayment: (payment) => answer(async () => recordIn(await database.look(queries.orderOfPayment, { payment }))),

    duePayments: (at, limit) =>
      answer(async () => (await database.look(queries.duePayments, { at, limit })).map((row) => row.payment_id)),

    erasure: (erasure) =>
      answer(async () => (await database.look(queries.erasure, { erasure })).map(erasureOf)[0] ?? null),

    erasureOf: (subject) =>
      answer(async () => (await database.look(queries.erasureOfSubject, { subject })).map(erasureOf)[0] ?? null),

    unfinishedErasures: (limit) =>
      answer(async () => (await database.look(queries.unfinishedErasures, { limit })).map(erasureOf)),

    everythingOf: (subject) => answer(async () => everythingOf(database, subject, await keyring(subject))),
  };
}

function noKeyring(): never {
  throw new Error('Sealing answers a keyring for every subject that it is asked for');
}
