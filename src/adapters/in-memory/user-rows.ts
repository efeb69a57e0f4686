import { portFailure } from '../../application/ports/port-failure.ts';
import type { Taken, UserRows } from '../../application/ports/transaction.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { Day, type Instant } from '../../domain/instant.ts';
import { errAsync, okAsync } from '../../domain/result.ts';
import { ThirdPartyIdentity } from '../../domain/user/third-party-identity.ts';
import { type ActiveUser, identitiesOf, type Login, phoneOf } from '../../domain/user/user.ts';
import { Username } from '../../domain/user/username.ts';
import type { ChallengeTarget } from '../../domain/verification/challenge.ts';
import { sameLogin } from './lookups.ts';
import type { Proofs } from './proofs.ts';
import { useOf } from './retention.ts';
import type { Rows, UserRow } from './rows.ts';

/** {@link UserRows} of one transaction. */
export function userRows(rows: Rows, proofs: Proofs): UserRows {
  return {
    register: (user) => {
      if (rows.users.has(user.subject)) return errAsync(portFailure('DataStore', false));
      const taken = takenFrom(rows, user);
      if (taken !== null) return errAsync(taken);
      const { subject, registeredAt } = user;
      const lastUsedOn = Day.ofInstant(registeredAt);
      const phoneProvedOn = phoneOf(user) === null ? null : lastUsedOn;
      rows.users.set(subject, {
        subject,
        state: 'active',
        registeredAt,
        leftAt: null,
        lastUsedOn,
        warnedAt: null,
        phoneProvedOn,
        phoneIsFree: false,
        linkedAt: {},
        user,
      });
      return okAsync(proofs.active(user, { lastUsedOn, phoneProvedOn }));
    },
    save: ({ proof }, user) => {
      const row = rows.users.get(proofs.subjectOf(proof));
      if (row === null || row.subject !== user.subject) return errAsync(portFailure('DataStore', false));
      const taken = takenFrom(rows, user);
      if (taken !== null) return errAsync(taken);
      rows.users.set(user.subject, { ...row, user });
      return okAsync(undefined);
    },
    used: (proof, day, byPhone) => {
      const proved = byPhone ? { phoneProvedOn: day } : {};
      change(rows, proofs.subjectOf(proof), { lastUsedOn: day, warnedAt: null, ...proved });
      return okAsync(undefined);
    },
    phoneProved: (proof, on) => {
      change(rows, proofs.subjectOf(proof), { phoneProvedOn: on });
      return okAsync(undefined);
    },
    linked: (proof, identity, at) => {
      const subject = proofs.subjectOf(proof);
      const linkedAt = rows.users.get(subject)?.linkedAt ?? {};
      change(rows, subject, { linkedAt: { ...linkedAt, [ThirdPartyIdentity.normalised(identity)]: at } });
      return okAsync(undefined);
    },
    linkedSince: (proof, since) => {
      const row = rows.users.get(proofs.subjectOf(proof));
      const linked = (row?.user == null ? [] : identitiesOf(row.user)).flatMap((identity) => {
        const linkedAt = row?.linkedAt[ThirdPartyIdentity.normalised(identity)];
        return linkedAt === undefined || linkedAt < since ? [] : [{ identity, linkedAt }];
      });
      return okAsync(linked.toReversed());
    },
    freePhone: ({ proof }) => {
      const row = rows.users.get(proofs.subjectOf(proof));
      if (row !== null) rows.users.set(row.subject, { ...row, phoneIsFree: true });
      return okAsync(undefined);
    },
    warned: (proof, at) => {
      change(rows, proofs.subjectOf(proof), { warnedAt: at });
      return okAsync(undefined);
    },
    useOf: (proof) => okAsync(useOf(rows, proofs.subjectOf(proof))),
    fence: ({ proof, user }, at) => {
      const subject = proofs.subjectOf(proof);
      const row = rows.users.get(subject);
      if (row === null) return errAsync(portFailure('DataStore', false));
      rows.users.set(subject, { ...row, state: 'leaving', leftAt: at });
      rows.sessions.deleteWhere((session) => session.subject === subject);
      rows.attempts.deleteWhere(({ by }) => by?.subject === subject);
      // Codes that a stranger asked for to the same address go as well: they speak of the person who leaves.
      const codes = rows.challenges.where(
        ({ challenge, target }) => challenge.subject === subject || isOwn(target, user),
      );
      for (const { challenge } of codes) rows.challenges.delete(challenge.challenge);
      rows.notices.deleteWhere(
        ({ notice, state, leaseUntil }) =>
          notice.subject === subject && state !== 'sent' && (leaseUntil === null || leaseUntil <= at),
      );
      for (const row of rows.notices.where(({ notice, state }) => notice.subject === subject && state === 'queued')) {
        rows.notices.set(row.notice.notice, { ...row, state: 'skipped', problem: 'subject-gone' });
      }
      return okAsync(latest(codes.map(({ challenge }) => challenge.sentAt)));
    },
  };
}

function latest(times: readonly Instant[]): Instant | null {
  return times.reduce<Instant | null>((last, at) => (last === null || at > last ? at : last), null);
}

function change(
  rows: Rows,
  subject: SubjectId,
  to: Partial<Pick<UserRow, 'lastUsedOn' | 'warnedAt' | 'phoneProvedOn' | 'linkedAt'>>,
): void {
  const row = rows.users.get(subject);
  if (row?.state === 'active') rows.users.set(subject, { ...row, ...to });
}

function isOwn(target: ChallengeTarget, user: ActiveUser): boolean {
  if (target.kind === 'email') return target.email === user.email;
  return user.logins.some((login) => login.kind === 'phone' && login.phone === target.phone);
}

/** What belongs to another account already, one that is leaving included. */
function takenFrom(rows: Rows, user: ActiveUser): Taken | null {
  const others = rows.users
    .where((row) => row.subject !== user.subject && row.user !== null)
    .flatMap((row) => (row.user === null ? [] : { ...row.user, logins: loginsFound(row.user, row.phoneIsFree) }));
  for (const login of user.logins) {
    if (others.some(({ logins }) => logins.some((other) => sameLogin(other, login)))) {
      return { kind: 'Taken', what: login.kind };
    }
  }
  if (user.email !== null && others.some(({ email }) => email === user.email)) return { kind: 'Taken', what: 'email' };
  const skeleton = skeletonOf(user);
  if (skeleton !== null && others.some((other) => skeletonOf(other) === skeleton)) {
    return { kind: 'Taken', what: 'username' };
  }
  return null;
}

function loginsFound({ logins }: ActiveUser, phoneIsFree: boolean): readonly Login[] {
  return phoneIsFree ? logins.filter(({ kind }) => kind !== 'phone') : logins;
}

function skeletonOf({ username }: Pick<ActiveUser, 'username'>): string | null {
  return username === null ? null : Username.skeleton(username);
}
