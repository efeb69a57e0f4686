import type { CardRows } from '../../application/ports/transaction.ts';
import type { Card } from '../../domain/card/masked-card.ts';
import { demandPurpose } from '../../domain/data-map/unsealing.ts';
import type { CardId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { type CardRow, cardColumns, cardOf } from './card-columns.ts';
import { answer } from './failing.ts';
import { unpaidStates } from './payment-columns.ts';
import { sealed } from './sealed-columns.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** Cards: the last 4 digits, the network, and the processor's name for the card (POLICY.md C13, C14). */
export function cardRows(work: Work): CardRows {
  return {
    add: (proof, card) =>
      answer(async () => {
        const { last4, network, paymentMethod } = card;
        await work.run(add, {
          card: card.card,
          subject: proof.subject,
          ...sealed('cards', card.card, await work.sealer(proof.subject), {
            last4,
            network,
            payment_method: paymentMethod,
          }),
          added_at: card.addedAt,
          removed_at: card.removedAt,
        });
      }),

    of: (proof, purpose) =>
      answer(async () => {
        demandPurpose('card', purpose);
        const { subject } = proof;
        const { rows } = await work.run(cardsOf, { subject });
        const keyring = await work.keyring(subject, purpose);
        return rows.map((row) => cardOf(row, keyring)).filter((card): card is Card => card !== null);
      }),

    find: (proof, card, purpose) =>
      answer(async () => {
        demandPurpose('card', purpose);
        const { subject } = proof;
        const [row] = (await work.run(find, { subject, card })).rows;
        return row === undefined ? null : cardOf(row, await work.keyring(subject, purpose));
      }),

    inUse: (proof, card) =>
      answer(async () => {
        const { rows } = await work.run(boundTo, { subject: proof.subject, card });
        return rows.length > 0;
      }),

    markRemoved: (proof, card, at) =>
      answer(async () => {
        await work.run(markRemoved, { subject: proof.subject, card, at });
      }),

    delete: (proof, card) =>
      answer(async () => {
        await work.run(remove, { subject: proof.subject, card });
      }),
  };
}

/** The subject's cards that are not removed, oldest first. */
export const cardsOf: Statement<{ subject: SubjectId }, CardRow> = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db
    .selectFrom('cards as c')
    .select(cardColumns)
    .where('c.subject_id', '=', given.subject)
    .where('c.removed_at', 'is', null)
    .orderBy('c.added_at')
    .orderBy('c.card_id'),
);

/** Those that are removed and still bound to something included. */
export const everyCardOf: Statement<{ subject: SubjectId }, CardRow> = dataQuery(
  ({ db }, given: { subject: SubjectId }) =>
    db
      .selectFrom('cards as c')
      .select(cardColumns)
      .where('c.subject_id', '=', given.subject)
      .orderBy('c.added_at')
      .orderBy('c.card_id'),
);

/** Locks the card: it cannot be removed while a rental is being bound to it, nor the other way round. */
const find = dataQuery(({ db, mysql }, given: { subject: SubjectId; card: CardId }) =>
  db
    .selectFrom('cards as c')
    .select(cardColumns)
    .where('c.card_id', '=', given.card)
    .where('c.subject_id', '=', given.subject)
    .where('c.removed_at', 'is', null)
    .$if(mysql, (query) => query.forUpdate()),
);

const boundTo = dataQuery(({ db }, given: { subject: SubjectId; card: CardId }) =>
  db
    .selectFrom('orders')
    .select('card_id')
    .where('card_id', '=', given.card)
    .where('state', '=', 'open')
    .where('subject_id', '=', given.subject)
    .unionAll(
      db
        .selectFrom('payments')
        .select('card_id')
        .where('card_id', '=', given.card)
        .where('state', 'in', unpaidStates)
        .where('subject_id', '=', given.subject),
    )
    .limit(1),
);

const add = dataQuery(
  (
    { db },
    given: {
      card: CardId;
      subject: SubjectId;
      last4_sealed: Uint8Array;
      network_sealed: Uint8Array;
      payment_method_sealed: Uint8Array;
      added_at: Instant;
      removed_at: Instant | null;
    },
  ) =>
    db.insertInto('cards').values({
      card_id: given.card,
      subject_id: given.subject,
      last4_sealed: given.last4_sealed,
      network_sealed: given.network_sealed,
      payment_method_sealed: given.payment_method_sealed,
      added_at: given.added_at,
      removed_at: given.removed_at,
    }),
);

const markRemoved = dataQuery(({ db }, given: { subject: SubjectId; card: CardId; at: Instant }) =>
  db
    .updateTable('cards')
    .set({ removed_at: given.at })
    .where('card_id', '=', given.card)
    .where('subject_id', '=', given.subject)
    .where('removed_at', 'is', null),
);

const remove = dataQuery(({ db }, given: { subject: SubjectId; card: CardId }) =>
  db.deleteFrom('cards').where('card_id', '=', given.card).where('subject_id', '=', given.subject),
);
