import { SessionId } from '../../domain/ids.ts';
import { err, ok, type ResultAsync, safeTry } from '../../domain/result.ts';
import type { Session } from '../../domain/session/session.ts';
import type { SessionToken } from '../../domain/session/session-token.ts';
import type { PortFailure } from '../ports/port-failure.ts';
import type { Ports } from '../ports/ports.ts';
import type { NotLoggedIn } from '../ports/transaction.ts';
import { authenticate } from './authenticate.ts';
import { elevated, type StepUpNeeded } from './elevated.ts';

type SessionPorts = Pick<Ports, 'store' | 'hashing' | 'clock'>;

/** Whose devices are meant: those of the person whose session this is. */
export interface MySessionsInput {
  readonly session: SessionToken;
}

/** One device that is logged in, as its owner sees it. */
export interface MySession extends Session {
  /** The device that asks. */
  readonly isThisOne: boolean;
}

/** Answers every session that runs, the one that was used last first (POLICY.md C08; ASVS 5, 7.5.2). */
export type MySessions = (input: MySessionsInput) => ResultAsync<readonly MySession[], NotLoggedIn | PortFailure>;

/** Makes the use case. */
export function mySessions(ports: SessionPorts): MySessions {
  const whoIs = authenticate(ports);
  return (input) =>
    whoIs(input).andThen(({ subject, session }) =>
      ports.store.reads
        .sessionsOf(subject, ports.clock.now(), 'account-security')
        .map((sessions) => sessions.map((one) => ({ ...one, isThisOne: one.session === session }))),
    );
}

/** One session of the person's, by the name that `mySessions` answered. */
export interface EndSessionInput extends MySessionsInput {
  readonly sessionId: string;
}

/** No session of this person's goes by that name, or it is over already. */
export interface NoSuchSession {
  readonly kind: 'NoSuchSession';
}

/**
 * Ends a session of the person's: this one, or after a step-up that of a device that is lost. A thief must not be able to
 * throw the owner out (ASVS 5, 7.5.2).
 */
export type EndSession = (
  input: EndSessionInput,
) => ResultAsync<void, NotLoggedIn | NoSuchSession | StepUpNeeded | PortFailure>;

/** Makes the use case: whoever has a lost device in hand is out with the next request. */
export function endSession(ports: SessionPorts): EndSession {
  return (input) =>
    safeTry(async function* () {
      const none = err({ kind: 'NoSuchSession' as const });
      const sessionId = SessionId.parse(input.sessionId);
      if (sessionId.isErr()) return none;
      const token = ports.hashing.sessionToken(input.session);
      const at = ports.clock.now();
      return ports.store.transact((tx) =>
        safeTry(async function* () {
          const held = yield* tx.doors.bySessionAlone(token, at, 'account-security');
          if (sessionId.value !== held.session) yield* elevated(held, at);
          return (yield* tx.sessions.endOne(held.proof, sessionId.value)) ? ok(undefined) : none;
        }),
      );
    });
}

/** Ends every other session at once, after a step-up as {@link EndSession}. */
export type EndOtherSessions = (
  input: MySessionsInput,
) => ResultAsync<number, NotLoggedIn | StepUpNeeded | PortFailure>;

/** Makes the use case; it answers how many ended. */
export function endOtherSessions(ports: SessionPorts): EndOtherSessions {
  return (input) => {
    const token = ports.hashing.sessionToken(input.session);
    const at = ports.clock.now();
    return ports.store.transact((tx) =>
      safeTry(async function* () {
        const held = yield* tx.doors.bySessionAlone(token, at, 'account-security');
        yield* elevated(held, at);
        return ok(yield* tx.sessions.endOthers(held.proof, held.session));
      }),
    );
  };
}
