import type { ActiveSubject, KeptOrder } from '../../application/ports/active-subject.ts';
import type { SessionTokenHash } from '../../application/ports/secret-hashing.ts';
import type { Doors, HeldUser, NotLoggedIn, SessionHolder } from '../../application/ports/transaction.ts';
import { demandPurpose, type UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { OrderId, PaymentId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Language } from '../../domain/user/language.ts';
import type { User } from '../../domain/user/user.ts';
import type { UserFor } from '../../domain/user/visible-user.ts';
import { blindIndex, byEither } from './blind-indexes.ts';
import { cardColumns, cardOf } from './card-columns.ts';
import { answer, decide } from './failing.ts';
import { orderColumns, orderOf } from './order-columns.ts';
import { paymentColumns, paymentOf, unpaidStates } from './payment-columns.ts';
import { activeSubject, keptOrder } from './proofs.ts';
import { dataQuery } from './statement.ts';
import { userColumns, userOf } from './user-columns.ts';
import { type FoundRow, touch, useToNote } from './user-sessions.ts';
import type { Work } from './work.ts';

/**
 * Each door is one statement that finds, locks and decides. It reads the rows as they were committed last, and waits for
 * who holds them: an account that was fenced meanwhile opens to nobody.
 *
 * Identities are locked with their user, for only a row that is locked is read as it was committed last: MySQL would answer
 * the others as they stood when the statement began to wait, and two requests could each take away the last other login.
 * A session is looked at once more when its user is held, for it may have ended while the request waited. It is not locked:
 * whoever ends it holds the user first, and the two would deadlock.
 */
export function doors(work: Work): Doors {
  const noteSessionUse = async (found: FoundRow, at: Instant): Promise<void> => {
    const use = useToNote(found, at);
    if (use !== null) await work.run(touch, use);
  };
  const stillRuns = async (token: SessionTokenHash): Promise<boolean> =>
    (await work.run(sessionStands, { token })).rows.length > 0;
  return {
    bySession: (token, at) =>
      decide(async () => {
        const [row] = (await work.run(bySession, { token, at })).rows;
        if (row === undefined || !(await stillRuns(token))) return err({ kind: 'NotLoggedIn' });
        await noteSessionUse(row, at);
        return ok(activeSubject(row.subject_id, row.language, row.last_used_on, row.phone_proved_on));
      }),

    bySessionAlone: <Purpose extends UnsealingPurpose>(token: SessionTokenHash, at: Instant, purpose: Purpose) =>
      decide(async (): Promise<Result<SessionHolder<UserFor<Purpose>>, NotLoggedIn>> => {
        const [row, ...others] = (await work.run(bySessionAlone, { token, at })).rows;
        if (row === undefined || !(await stillRuns(token))) return err({ kind: 'NotLoggedIn' });
        const user = userOf([row, ...others], await work.keyring(row.subject_id, purpose), purpose);
        await noteSessionUse(row, at);
        const proof = activeSubject(user.subject, user.language, row.last_used_on, row.phone_proved_on);
        return ok({ proof, user, session: row.session_id, provedAt: row.proved_at });
      }),

    bySubject: (subject) =>
      answer(async () => {
        const [row] = (await work.run(bySubject, { subject })).rows;
        return row === undefined
          ? null
          : activeSubject(row.subject_id, row.language, row.last_used_on, row.phone_proved_on);
      }),

    bySubjectAlone: <Purpose extends UnsealingPurpose>(subject: SubjectId, purpose: Purpose) =>
      answer(async (): Promise<HeldUser<UserFor<Purpose>> | null> => {
        const [row, ...others] = (await work.run(bySubjectAlone, { subject })).rows;
        if (row === undefined) return null;
        const user = userOf([row, ...others], await work.keyring(subject, purpose), purpose);
        return { proof: activeSubject(user.subject, user.language, row.last_used_on, row.phone_proved_on), user };
      }),

    byAnySubject: (subject) =>
      answer(async () => {
        const [row] = (await work.run(byAnySubject, { subject })).rows;
        return row === undefined ? null : { subject, state: row.state };
      }),

    byLogin: (login) =>
      answer(async () => {
        const indexes = await work.indexes();
        const { by, value } =
          login.kind === 'phone'
            ? blindIndex.phone(indexes, login.phone)
            : blindIndex.identity(indexes, login.identity);
        const statement = login.kind === 'phone' ? byPhone[by] : byIdentity[by];
        const [row] = (await work.run(statement, { index: value })).rows;
        return row === undefined
          ? null
          : activeSubject(row.subject_id, row.language, row.last_used_on, row.phone_proved_on);
      }),

    byLoginAlone: (login) =>
      answer(async (): Promise<HeldUser | null> => {
        const indexes = await work.indexes();
        const { by, value } =
          login.kind === 'phone'
            ? blindIndex.phone(indexes, login.phone)
            : blindIndex.identity(indexes, login.identity);
        const statement = login.kind === 'phone' ? byPhoneAlone[by] : byIdentityAlone[by];
        const [row, ...others] = (await work.run(statement, { index: value })).rows;
        if (row === undefined) return null;
        const keyring = await work.keyring(row.subject_id, 'data-subject-rights');
        const user = userOf([row, ...others], keyring, 'data-subject-rights');
        return { proof: activeSubject(user.subject, user.language, row.last_used_on, row.phone_proved_on), user };
      }),

    byOrder: (order, purpose) =>
      answer(async () => {
        demandPurpose('order', purpose);
        const [row] = (await work.run(byOrder, { order })).rows;
        if (row === undefined) return null;
        const proof = proofFor(row, order, row.state === 'open' || isUnpaid(row.p_state));
        return proof && { proof, order: orderOf(row, await work.keyring(row.subject_id, purpose)) };
      }),

    byPayment: (payment, purpose) =>
      answer(async () => {
        demandPurpose('payment', purpose);
        const [row] = (await work.run(byPayment, { payment })).rows;
        const proof = row && proofFor(row, row.p_order_id, isUnpaid(row.p_state));
        if (row === undefined || !proof) return null;
        const keyring = await work.keyring(row.subject_id, purpose);
        const found = paymentOf(row, keyring);
        return found && { proof, payment: found, card: cardOf(row, keyring), dueAt: row.p_due_at };
      }),
  };
}

interface Owner {
  readonly subject_id: SubjectId;
  readonly language: Language | null;
  readonly u_state: User['kind'];
}

/** The proof for what belongs to an order: the account is active, or the order outlives it. */
function proofFor(owner: Owner, order: OrderId, outlives: boolean): ActiveSubject | KeptOrder | null {
  if (owner.u_state === 'active' && owner.language !== null) return activeSubject(owner.subject_id, owner.language);
  return outlives ? keptOrder(owner.subject_id, order) : null;
}

function isUnpaid(state: Payment['kind'] | null): boolean {
  return state !== null && unpaidStates.includes(state);
}

const bySession = dataQuery(({ db, mysql }, given: { token: Uint8Array; at: Instant }) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('users as u', 'u.subject_id', 's.subject_id')
    .select(['u.subject_id', 'u.language', 'u.last_used_on', 'u.phone_proved_on'])
    .select(['s.session_id', 's.started_at', 's.used_at'])
    .$narrowType<{ language: Language }>() // an active user has one
    .where('s.token_hash', '=', given.token)
    .where('s.expires_at', '>', given.at)
    .where('u.state', '=', 'active')
    .$if(mysql, (query) => query.forShare('u')),
);

const sessionStands = dataQuery(({ db }, given: { token: Uint8Array }) =>
  db.selectFrom('sessions').select('session_id').where('token_hash', '=', given.token),
);

const bySessionAlone = dataQuery(({ db, mysql }, given: { token: Uint8Array; at: Instant }) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('users as u', 'u.subject_id', 's.subject_id')
    .leftJoin('identities as i', 'i.subject_id', 'u.subject_id')
    .select(userColumns)
    .select(['u.last_used_on', 'u.phone_proved_on'])
    .select(['s.session_id', 's.started_at', 's.proved_at', 's.used_at'])
    .where('s.token_hash', '=', given.token)
    .where('s.expires_at', '>', given.at)
    .where('u.state', '=', 'active')
    .$if(mysql, (query) => query.forUpdate(['u', 'i'])),
);

const bySubjectAlone = dataQuery(({ db, mysql }, given: { subject: SubjectId }) =>
  db
    .selectFrom('users as u')
    .leftJoin('identities as i', 'i.subject_id', 'u.subject_id')
    .select(userColumns)
    .select(['u.last_used_on', 'u.phone_proved_on'])
    .where('u.subject_id', '=', given.subject)
    .where('u.state', '=', 'active')
    .$if(mysql, (query) => query.forUpdate(['u', 'i'])),
);

const byAnySubject = dataQuery(({ db, mysql }, given: { subject: SubjectId }) =>
  db
    .selectFrom('users as u')
    .select('u.state')
    .where('u.subject_id', '=', given.subject)
    .$if(mysql, (query) => query.forUpdate('u')),
);

const bySubject = dataQuery(({ db, mysql }, given: { subject: SubjectId }) =>
  db
    .selectFrom('users as u')
    .select(['u.subject_id', 'u.language', 'u.last_used_on', 'u.phone_proved_on'])
    .$narrowType<{ language: Language }>() // an active user has one
    .where('u.subject_id', '=', given.subject)
    .where('u.state', '=', 'active')
    .$if(mysql, (query) => query.forShare('u')),
);

const byPhone = byEither('phone_index', (column) =>
  dataQuery(({ db, mysql }, given: { index: Uint8Array }) =>
    db
      .selectFrom('users as u')
      .select(['u.subject_id', 'u.language', 'u.last_used_on', 'u.phone_proved_on'])
      .$narrowType<{ language: Language }>() // an active user has one
      .where(`u.${column}`, '=', given.index)
      .where('u.state', '=', 'active')
      .$if(mysql, (query) => query.forShare('u')),
  ),
);

const byIdentity = byEither('identity_index', (column) =>
  dataQuery(({ db, mysql }, given: { index: Uint8Array }) =>
    db
      .selectFrom('identities as i')
      .innerJoin('users as u', 'u.subject_id', 'i.subject_id')
      .select(['u.subject_id', 'u.language', 'u.last_used_on', 'u.phone_proved_on'])
      .$narrowType<{ language: Language }>() // an active user has one
      .where(`i.${column}`, '=', given.index)
      .where('u.state', '=', 'active')
      .$if(mysql, (query) => query.forShare(['i', 'u'])),
  ),
);

const byPhoneAlone = byEither('phone_index', (column) =>
  dataQuery(({ db, mysql }, given: { index: Uint8Array }) =>
    db
      .selectFrom('users as u')
      .leftJoin('identities as i', 'i.subject_id', 'u.subject_id')
      .select(userColumns)
      .select(['u.last_used_on', 'u.phone_proved_on'])
      .where(`u.${column}`, '=', given.index)
      .where('u.state', '=', 'active')
      .$if(mysql, (query) => query.forUpdate(['u', 'i'])),
  ),
);

const byIdentityAlone = byEither('identity_index', (column) =>
  dataQuery(({ db, mysql }, given: { index: Uint8Array }) =>
    db
      .selectFrom('identities as one')
      .innerJoin('users as u', 'u.subject_id', 'one.subject_id')
      .leftJoin('identities as i', 'i.subject_id', 'u.subject_id')
      .select(userColumns)
      .select(['u.last_used_on', 'u.phone_proved_on'])
      .where(`one.${column}`, '=', given.index)
      .where('u.state', '=', 'active')
      .$if(mysql, (query) => query.forUpdate(['u', 'i'])),
  ),
);

const byOrder = dataQuery(({ db, mysql }, given: { order: OrderId }) =>
  db
    .selectFrom('orders as o')
    .innerJoin('users as u', 'u.subject_id', 'o.subject_id')
    .leftJoin('payments as p', 'p.order_id', 'o.order_id')
    .select(['u.subject_id', 'u.language', 'u.state as u_state', 'p.state as p_state'])
    .select(orderColumns)
    .where('o.order_id', '=', given.order)
    .$if(mysql, (query) => query.forShare('u').forUpdate('o')),
);

const byPayment = dataQuery(({ db, mysql }, given: { payment: PaymentId }) =>
  db
    .selectFrom('payments as p')
    .innerJoin('users as u', 'u.subject_id', 'p.subject_id')
    .leftJoin('cards as c', 'c.card_id', 'p.card_id')
    .select(['u.subject_id', 'u.language', 'u.state as u_state'])
    .select(paymentColumns)
    .select(cardColumns)
    .where('p.payment_id', '=', given.payment)
    .$if(mysql, (query) => query.forShare('u').forUpdate('p')),
);
