import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import { type InvalidPhoneNumber, PhoneNumber } from '../../domain/user/phone-number.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { NotLoggedIn, Taken } from '../ports/transaction.ts';
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
import type { Overdrawn } from './code-budgets.ts';
import { tellOfContact } from './contact-changed.ts';
import { type ContactReserved, unreserved } from './contact-reserved.ts';
import { elevated, type StepUpNeeded } from './elevated.ts';
import { noteUse } from './note-use.ts';
import { notingTaken } from './noting-taken.ts';

/** A phone to log in with; its code was asked for by this session, with the purpose of the use case. */
export interface AddPhoneInput {
  readonly session: SessionToken;
  readonly phone: string;
  readonly challenge: string;
  readonly code: string;
}

/** Why the phone is not taken: the code does not prove it, the account has one already or none yet, or it is another account's. */
export type AddPhoneRefusal =
  | InvalidPhoneNumber
  | MalformedCode
  | NotLoggedIn
  | StepUpNeeded
  | CodeRefusal
  | TooManyChanges
  | UserRejection
  | Taken
  | ContactReserved
  | PortFailure;

/** Adds a proved phone as a way to log in, for who chose to sign up without one (POLICY.md C02, C03). */
export type AddPhone = (input: AddPhoneInput) => ResultAsync<void, AddPhoneRefusal>;

/** Puts a proved phone in the place of the one before, which is told and can undo it (POLICY.md C02; see `contactChanged`). */
export type ChangePhone = AddPhone;

/** Makes the use case. A number that opens another account is `Taken`: who proved it may know. */
export function addPhone(ports: RiskPorts): AddPhone {
  return (input) => takePhone(ports, input, 'add-phone');
}

/** Makes the use case. All other sessions end: whoever had the former phone may have one (ASVS 5, 7.4.3). */
export function changePhone(ports: RiskPorts): ChangePhone {
  return (input) => takePhone(ports, input, 'change-phone');
}

function takePhone(
  ports: RiskPorts,
  input: AddPhoneInput,
  purpose: 'add-phone' | 'change-phone',
): ResultAsync<void, AddPhoneRefusal> {
  const answer: ResultAsync<void, AddPhoneRefusal | Overdrawn> = safeTry(async function* () {
    const phone = yield* PhoneNumber.parse(input.phone);
    const typed = yield* parseTypedCode(input);
    const token = ports.hashing.sessionToken(input.session);
    const at = ports.clock.now();
    const target = { kind: 'phone', phone } as const;
    return yield* ports.store.transact((tx) =>
      safeTry(async function* () {
        const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
        yield* elevated(held, at);
        const { subject } = held.proof;
        const holder = { kind: 'session', session: held.session } as const;
        const checked = yield* checkCode(ports, tx, typed, { purpose, targets: [target], holder, subject, at });
        if (checked.isErr()) return ok(err<void, GuessRefusal>(checked.error));
        const command =
          purpose === 'add-phone'
            ? ({ kind: 'AddLogin', login: target } as const)
            : ({ kind: 'ChangePhone', phone } as const);
        const changed = yield* changedUser(held.user, command);
        yield* chargeChange(ports, tx, subject, at);
        yield* tx.users.save(held, changed);
        // After it is saved: whoever gives the contact up at this moment was waited for.
        yield* unreserved(tx, target, subject, at);
        yield* noteUse(tx, held.proof, at, true);
        yield* tellOfContact(ports, tx, held, { what: 'phone', to: target, changed }, at);
        if (purpose === 'change-phone') yield* tx.sessions.endOthers(held.proof, held.session);
        yield* checked.value.giveBack();
        return ok(ok<void, GuessRefusal>(undefined));
      }),
    );
  });
  return notingLimits(ports, notingTaken(ports, notingGuesses(ports, answer)));
}
