import { z } from 'zod';
import { json, zipFile } from '../answer.ts';
import { text } from '../asked.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { accountCancelledJson, erasurePlanJson, erasureReportJson } from '../presentation/privacy.ts';
import { type Route, route } from '../route.ts';

const proof = z.strictObject({ challenge: text.optional(), code: text.optional() });

/** The rights of the data subject: to see, to take along, to be forgotten (POLICY.md C08, C24). */
export function privacyRoutes({ privacy }: HttpRooms): readonly Route[] {
  return [
    route('GET', '/v1/export', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => privacy.exportMyData({ session }))
        .map(zipFile),
    ),
    route('GET', '/v1/account/erasure-plan', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => privacy.planMyErasure({ session }))
        .map((plan) => json(200, erasurePlanJson(plan))),
    ),
    route('POST', '/v1/account/cancellation', (asked) =>
      asked
        .session()
        .andThen((session) => asked.body(proof).map((given) => ({ session, ...given })))
        .asyncAndThen((input) => privacy.cancelMyAccount(input))
        .map((cancelled) => {
          asked.leave();
          return json(202, accountCancelledJson(cancelled));
        }),
    ),
    route('GET', '/v1/erasures/:erasure', (asked) =>
      privacy.erasureStatus({ erasure: asked.part('erasure') }).map((report) => json(200, erasureReportJson(report))),
    ),
  ];
}
