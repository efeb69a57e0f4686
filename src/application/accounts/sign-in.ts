import { keyClasses } from '../../domain/data-map/vocabulary.ts';
import type { SubjectId } from '../../domain/ids.ts';
import { Instant } from '../../domain/instant.ts';
import { err, ok, okAsync, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { Language } from '../../domain/user/language.ts';
import { sessionLifetimeMs } from '../../domain/user/session-policy.ts';
import { SessionToken } from '../../domain/user/session-token.ts';
import type { Login, UserRejection } from '../../domain/user/user.ts';
import { newSubjectId } from '../new-ids.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Taken, Transaction } from '../ports/transaction.ts';
import { changedUser } from './changed-user.ts';
import { noteUse } from './note-use.ts';

export type SignInPorts = Pick<Ports, 'store' | 'vault' | 'hashing' | 'clock' | 'ids' | 'randomness'>;

/** Somebody is logged in. The token is shown to the client once and is stored as a hash alone. */
export interface SignedIn {
  readonly subject: SubjectId;
  readonly session: SessionToken;
  readonly expiresAt: Instant;
  /** The account was made just now. */
  readonly isNew: boolean;
}

/** The login belongs to an account whose erasure is under way; it is free again when that is over. */
export interface FormerAccountLeaving {
  readonly kind: 'FormerAccountLeaving';
}

/** Who signs in, and the proof, given in the same transaction, that the login is theirs. */
export interface SignInAttempt<Unproved> {
  readonly login: Login;
  readonly language: Language;
  /** As in `checkCode`: the outer error undoes the transaction, the inner one is committed. */
  readonly prove: (tx: Transaction, at: Instant) => ResultAsync<Result<void, Unproved>, PortFailure>;
}

/**
 * Logs in who has an account with this login, and signs up who has none (POLICY.md C02, C03, C07).
 *
 * Subject and token are made before the transaction, so that a retried one cannot make a second account. The keys are made
 * in the vault before the first row that is sealed under them, and only once the proof holds.
 */
export function signIn<Unproved>(
  ports: SignInPorts,
  attempt: SignInAttempt<Unproved>,
): ResultAsync<SignedIn, Unproved | FormerAccountLeaving | UserRejection | PortFailure> {
  const subject = newSubjectId(ports.ids);
  const session = SessionToken.fromBytes(ports.randomness.bytes(32));
  const at = ports.clock.now();
  const expiresAt = Instant.plusMs(at, sessionLifetimeMs);
  let keysMade = false;

  const once = (): ResultAsync<Result<SignedIn, Unproved>, Taken | UserRejection | PortFailure> =>
    ports.store.transact((tx) =>
      safeTry<Result<SignedIn, Unproved>, Taken | UserRejection | PortFailure>(async function* () {
        const proved = yield* attempt.prove(tx, at);
        if (proved.isErr()) return ok(err(proved.error));
        const known = yield* tx.doors.byLogin(attempt.login);
        if (known !== null) {
          yield* noteUse(tx, known, at);
          yield* tx.sessions.start(known, ports.hashing.sessionToken(session), at, expiresAt);
          return ok(ok({ subject: known.subject, session, expiresAt, isNew: false }));
        }
        const command = { kind: 'Register', subject, login: attempt.login, language: attempt.language, at } as const;
        const user = yield* changedUser({ kind: 'unregistered' }, command);
        keysMade = true;
        yield* ports.vault.createKeys(subject, keyClasses, at);
        const proof = yield* tx.users.register(user);
        yield* tx.sessions.start(proof, ports.hashing.sessionToken(session), at, expiresAt);
        return ok(ok({ subject, session, expiresAt, isNew: true }));
      }),
    );

  /**
   * Destroys keys that no row came to need. Not after a port failure: its commit may have gone through. That it fails is no
   * trouble of the person's: nothing is sealed under them.
   */
  const destroySpareKeys = (): ResultAsync<number, never> =>
    keysMade ? ports.vault.destroyKeys(subject, keyClasses, at).orElse(() => okAsync(0)) : okAsync(0);

  return safeTry(async function* () {
    const first = await once();
    // Somebody was quicker: now there is an account to log in to.
    const outcome = first.isErr() && first.error.kind === 'Taken' ? await once() : first;
    if (outcome.isErr()) {
      const { error } = outcome;
      if (error.kind !== 'Taken') return err(error);
      yield* destroySpareKeys();
      return err({ kind: 'FormerAccountLeaving' as const });
    }
    const signedIn = outcome.value;
    if (signedIn.isErr() || !signedIn.value.isNew) yield* destroySpareKeys();
    return signedIn;
  });
}
