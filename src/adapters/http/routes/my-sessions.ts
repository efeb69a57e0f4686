import { z } from 'zod';
import { ok, type ResultAsync, safeTry } from '../../../domain/result.ts';
import { type Answer, json, nothing } from '../answer.ts';
import type { HttpRefusal } from '../edge-refusal.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { mySessionJson, steppedUpJson } from '../presentation/sessions.ts';
import { type Route, route } from '../route.ts';
import { answerFields, codeFields, proofOf, usingAttemptUp } from '../sign-in-bodies.ts';

const provedAgain = z.strictObject({ ...codeFields, ...answerFields });

/** The sessions of who is logged in: this one, which is made to prove more or ended, and those of other devices. */
export function mySessionRoutes({ accounts }: HttpRooms): readonly Route[] {
  return [
    route('GET', '/v1/sessions', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => accounts.mySessions({ session }))
        .map((sessions) => json(200, { sessions: sessions.map(mySessionJson) })),
    ),
    // By the name that the list has, which is worth nothing without a token.
    route('DELETE', '/v1/sessions/:session', (asked) =>
      safeTry<Answer, HttpRefusal>(async function* () {
        const session = yield* asked.session();
        const sessionId = asked.part('session');
        // Only a cookie is ours to take back, so only there it matters whether it is this session's.
        const isThisOne =
          asked.sessionForm === 'cookie' && (yield* accounts.authenticate({ session })).session === sessionId;
        yield* accounts.endSession({ session, sessionId });
        if (isThisOne) asked.leave();
        return ok(nothing);
      }),
    ),
    route('POST', '/v1/sessions/end-others', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => accounts.endOtherSessions({ session }))
        .map((ended) => json(200, { ended })),
    ),
    route('POST', '/v1/session/step-up', (asked) =>
      safeTry<Answer, HttpRefusal>(async function* () {
        const session = yield* asked.session();
        const handOver = yield* asked.secrets.handOver(asked.sessionForm);
        const proof = yield* proofOf(asked, yield* asked.body(provedAgain));
        const stepping: ResultAsync<Parameters<typeof steppedUpJson>[0], HttpRefusal> =
          proof.by === 'third-party'
            ? usingAttemptUp(asked, accounts.stepUp({ session, ...proof.answer }))
            : accounts.stepUp({ session, challenge: proof.challenge, code: proof.code });
        const steppedUp = yield* stepping;
        return ok(json(200, { ...handOver('session', steppedUp.session), ...steppedUpJson(steppedUp) }));
      }),
    ),
    route('DELETE', '/v1/session', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => accounts.logOut({ session }))
        .map(() => {
          asked.leave();
          return nothing;
        })
        .mapErr((refusal) => {
          // A cookie of a session that is over already is of no use either.
          if (refusal.kind === 'NotLoggedIn' || refusal.kind === 'InvalidSessionToken') asked.leave();
          return refusal;
        }),
    ),
  ];
}
