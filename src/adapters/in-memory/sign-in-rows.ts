import type { ActiveSubject } from '../../application/ports/active-subject.ts';
import type { BucketCharge } from '../../application/ports/bucket-charge.ts';
import type {
  AttemptRows,
  BudgetRows,
  ChallengeRows,
  ContactChangeRows,
  RiskEventRows,
  SessionRows,
} from '../../application/ports/transaction.ts';
import type { ChangeId, SessionId, SubjectId } from '../../domain/ids.ts';
import { Instant } from '../../domain/instant.ts';
import { okAsync } from '../../domain/result.ts';
import type { ContactChange } from '../../domain/user/contact-change.ts';
import { holderText, sameTarget } from '../../domain/verification/challenge.ts';
import type { BucketLevel } from '../../domain/verification/code-budget.ts';
import { activeUser, hex } from './lookups.ts';
import type { Proofs } from './proofs.ts';
import type { Rows, SessionRow } from './rows.ts';

/** What signing in writes: codes, budgets, sessions, attempts, changes and risks. */

export function challengeRows(rows: Rows): ChallengeRows {
  return {
    lock: (id, target) => {
      const row = rows.challenges.get(id);
      return okAsync(row !== null && sameTarget(row.target, target) ? row.challenge : null);
    },
    lockOwned: (id, { subject }) => {
      const row = rows.challenges.get(id);
      return okAsync(row?.challenge.subject === subject ? { open: row.challenge, target: row.target } : null);
    },
    put: (challenge, target) => {
      rows.challenges.deleteWhere(
        (one) =>
          one.challenge.purpose === challenge.purpose &&
          holderText(one.challenge.holder) === holderText(challenge.holder) &&
          sameTarget(one.target, target),
      );
      rows.challenges.set(challenge.challenge, { challenge, target });
      return okAsync(undefined);
    },
    save: ({ challenge, triesLeft }) => {
      const row = rows.challenges.get(challenge);
      if (row !== null) rows.challenges.set(challenge, { ...row, challenge: { ...row.challenge, triesLeft } });
      return okAsync(undefined);
    },
    remove: (id) => okAsync(rows.challenges.delete(id)),
  };
}

export function budgetRows(rows: Rows): BudgetRows {
  const levelsOf = (charges: readonly BucketCharge[], at: Instant): readonly BucketLevel[] =>
    charges.map(({ bucket, ...charge }) => ({
      charge,
      levelMs: Math.max(0, (rows.codeBudgets.get(hex(bucket)) ?? at) - at),
    }));
  return {
    levels: (charges, at) => okAsync(levelsOf(charges, at)),
    lockedLevels: (charges, at) => okAsync(levelsOf(charges, at)),
    charge: (charges, at) => {
      for (const { bucket, costMs } of charges) {
        const emptiesAt = rows.codeBudgets.get(hex(bucket)) ?? at;
        rows.codeBudgets.set(hex(bucket), Instant.plusMs(emptiesAt > at ? emptiesAt : at, costMs));
      }
      return okAsync(levelsOf(charges, at));
    },
    giveBack: (charges) => {
      for (const { bucket, backMs } of charges) {
        const emptiesAt = rows.codeBudgets.get(hex(bucket));
        if (emptiesAt !== null) rows.codeBudgets.set(hex(bucket), Instant.plusMs(emptiesAt, -backMs));
      }
      return okAsync(undefined);
    },
  };
}

export function sessionRows(rows: Rows, proofs: Proofs): SessionRows {
  const own = (subject: SubjectId, session: SessionId): SessionRow | null =>
    rows.sessions.where((row) => row.session === session && row.subject === subject)[0] ?? null;
  return {
    start: (proof, token, session) => {
      const tokenHash = hex(token);
      rows.sessions.set(tokenHash, { ...session, tokenHash, subject: proofs.subjectOf(proof) });
      return okAsync(undefined);
    },
    rotate: (proof, session, token, provedAt) => {
      const row = own(proofs.subjectOf(proof), session);
      if (row !== null) {
        rows.sessions.delete(row.tokenHash);
        rows.sessions.set(hex(token), { ...row, tokenHash: hex(token), provedAt });
      }
      return okAsync(undefined);
    },
    running: (proof, session, at) => {
      const row = own(proofs.subjectOf(proof), session);
      return okAsync(row !== null && row.expiresAt > at ? { provedAt: row.provedAt } : null);
    },
    end: (token) => okAsync(rows.sessions.delete(hex(token))),
    endOne: (proof, session) => {
      const row = own(proofs.subjectOf(proof), session);
      return okAsync(row !== null && rows.sessions.delete(row.tokenHash));
    },
    endOthers: (proof, kept) => {
      const subject = proofs.subjectOf(proof);
      return okAsync(rows.sessions.deleteWhere((row) => row.subject === subject && row.session !== kept));
    },
  };
}

export function attemptRows(rows: Rows): AttemptRows {
  return {
    add: (attempt) => {
      const { by } = attempt;
      if (by === null || activeUser(rows, by.subject) !== null) rows.attempts.set(hex(attempt.token), attempt);
      return okAsync(undefined);
    },
    take: (token) => {
      const attempt = rows.attempts.get(hex(token));
      rows.attempts.delete(hex(token));
      return okAsync(attempt);
    },
  };
}

export function contactChangeRows(rows: Rows, proofs: Proofs): ContactChangeRows {
  const own = (proof: ActiveSubject, id: ChangeId): ContactChange | null => {
    const change = rows.contactChanges.get(id);
    return change?.subject === proofs.subjectOf(proof) ? change : null;
  };
  return {
    add: (proof, change) => {
      rows.contactChanges.set(change.change, { ...change, subject: proofs.subjectOf(proof) });
      return okAsync(undefined);
    },
    of: (proof) => {
      const subject = proofs.subjectOf(proof);
      const changes = rows.contactChanges.where((change) => change.subject === subject);
      return okAsync(changes.toSorted((one, other) => one.changedAt - other.changedAt));
    },
    reserving: (contact, subject, at) => {
      const [last = null] = rows.contactChanges
        .where(
          (change) =>
            change.subject !== subject &&
            change.undoUntil > at &&
            change.former !== null &&
            sameTarget(change.former, contact) &&
            activeUser(rows, change.subject) !== null,
        )
        .toSorted((one, other) => other.undoUntil - one.undoUntil);
      return okAsync(last && { change: last.change, subject: last.subject, undoUntil: last.undoUntil });
    },
    prolong: (proof, id, undoUntil) => {
      const change = own(proof, id);
      if (change !== null) rows.contactChanges.set(id, { ...change, undoUntil });
      return okAsync(undefined);
    },
    remove: (proof, id) => {
      if (own(proof, id) !== null) rows.contactChanges.delete(id);
      return okAsync(undefined);
    },
  };
}

export function riskEventRows(rows: Rows, proofs: Proofs): RiskEventRows {
  return {
    append: (proof, event, place) => {
      const subject = proof && proofs.subjectOf(proof);
      rows.riskEvents.set(event.event, { ...event, subject, place });
      return okAsync(undefined);
    },
  };
}
