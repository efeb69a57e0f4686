import type { ChallengeId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { EmailAddress, type InvalidEmailAddress } from '../../domain/user/email-address.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import { newNotice } from '../notices/new-notice.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { HeldUser, NotLoggedIn, Taken, Transaction } from '../ports/transaction.ts';
import type { RiskPorts } from '../risk/note-risk.ts';
import { chargeChange, notingLimits, type TooManyChanges } from './change-limit.ts';
import { changedUser } from './changed-user.ts';
import {
  type CodeRefusal,
  checkCode,
  type GuessRefusal,
  type MalformedCode,
  notingGuesses,
  parseTypedCode,
} from './check-code.ts';
import type { BudgetPorts, Overdrawn } from './code-budgets.ts';
import { tellOfContact } from './contact-changed.ts';
import { type ContactReserved, unreserved } from './contact-reserved.ts';
import { notingTaken } from './noting-taken.ts';

/** The code that came by mail. The address is passed again and must be the one that the code went to. */
export interface ConfirmEmailInput {
  readonly session: SessionToken;
  readonly email: string;
  readonly challenge: string;
  readonly code: string;
}

/** Why the address does not count: the code does not prove it, or it belongs to another account. */
export type ConfirmEmailRefusal =
  | InvalidEmailAddress
  | MalformedCode
  | NotLoggedIn
  | CodeRefusal
  | TooManyChanges
  | UserRejection
  /** The address belongs to another account. Only who proved control of it is told. */
  | Taken
  | ContactReserved
  | PortFailure;

/** Proves with the mailed code that the person reads this address, which takes the place of any earlier one. */
export type ConfirmEmail = (input: ConfirmEmailInput) => ResultAsync<void, ConfirmEmailRefusal>;

/**
 * Makes the use case: from now on the address counts (POLICY.md C04), and a notice there says so; who stood in the account
 * before is told, and can undo it (see `contactChanged`). That the person may do this was proved when the code was asked for.
 */
export function confirmEmail(ports: RiskPorts): ConfirmEmail {
  return (input) => {
    const answer: ResultAsync<void, ConfirmEmailRefusal | Overdrawn> = safeTry(async function* () {
      const email = yield* EmailAddress.parse(input.email);
      const typed = yield* parseTypedCode(input);
      const token = ports.hashing.sessionToken(input.session);
      const at = ports.clock.now();
      return yield* ports.store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
          const { subject } = held.proof;
          const targets = [{ kind: 'email', email } as const];
          const holder = { kind: 'session', session: held.session } as const;
          const demand = { purpose: 'confirm-email', targets, holder, subject, at } as const;
          const checked = yield* checkCode(ports, tx, typed, demand);
          if (checked.isErr()) return ok(err<void, GuessRefusal>(checked.error));
          yield* emailProved(ports, tx, held, email, typed.challenge, at);
          yield* checked.value.giveBack();
          return ok(ok<void, GuessRefusal>(undefined));
        }),
      );
    });
    return notingLimits(ports, notingTaken(ports, notingGuesses(ports, answer)));
  };
}

/** Writes an address whose owner has just proved to read it. */
export function emailProved(
  ports: BudgetPorts & Pick<Ports, 'ids'>,
  tx: Transaction,
  held: HeldUser,
  email: EmailAddress,
  challenge: ChallengeId,
  at: Instant,
): ResultAsync<void, UserRejection | TooManyChanges | Taken | ContactReserved | PortFailure> {
  return safeTry(async function* () {
    const changed = yield* changedUser(held.user, { kind: 'SetEmail', email });
    yield* chargeChange(ports, tx, held.proof.subject, at);
    yield* tx.users.save(held, changed);
    // After it is saved: whoever gives the contact up at this moment was waited for.
    yield* unreserved(tx, { kind: 'email', email }, held.proof.subject, at);
    const change = { what: 'email', to: { kind: 'email', email }, changed } as const;
    if (held.user.email !== email) yield* tellOfContact(ports, tx, held, change, at);
    const notice = newNotice(ports.ids, held.proof, { kind: 'email-confirmed' }, at);
    yield* tx.notices.queue(held.proof, notice, `email-confirmed:${challenge}`);
    return ok(undefined);
  });
}
