import type { ActiveSubject, KeptOrder } from '../../application/ports/active-subject.ts';
import type { Doors, HeldUser, NotLoggedIn } from '../../application/ports/transaction.ts';
import type { OrderId, SubjectId } from '../../domain/ids.ts';
import { errAsync, okAsync } from '../../domain/result.ts';
import type { ActiveUser } from '../../domain/user/user.ts';
import { activeUser, activeUserWhere, isUnpaid, isUnsettled, liveSession, sameLogin } from './lookups.ts';
import type { Proofs } from './proofs.ts';
import type { Rows } from './rows.ts';

const notLoggedIn: NotLoggedIn = { kind: 'NotLoggedIn' };

/** {@link Doors} of one transaction. Nothing needs to be locked: only one transaction runs at a time. */
export function doors(rows: Rows, proofs: Proofs): Doors {
  const held = (user: ActiveUser): HeldUser => ({ proof: proofs.active(user), user });

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
      return user === null ? errAsync(notLoggedIn) : okAsync(proofs.active(user));
    },
    bySessionAlone: (token, at) => {
      const session = liveSession(rows, token, at);
      const user = session === null ? null : activeUser(rows, session.subject);
      if (session === null || user === null) return errAsync(notLoggedIn);
      return okAsync({ ...held(user), sessionStartedAt: session.startedAt });
    },
    bySubjectAlone: (subject) => {
      const user = activeUser(rows, subject);
      return okAsync(user === null ? null : held(user));
    },
    byLogin: (login) => {
      const user = activeUserWhere(rows, ({ logins }) => logins.some((own) => sameLogin(own, login)));
      return okAsync(user === null ? null : proofs.active(user));
    },
    byOrder: (id) => {
      const order = rows.orders.get(id);
      if (order === null) return okAsync(null);
      const proof = proofFor(order.subject, id, isUnsettled(rows, order));
      return okAsync(proof === null ? null : { proof, order });
    },
    byPayment: (id) => {
      const payment = rows.payments.get(id)?.payment ?? null;
      if (payment === null) return okAsync(null);
      const proof = proofFor(payment.subject, payment.order, isUnpaid(payment));
      return okAsync(proof === null ? null : { proof, payment, card: rows.cards.get(payment.card) });
    },
  };
}
