import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { EmailAddress, type InvalidEmailAddress } from '../../domain/user/email-address.ts';
import type { SessionToken } from '../../domain/user/session-token.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import { newNotice } from '../notices/new-notice.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn, Taken } from '../ports/transaction.ts';
import { changedUser } from './changed-user.ts';
import { type CodeRefusal, checkCode, type MalformedCode, parseTypedCode } from './check-code.ts';

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
  | UserRejection
  /** The address belongs to another account. Only who proved control of it is told. */
  | Taken
  | PortFailure;

/** Proves with the mailed code that the person reads this address, which takes the place of any earlier one. */
export type ConfirmEmail = (input: ConfirmEmailInput) => ResultAsync<void, ConfirmEmailRefusal>;

/** Makes the use case: from now on the address counts (POLICY.md C04), and a notice there says so. */
export function confirmEmail(ports: Pick<Ports, 'store' | 'hashing' | 'clock' | 'ids'>): ConfirmEmail {
  return (input) =>
    safeTry(async function* () {
      const email = yield* EmailAddress.parse(input.email);
      const typed = yield* parseTypedCode(input);
      const token = ports.hashing.sessionToken(input.session);
      const at = ports.clock.now();
      return yield* ports.store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
          const { subject } = held.proof;
          const targets = [{ kind: 'email', email } as const];
          const checked = yield* checkCode(ports, tx, typed, { purpose: 'confirm-email', targets, subject, at });
          if (checked.isErr()) return ok(err<void, CodeRefusal>(checked.error));
          yield* tx.users.save(held, yield* changedUser(held.user, { kind: 'SetEmail', email }));
          const notice = newNotice(ports.ids, held.proof, { kind: 'email-confirmed' }, at);
          yield* tx.notices.queue(held.proof, notice, `email-confirmed:${typed.challenge}`);
          return ok(ok<void, CodeRefusal>(undefined));
        }),
      );
    });
}
