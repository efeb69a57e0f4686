import type { ActiveSubject, KeptOrder } from '../../application/ports/active-subject.ts';
import type { Doors, HeldUser, NotLoggedIn } from '../../application/ports/transaction.ts';
import type { UnsealingPurpose } from '../../domain/data-map/unsealing.ts';
import type { OrderId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { errAsync, okAsync } from '../../domain/result.ts';
import { isUseToNote } from '../../domain/session/session-policy.ts';
import type { ActiveUser } from '../../domain/user/user.ts';
import { type UserFor, visibleFor } from '../../domain/user/visible-user.ts';
import { activeUser, activeUserWhere, isUnpaid, isUnsettled, liveSession, sameLogin, used } from './lookups.ts';
import { opened } from './opened.ts';
import type { Proofs } from './proofs.ts';
import type { Rows, SessionRow } from './rows.ts';

const notLoggedIn: NotLoggedIn = { kind: 'NotLoggedIn' };

/** {@link Doors} of one transaction. Nothing needs to be locked: only one transaction runs at a time. */
export function doors(rows: Rows, proofs: Proofs): Doors {
  const usesOf = (subject: SubjectId): Pick<ActiveSubject, 'lastUsedOn' | 'phoneProvedOn'> => {
    const { lastUsedOn = null, phoneProvedOn = null } = rows.users.get(subject) ?? {};
    return { lastUsedOn, phoneProvedOn };
  };

  const held = <Purpose extends UnsealingPurpose>(user: ActiveUser, purpose: Purpose): HeldUser<UserFor<Purpose>> => ({
    proof: proofs.active(user, usesOf(user.subject)),
    user: visibleFor(user, purpose),
  });

  const noteUse = (session: SessionRow, at: Instant): void => {
    if (isUseToNote(session.usedAt, at)) rows.sessions.set(session.tokenHash, used(session, at));
  };

  /** What may be written: all of an active person's, and of others what is not settled. */
  const proofFor = (subject: SubjectId, order: OrderId, unsettled: boolean): ActiveSubject | KeptOrder | null => {
    const user = activeUser(rows, subject);
    if (user !== null) return proofs.active(user);
    return unsettled ? proofs.kept(subject, order) : null;
  };

  return {
    bySession: (token, at) => {
      const session = liveSession(rows, token, at);
      const user = session === null ? null : activeUser(rows, session.subject);
      if (session === null || user === null) return errAsync(notLoggedIn);
      noteUse(session, at);
      return okAsync(proofs.active(user, usesOf(user.subject)));
    },
    bySessionAlone: (token, at, purpose) => {
      const session = liveSession(rows, token, at);
      const user = session === null ? null : activeUser(rows, session.subject);
      if (session === null || user === null) return errAsync(notLoggedIn);
      noteUse(session, at);
      return okAsync({ ...held(user, purpose), session: session.session, provedAt: session.provedAt });
    },
    bySubject: (subject) => {
      const user = activeUser(rows, subject);
      return okAsync(user === null ? null : proofs.active(user, usesOf(user.subject)));
    },
    bySubjectAlone: (subject, purpose) => {
      const user = activeUser(rows, subject);
      return okAsync(user === null ? null : held(user, purpose));
    },
    byAnySubject: (subject) => {
      const row = rows.users.get(subject);
      return okAsync(row === null ? null : { subject, state: row.state });
    },
    byLogin: (login) => {
      const user = activeUserWhere(rows, ({ logins }) => logins.some((own) => sameLogin(own, login)));
      return okAsync(user === null ? null : proofs.active(user, usesOf(user.subject)));
    },
    byLoginAlone: (login) => {
      const user = activeUserWhere(rows, ({ logins }) => logins.some((own) => sameLogin(own, login)));
      return okAsync(user === null ? null : held(user, 'data-subject-rights'));
    },
    byOrder: (id, purpose) =>
      opened('order', purpose, () => {
        const order = rows.orders.get(id);
        const proof = order && proofFor(order.subject, id, isUnsettled(rows, order));
        return order && proof && { proof, order };
      }),
    byPayment: (id, purpose) =>
      opened('payment', purpose, () => {
        const row = rows.payments.get(id);
        if (row === null) return null;
        const { payment, dueAt } = row;
        const proof = proofFor(payment.subject, payment.order, isUnpaid(payment));
        return proof && { proof, payment, card: rows.cards.get(payment.card), dueAt };
      }),
  };
}
