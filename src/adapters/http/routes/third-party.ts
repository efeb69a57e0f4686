import { z } from 'zod';
import { ok, safeTry } from '../../../domain/result.ts';
import { type Answer, json, nothing } from '../answer.ts';
import { text } from '../asked.ts';
import type { HttpRefusal } from '../edge-refusal.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { thirdPartyBegunJson } from '../presentation/sessions.ts';
import { type Route, route } from '../route.ts';
import { answerFields, answerOf, asField, usingAttemptUp } from '../sign-in-bodies.ts';

const begun = z.strictObject({
  provider: text,
  purpose: z.enum(['log-in', 'link', 'step-up', 'second-proof']),
  as: asField,
});
const shown = z.strictObject(answerFields);

/**
 * Log-ins with a third party (POLICY.md C03): each begins here, goes on at the provider, and ends at the route of what it is
 * for, once, for the client that began it alone. The browser comes back to an address of the host's, which posts it whole.
 */
export function thirdPartyRoutes({ accounts }: HttpRooms): readonly Route[] {
  return [
    route('POST', '/v1/third-party-logins', (asked) =>
      safeTry<Answer, HttpRefusal>(async function* () {
        const { as, ...wanted } = yield* asked.body(begun);
        const handOver = yield* asked.secrets.handOver(as);
        const needsSession = wanted.purpose === 'link' || wanted.purpose === 'step-up';
        const session = needsSession ? yield* asked.session() : undefined;
        const attempt = yield* accounts.beginThirdParty({ ...wanted, session, ip: asked.ip });
        return ok(json(201, { ...thirdPartyBegunJson(attempt), ...handOver('attempt', attempt.attempt) }));
      }),
    ),
    route('POST', '/v1/account/logins/third-party', (asked) =>
      safeTry<Answer, HttpRefusal>(async function* () {
        const session = yield* asked.session();
        const answer = yield* answerOf(asked, yield* asked.body(shown));
        yield* usingAttemptUp(asked, accounts.linkThirdParty({ session, ...answer }));
        return ok(nothing);
      }),
    ),
  ];
}
