import type { Keyring } from '../../application/ports/sealing.ts';
import type { ContactChangeRows } from '../../application/ports/transaction.ts';
import type { ChangeId, SubjectId } from '../../domain/ids.ts';
import type { Day, Instant } from '../../domain/instant.ts';
import type { ContactChange } from '../../domain/user/contact-change.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import { addressOf, blindIndex, bothColumns, byEither } from './blind-indexes.ts';
import { targetOf } from './challenges.ts';
import { answer } from './failing.ts';
import { opened, sealed } from './sealed-columns.ts';
import { dataQuery, type Statement } from './statement.ts';
import type { Work } from './work.ts';

/** Phones and emails that accounts had until lately, so that a change can be undone. */
export function contactChangeRows(work: Work): ContactChangeRows {
  return {
    add: (proof, { change, what, former, other, phoneProvedOn, changedAt, undoUntil }) =>
      answer(async () => {
        const sealer = await work.sealer(proof.subject);
        await work.run(add, {
          change,
          subject: proof.subject,
          contact: what,
          ...sealed('contact_changes', change, sealer, {
            former: former && addressOf(former),
            other: other && addressOf(other),
          }),
          ...bothColumns('former_index', former && blindIndex.former(await work.indexes(), former)),
          phoneProvedOn,
          changedAt,
          undoUntil,
        });
      }),

    of: (proof) =>
      answer(async () => {
        const { rows } = await work.run(of, { subject: proof.subject });
        if (rows.length === 0) return [];
        const keyring = await work.keyring(proof.subject, 'account-security');
        return rows.map((row) => changeOf(row, keyring));
      }),

    reserving: (contact, subject, at) =>
      answer(async () => {
        const { by, value } = blindIndex.former(await work.indexes(), contact);
        const [row] = (await work.run(reserving[by], { index: value, subject: subject ?? '', at })).rows;
        return row === undefined
          ? null
          : { change: row.change_id, subject: row.subject_id, undoUntil: row.undo_ends_at };
      }),

    prolong: (proof, change, undoUntil) =>
      answer(async () => {
        await work.run(prolong, { subject: proof.subject, change, undoUntil });
      }),

    remove: (proof, change) =>
      answer(async () => {
        await work.run(remove, { subject: proof.subject, change });
      }),
  };
}

export interface ContactChangeRow {
  readonly change_id: ChangeId;
  readonly subject_id: SubjectId;
  readonly contact: ChallengeTarget['kind'];
  readonly former_sealed: Uint8Array | null;
  readonly other_sealed: Uint8Array | null;
  readonly phone_proved_on: Day | null;
  readonly changed_at: Instant;
  readonly undo_ends_at: Instant;
}

/** A change as it stands in a row. */
export function changeOf(row: ContactChangeRow, keyring: Keyring): ContactChange {
  const { former, other } = opened('contact_changes', row.change_id, keyring, row);
  return {
    change: row.change_id,
    subject: row.subject_id,
    what: row.contact,
    former: former && targetOf(former),
    other: other && targetOf(other),
    phoneProvedOn: row.phone_proved_on,
    changedAt: row.changed_at,
    undoUntil: row.undo_ends_at,
  };
}

const columns = [
  'c.change_id',
  'c.subject_id',
  'c.contact',
  'c.former_sealed',
  'c.other_sealed',
  'c.phone_proved_on',
  'c.changed_at',
  'c.undo_ends_at',
] as const;

/** A change of an active subject's that can still be undone. */
export const contactChange: Statement<{ change: ChangeId; at: Instant }, ContactChangeRow> = dataQuery(
  ({ db }, given: { change: ChangeId; at: Instant }) =>
    db
      .selectFrom('contact_changes as c')
      .innerJoin('users as u', 'u.subject_id', 'c.subject_id')
      .select(columns)
      .where('c.change_id', '=', given.change)
      .where('c.undo_ends_at', '>', given.at)
      .where('u.state', '=', 'active'),
);

const of = dataQuery(({ db, mysql }, given: { subject: SubjectId }) =>
  db
    .selectFrom('contact_changes as c')
    .select(columns)
    .where('c.subject_id', '=', given.subject)
    .orderBy('c.changed_at')
    .$if(mysql, (query) => query.forUpdate()),
);

/** An account that is leaving gets nothing back. */
const reserving = byEither('former_index', (column) =>
  dataQuery(({ db }, given: { index: Uint8Array; subject: string; at: Instant }) =>
    db
      .selectFrom('contact_changes as c')
      .innerJoin('users as u', 'u.subject_id', 'c.subject_id')
      .select(['c.change_id', 'c.subject_id', 'c.undo_ends_at'])
      .where(`c.${column}`, '=', given.index)
      .where('c.subject_id', '!=', given.subject as SubjectId) // none has the empty one
      .where('c.undo_ends_at', '>', given.at)
      .where('u.state', '=', 'active')
      .orderBy('c.undo_ends_at', 'desc')
      .limit(1),
  ),
);

const add = dataQuery(
  (
    { db },
    given: {
      change: ChangeId;
      subject: SubjectId;
      contact: ChallengeTarget['kind'];
      former_sealed: Uint8Array | null;
      former_index: Uint8Array | null;
      former_index_b: Uint8Array | null;
      other_sealed: Uint8Array | null;
      phoneProvedOn: Day | null;
      changedAt: Instant;
      undoUntil: Instant;
    },
  ) =>
    db.insertInto('contact_changes').values({
      change_id: given.change,
      subject_id: given.subject,
      contact: given.contact,
      former_sealed: given.former_sealed,
      former_index: given.former_index,
      former_index_b: given.former_index_b,
      other_sealed: given.other_sealed,
      phone_proved_on: given.phoneProvedOn,
      changed_at: given.changedAt,
      undo_ends_at: given.undoUntil,
    }),
);

const prolong = dataQuery(({ db }, given: { subject: SubjectId; change: ChangeId; undoUntil: Instant }) =>
  db
    .updateTable('contact_changes')
    .set({ undo_ends_at: given.undoUntil })
    .where('change_id', '=', given.change)
    .where('subject_id', '=', given.subject),
);

const remove = dataQuery(({ db }, given: { subject: SubjectId; change: ChangeId }) =>
  db.deleteFrom('contact_changes').where('change_id', '=', given.change).where('subject_id', '=', given.subject),
);
