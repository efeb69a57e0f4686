import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { NotLoggedIn, Taken } from '../ports/transaction.ts';
import { chargeChange, notingLimits, type TooManyChanges } from './change-limit.ts';
import { changedUser } from './changed-user.ts';
import { tellOfLogin } from './contact-changed.ts';
import { elevated, type StepUpNeeded } from './elevated.ts';
import { notingTaken } from './noting-taken.ts';
import {
  type AnswerRefusal,
  type AttemptPorts,
  proveIdentity,
  type ThirdPartyAnswer,
  type UnknownAttempt,
} from './third-party-attempt.ts';

/** A further way to log in (POLICY.md C03), begun with `beginThirdParty` for `link` in this very session. */
export type LinkThirdPartyInput = { readonly session: SessionToken } & ThirdPartyAnswer;

/** Why the identity is not added: it is not proved, the account has it already, or another account has it. */
export type LinkThirdPartyRefusal =
  | AnswerRefusal
  | TooManyChanges
  | NotLoggedIn
  | StepUpNeeded
  | UserRejection
  | Taken
  | PortFailure;

/** Adds the identity to the account of the session; an account may have several, beside a phone or without one. */
export type LinkThirdParty = (input: LinkThirdPartyInput) => ResultAsync<void, LinkThirdPartyRefusal>;

/**
 * Makes the use case: both sides are proved afresh, the account by a log-in or a step-up within 10 minutes, the identity by
 * having logged in at the provider since this session began the attempt. A provider that is configured as one that cannot
 * say when (Facebook, Apple, Google unless told otherwise) is asked for a new log-in all the same, but what is known then is
 * that it answered this attempt, with its state and nonce, in the session that links; its own log-in may be older. An
 * identity that opens another account is `Taken`: who proved it may know.
 */
export function linkThirdParty(ports: AttemptPorts): LinkThirdParty {
  return (input) => {
    const answer: ResultAsync<void, LinkThirdPartyRefusal> = safeTry(async function* () {
      const { identity, by } = yield* proveIdentity(ports, input, 'link');
      const token = ports.hashing.sessionToken(input.session);
      const at = ports.clock.now();
      return ports.store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
          // Whoever gets an answer of another session's into this one must not give it a login.
          if (by?.session !== held.session) return err<void, UnknownAttempt>({ kind: 'UnknownAttempt' });
          yield* elevated(held, at);
          yield* chargeChange(ports, tx, held.proof.subject, at);
          const login = { kind: 'third-party', identity } as const;
          const changed = yield* changedUser(held.user, { kind: 'AddLogin', login });
          yield* tx.users.save(held, changed);
          yield* tx.users.linked(held.proof, identity, at);
          yield* tellOfLogin(ports, tx, { proof: held.proof, user: changed }, at);
          return ok(undefined);
        }),
      );
    });
    return notingLimits(ports, notingTaken(ports, answer));
  };
}
