import { keyClasses } from '../../domain/data-map/vocabulary.ts';
import type { ChallengeId, SessionId, SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import { err, ok, okAsync, type Result, type ResultAsync, safeTry } from '../../domain/result.ts';
import { DeviceName, type InvalidDeviceName } from '../../domain/session/device-name.ts';
import { newSession } from '../../domain/session/session.ts';
import { SessionToken } from '../../domain/session/session-token.ts';
import type { Language } from '../../domain/user/language.ts';
import type { Login, UserRejection } from '../../domain/user/user.ts';
import { newSessionId, newSubjectId } from '../new-ids.ts';
import type { ActiveSubject } from '../ports/active-subject.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { Taken, Transaction } from '../ports/transaction.ts';
import { noteRisk, type RiskPorts } from '../risk/note-risk.ts';
import { changedUser } from './changed-user.ts';
import { type ContactReserved, unreserved } from './contact-reserved.ts';
import { noteUse } from './note-use.ts';
import { phoneOpens } from './phone-opens.ts';

export type SignInPorts = RiskPorts & Pick<Ports, 'vault' | 'randomness'>;

/** What may come with every way to log in. */
export interface SessionWish {
  /** What the person calls the device; shown in the list of sessions. */
  readonly deviceName?: string | undefined;
  /** The session that the device showed until now: it ends, since every log-in begins a new one (ASVS 5, 7.2.4). */
  readonly replaces?: SessionToken | undefined;
}

/** Somebody is logged in. The token is shown to the client once and is stored as a hash alone. */
export interface SignedIn {
  readonly subject: SubjectId;
  readonly session: SessionToken;
  /** Names the session in `mySessions`. */
  readonly sessionId: SessionId;
  /** When it ends if nobody uses it; every use puts that off, up to 30 days after its start. */
  readonly expiresAt: Instant;
  /** The account was made just now. */
  readonly isNew: boolean;
}

/** The login belongs to an account whose erasure is under way; it is free again when that is over. */
export interface FormerAccountLeaving {
  readonly kind: 'FormerAccountLeaving';
}

/**
 * The phone is theirs, but nobody proved it for so long that it may have been given to somebody else since. With a second
 * proof it opens the old account (`proveSecond`); without one the person begins anew (`startOver`).
 */
export interface SecondProofNeeded {
  readonly kind: 'SecondProofNeeded';
  /** Names that this device has proved the phone; for 10 minutes. */
  readonly pending: ChallengeId;
  readonly expiresAt: Instant;
  /** What the old account knows the person by besides; never the values. */
  readonly by: readonly ('email' | 'third-party')[];
}

/** What a proof that held leaves to be done at the end of the transaction. */
export interface Proved {
  readonly last: () => ResultAsync<void, PortFailure>;
}

/** Who signs in, and the proof, given in the same transaction, that the login is theirs. */
export interface SignInAttempt<Unproved> {
  readonly login: Login;
  readonly language: Language;
  readonly wish: SessionWish;
  /** When the person proved who they are, where that is not now; null where nobody knows. */
  readonly provedAt?: Instant | null;
  /** As in `checkCode`: the outer error undoes the transaction, the inner one is committed. */
  readonly prove: (tx: Transaction, at: Instant) => ResultAsync<Result<Proved, Unproved>, PortFailure>;
  /** Writes that the phone was proved, where it does not open its account by itself; absent where it always does. */
  readonly demandSecond?: (
    tx: Transaction,
    at: Instant,
  ) => ResultAsync<Pick<SecondProofNeeded, 'pending' | 'expiresAt'>, PortFailure>;
}

/** A session that was drawn and is not begun yet. Drawn outside of the transaction, so that a retry begins the same one. */
export interface DraftSession {
  readonly token: SessionToken;
  readonly session: SessionId;
  readonly deviceName: DeviceName | null;
  readonly replaces: SessionToken | null;
  readonly at: Instant;
  /** From when on its proof counts (see `Session`). */
  readonly provedAt: Instant | null;
}

/** Draws a session. */
export function draftSession(
  ports: Pick<Ports, 'randomness' | 'ids' | 'clock'>,
  { deviceName, replaces = undefined }: SessionWish,
): Result<DraftSession, InvalidDeviceName> {
  const named: Result<DeviceName | null, InvalidDeviceName> =
    deviceName === undefined ? ok(null) : DeviceName.parse(deviceName);
  const at = ports.clock.now();
  return named.map((name) => ({
    token: SessionToken.fromBytes(ports.randomness.bytes(32)),
    session: newSessionId(ports.ids),
    deviceName: name,
    replaces: replaces ?? null,
    at,
    provedAt: at,
  }));
}

/** Begins a session that was drawn, and ends the one that the device showed before. */
export function beginSession(
  { hashing }: Pick<Ports, 'hashing'>,
  tx: Transaction,
  proof: ActiveSubject,
  draft: DraftSession,
  isNew: boolean,
): ResultAsync<SignedIn, PortFailure> {
  return safeTry(async function* () {
    const { token, deviceName, replaces, at } = draft;
    if (replaces !== null) yield* tx.sessions.end(hashing.sessionToken(replaces));
    const session = newSession(draft.session, deviceName, at, draft.provedAt);
    yield* tx.sessions.start(proof, hashing.sessionToken(token), session);
    return ok({
      subject: proof.subject,
      session: token,
      sessionId: session.session,
      expiresAt: session.expiresAt,
      isNew,
    });
  });
}

/**
 * Logs in who has an account with this login, and signs up who has none (POLICY.md C02, C03, C07).
 *
 * Subject and token are made before the transaction, so that a retried one cannot make a second account. The keys are made
 * in the vault before the first row that is sealed under them, and only once the proof holds.
 */
export function signIn<Unproved extends { readonly kind: string }>(
  ports: SignInPorts,
  attempt: SignInAttempt<Unproved>,
): ResultAsync<
  SignedIn,
  | Unproved
  | SecondProofNeeded
  | FormerAccountLeaving
  | ContactReserved
  | InvalidDeviceName
  | UserRejection
  | PortFailure
> {
  const subject = newSubjectId(ports.ids);
  const { login } = attempt;
  const byPhone = login.kind === 'phone';
  let keysMade = false;
  /** Whose account asks for a second proof: for the record of risks, and for nobody who asks. */
  let asking: SubjectId | null = null;

  type Outcome = Result<SignedIn, Unproved | SecondProofNeeded>;
  type Undone = Taken | ContactReserved | UserRejection | PortFailure;
  const once = (draft: DraftSession): ResultAsync<Outcome, Undone> => {
    const { at } = draft;
    return ports.store.transact((tx) =>
      safeTry<Outcome, Undone>(async function* () {
        const proved = yield* attempt.prove(tx, at);
        if (proved.isErr()) return ok(err(proved.error));
        const known = yield* tx.doors.byLogin(login);
        if (known !== null) {
          const second = yield* secondProof(ports, tx, attempt, known, at);
          if (second !== null) {
            asking = known.subject;
            yield* proved.value.last();
            return ok(err(second));
          }
          yield* noteUse(tx, known, at, byPhone);
          const signedIn = yield* beginSession(ports, tx, known, draft, false);
          yield* proved.value.last();
          return ok(ok(signedIn));
        }
        const command = { kind: 'Register', subject, login, language: attempt.language, at } as const;
        const user = yield* changedUser({ kind: 'unregistered' }, command);
        if (login.kind === 'phone') yield* unreserved(tx, login, subject, at);
        keysMade = true;
        yield* ports.vault.createKeys(subject, keyClasses, at);
        const proof = yield* tx.users.register(user);
        const signedIn = yield* beginSession(ports, tx, proof, draft, true);
        yield* proved.value.last();
        return ok(ok(signedIn));
      }),
    );
  };

  /**
   * Destroys keys that no row came to need. Not after a port failure: its commit may have gone through. That it fails is no
   * trouble of the person's: nothing is sealed under them.
   */
  const destroySpareKeys = (at: Instant): ResultAsync<number, never> =>
    keysMade ? ports.vault.destroyKeys(subject, keyClasses, at).orElse(() => okAsync(0)) : okAsync(0);

  return safeTry(async function* () {
    const drawn = yield* draftSession(ports, attempt.wish);
    const draft = attempt.provedAt === undefined ? drawn : { ...drawn, provedAt: attempt.provedAt };
    const first = await once(draft);
    // Somebody was quicker: now there is an account to log in to.
    const outcome = first.isErr() && first.error.kind === 'Taken' ? await once(draft) : first;
    if (outcome.isErr()) {
      const { error } = outcome;
      if (error.kind !== 'Taken') return err(error);
      yield* destroySpareKeys(draft.at);
      return err({ kind: 'FormerAccountLeaving' as const });
    }
    const signedIn = outcome.value;
    if (signedIn.isErr() || !signedIn.value.isNew) yield* destroySpareKeys(draft.at);
    if (signedIn.isOk()) ports.log.write('info', 'signed-in', { method: login.kind });
    else if (signedIn.error.kind === 'SecondProofNeeded')
      yield* noteRisk(ports, { kind: 'second-proof-demanded', subject: asking });
    return signedIn;
  });
}

/** Asks for a second proof where the phone alone is none any more; null where it is enough. */
function secondProof<Unproved>(
  ports: SignInPorts,
  tx: Transaction,
  { login, demandSecond }: SignInAttempt<Unproved>,
  proof: ActiveSubject,
  at: Instant,
): ResultAsync<SecondProofNeeded | null, PortFailure> {
  const { subject } = proof;
  const isAsked = login.kind === 'phone' && !phoneOpens(ports, proof, at);
  if (!isAsked || demandSecond === undefined) return okAsync(null);
  return safeTry(async function* () {
    const user = yield* ports.store.reads.user(subject, 'account-verification');
    const { pending, expiresAt } = yield* demandSecond(tx, at);
    const by: SecondProofNeeded['by'] = [
      ...(user?.email ? (['email'] as const) : []),
      ...(user?.logins.some(({ kind }) => kind === 'third-party') ? (['third-party'] as const) : []),
    ];
    return ok({ kind: 'SecondProofNeeded' as const, pending, expiresAt, by });
  });
}
