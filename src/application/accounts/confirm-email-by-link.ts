import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { Session } from '../../domain/session/session.ts';
import { maskEmail } from '../../domain/user/mask-contact.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import { whyNotOpen } from '../../domain/verification/challenge.ts';
import { challengeOfToken } from '../notices/message-link.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Taken } from '../ports/transaction.ts';
import type { RiskPorts } from '../risk/note-risk.ts';
import { notingLimits, type TooManyChanges } from './change-limit.ts';
import { backFor } from './code-budgets.ts';
import { emailProved } from './confirm-email.ts';
import type { ContactReserved } from './contact-reserved.ts';
import { notingTaken } from './noting-taken.ts';

/** The last part of the address in the mail. */
export interface EmailLinkInput {
  readonly token: string;
}

/** The address was not made here, was used, has expired, or whoever asked for it is not logged in any more. */
export interface NoSuchConfirmation {
  readonly kind: 'NoSuchConfirmation';
}

/** What the address would do. */
export interface EmailToConfirm {
  /** `a•••@e•••.com`: whoever opens the page should see which of their addresses it is. */
  readonly email: string;
}

/** Says what the address would do, and changes nothing: mail scanners open addresses. */
export type ShowEmailConfirmation = (
  input: EmailLinkInput,
) => ResultAsync<EmailToConfirm, NoSuchConfirmation | PortFailure>;

/** Why the address confirms nothing. */
export type ConfirmEmailByLinkRefusal =
  | NoSuchConfirmation
  | TooManyChanges
  | Taken
  | ContactReserved
  | UserRejection
  | PortFailure;

/**
 * Confirms an email address by the link in its mail, without a log-in. It does what the mailed code does, once, and for the
 * account and the session that asked alone. Where that session has ended, or was stepped up since, it does nothing any more:
 * whoever asked may have had a token that is worthless by now.
 */
export type ConfirmEmailByLink = (input: EmailLinkInput) => ResultAsync<void, ConfirmEmailByLinkRefusal>;

/** Whether the session that asked runs still, under the token of then or one that no step-up gave it since. */
function counts(asking: Pick<Session, 'provedAt'> | null, askedAt: Instant): boolean {
  return asking !== null && (asking.provedAt === null || asking.provedAt <= askedAt);
}

/** Makes the use case that only looks. */
export function showEmailConfirmation(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): ShowEmailConfirmation {
  return ({ token }) =>
    safeTry(async function* () {
      const none = err({ kind: 'NoSuchConfirmation' as const });
      const { reads } = ports.store;
      const at = ports.clock.now();
      const challenge = yield* challengeOfToken(ports, token);
      const open = challenge === null ? null : yield* reads.openChallenge(challenge, at, 'account-verification');
      if (open === null || open.purpose !== 'confirm-email' || open.target.kind !== 'email') return none;
      const { holder, subject, target } = open;
      const running = yield* reads.sessionsOf(subject, at, 'account-security');
      const asking = running.find(({ session }) => holder.kind === 'session' && session === holder.session) ?? null;
      return counts(asking, open.sentAt) ? ok({ email: maskEmail(target.email) }) : none;
    });
}

/** Makes the use case. */
export function confirmEmailByLink(ports: RiskPorts): ConfirmEmailByLink {
  return ({ token }) =>
    noting(
      ports,
      safeTry(async function* () {
        const challenge = yield* challengeOfToken(ports, token);
        const none = err<void, NoSuchConfirmation>({ kind: 'NoSuchConfirmation' });
        if (challenge === null) return none;
        const subject = yield* ports.store.reads.ownerOfChallenge(challenge);
        if (subject === null) return none;
        const at = ports.clock.now();
        return ports.store.transact((tx) =>
          safeTry(async function* () {
            const held = yield* tx.doors.bySubjectAlone(subject, 'data-subject-rights');
            const found = held === null ? null : yield* tx.challenges.lockOwned(challenge, held.proof);
            if (held === null || found === null || found.target.kind !== 'email') return none;
            const { open, target } = found;
            const presenting = { purpose: 'confirm-email', holder: open.holder, subject, at } as const;
            if (whyNotOpen(open, presenting) !== null || open.holder.kind !== 'session') return none;
            if (!counts(yield* tx.sessions.running(held.proof, open.holder.session, at), open.sentAt)) return none;
            yield* tx.challenges.remove(challenge);
            yield* emailProved(ports, tx, held, target.email, challenge, at);
            yield* tx.budgets.giveBack(yield* backFor(ports, target, { network: null, account: subject }));
            return ok(undefined);
          }),
        );
      }),
    );
}

function noting(
  ports: RiskPorts,
  answer: ResultAsync<void, ConfirmEmailByLinkRefusal>,
): ResultAsync<void, ConfirmEmailByLinkRefusal> {
  return notingLimits(ports, notingTaken(ports, answer));
}
