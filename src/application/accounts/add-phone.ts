import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import { type InvalidPhoneNumber, PhoneNumber } from '../../domain/user/phone-number.ts';
import type { SessionToken } from '../../domain/user/session-token.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn, Taken } from '../ports/transaction.ts';
import { changedUser } from './changed-user.ts';
import { type CodeRefusal, checkCode, type MalformedCode, parseTypedCode } from './check-code.ts';

/** A phone to log in with, for an account that has none yet; its code was asked for with purpose `add-phone`. */
export interface AddPhoneInput {
  readonly session: SessionToken;
  readonly phone: string;
  readonly challenge: string;
  readonly code: string;
}

/** Why the phone is not added: the code does not prove it, the account has one already, or it is another account's. */
export type AddPhoneRefusal =
  | InvalidPhoneNumber
  | MalformedCode
  | NotLoggedIn
  | CodeRefusal
  | UserRejection
  | Taken
  | PortFailure;

/** Adds a proved phone as a way to log in, for who chose to sign up without one (POLICY.md C02, C03). */
export type AddPhone = (input: AddPhoneInput) => ResultAsync<void, AddPhoneRefusal>;

/** Makes the use case. A number that opens another account is `Taken`: who proved it may know. */
export function addPhone(ports: Pick<Ports, 'store' | 'hashing' | 'clock'>): AddPhone {
  return (input) =>
    safeTry(async function* () {
      const phone = yield* PhoneNumber.parse(input.phone);
      const typed = yield* parseTypedCode(input);
      const token = ports.hashing.sessionToken(input.session);
      const at = ports.clock.now();
      const login = { kind: 'phone', phone } as const;
      return yield* ports.store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
          const { subject } = held.proof;
          const checked = yield* checkCode(ports, tx, typed, { purpose: 'add-phone', targets: [login], subject, at });
          if (checked.isErr()) return ok(err<void, CodeRefusal>(checked.error));
          yield* tx.users.save(held, yield* changedUser(held.user, { kind: 'AddLogin', login }));
          return ok(ok<void, CodeRefusal>(undefined));
        }),
      );
    });
}
