import { z } from 'zod';
import { err, ok, type Result, safeTry } from '../../../domain/result.ts';
import type { InvitationNotValid } from '../../../domain/staff/staff-member.ts';
import { InvitationToken } from '../../../domain/staff/staff-token.ts';
import { type Answer, json, nothing } from '../answer.ts';
import { text } from '../asked.ts';
import type { HttpRefusal } from '../edge-refusal.ts';
import type { HttpOptions } from '../http-options.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { approvalJson, signedInMemberJson, staffSignInBegunJson } from '../presentation/staff.ts';
import { type Route, route } from '../route.ts';
import { answerFields, answerOf, asField, unfit, usingAttemptUp } from '../sign-in-bodies.ts';

const begun = z.strictObject({ provider: text, as: asField });
const shown = z.strictObject({
  attempt: answerFields.attempt,
  callback: answerFields.callback,
  invitation: text.optional(),
  as: asField,
});
const wanted = z.strictObject({ action: text, object: text, caseNumber: text.optional() });

/**
 * How staff comes in, and how one of them agrees to what another is about to do. Who may do what is appointed and granted by
 * the command line alone. Without the host's `staff` there is nothing here.
 */
export function staffRoutes({ staff: room }: HttpRooms, { staff }: HttpOptions): readonly Route[] {
  if (staff !== true) return [];
  return [
    route('POST', '/v1/staff/sign-ins', (asked) =>
      safeTry<Answer, HttpRefusal>(async function* () {
        const { as, provider } = yield* asked.body(begun);
        const handOver = yield* asked.secrets.handOver(as);
        const attempt = yield* room.beginStaffSignIn({ provider, ip: asked.ip });
        return ok(json(201, { ...staffSignInBegunJson(attempt), ...handOver('attempt', attempt.attempt) }));
      }),
    ),
    route('POST', '/v1/staff/sessions', (asked) =>
      safeTry<Answer, HttpRefusal>(async function* () {
        const { as, invitation: typed, ...given } = yield* asked.body(shown);
        const handOver = yield* asked.secrets.handOver(as);
        const answer = yield* answerOf(asked, given);
        if (!('callback' in answer)) return err(unfit('callback'));
        const invitation = typed === undefined ? undefined : yield* invitationIn(typed);
        const signingIn = room.signInStaff({ ...answer, invitation });
        const signedIn = yield* usingAttemptUp(asked, signingIn);
        return ok(json(201, { ...handOver('staffSession', signedIn.staffSession), ...signedInMemberJson(signedIn) }));
      }),
    ),
    route('GET', '/v1/staff/session', (asked) =>
      asked
        .staffSession()
        .asyncAndThen((staffSession) => room.whoAmI({ staffSession }))
        .map((member) => json(200, signedInMemberJson(member))),
    ),
    route('DELETE', '/v1/staff/session', (asked) =>
      asked
        .staffSession()
        .asyncAndThen((staffSession) => room.signOutStaff({ staffSession }))
        .map(() => {
          asked.secrets.served('staffSession');
          return nothing;
        }),
    ),
    route('POST', '/v1/staff/approvals', (asked) =>
      asked
        .staffBody(wanted)
        .asyncAndThen((input) => room.askApproval(input))
        .map((approval) => json(201, approvalJson(approval))),
    ),
    route('POST', '/v1/staff/approvals/:approval/agreement', (asked) =>
      asked
        .staffSession()
        .asyncAndThen((staffSession) => room.approveAction({ staffSession, approval: asked.part('approval') }))
        .map((approval) => json(200, approvalJson(approval))),
    ),
  ];
}

/** To whoever holds it, a broken invitation and one that was used are the same. */
function invitationIn(typed: string): Result<InvitationToken, InvitationNotValid> {
  return InvitationToken.parse(typed).mapErr(() => ({ kind: 'InvitationNotValid' }));
}
