import { ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { UserRejection } from '../../domain/user/user.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import type { RiskPorts } from '../risk/note-risk.ts';
import { chargeChange, notingLimits, type TooManyChanges } from './change-limit.ts';
import { changedUser, saveLess } from './changed-user.ts';
import { tellOfContact } from './contact-changed.ts';
import { elevated, type StepUpNeeded } from './elevated.ts';

/** Takes the email address away (POLICY.md C04, C08); but for one message that says so, nothing is sent there from now on. */
export interface RemoveEmailInput {
  readonly session: SessionToken;
}

/** Why no address goes: there is none, nobody is logged in, or the session proves too little. */
export type RemoveEmailRefusal = TooManyChanges | NotLoggedIn | StepUpNeeded | UserRejection | PortFailure;

/** Without an email the account is cancelled by its phone, or after a fresh log-in where it has none. */
export type RemoveEmail = (input: RemoveEmailInput) => ResultAsync<void, RemoveEmailRefusal>;

/** Makes the use case. Who stood in the account is told, and can put it back (see `contactChanged`). */
export function removeEmail(ports: RiskPorts): RemoveEmail {
  return ({ session }) => {
    const token = ports.hashing.sessionToken(session);
    const at = ports.clock.now();
    const answer: ResultAsync<void, RemoveEmailRefusal> = ports.store.transact((tx) =>
      safeTry(async function* () {
        const held = yield* tx.doors.bySessionAlone(token, at, 'data-subject-rights');
        yield* elevated(held, at);
        yield* chargeChange(ports, tx, held.proof.subject, at);
        const changed = yield* changedUser(held.user, { kind: 'RemoveEmail' });
        yield* saveLess(tx, held, changed);
        yield* tellOfContact(ports, tx, held, { what: 'email', to: null, changed }, at);
        return ok(undefined);
      }),
    );
    return notingLimits(ports, answer);
  };
}
