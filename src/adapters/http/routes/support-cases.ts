import { z } from 'zod';
import { json } from '../answer.ts';
import { text } from '../asked.ts';
import type { HttpOptions } from '../http-options.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { person } from '../named-person.ts';
import { codeSentJson } from '../presentation/account.ts';
import { maskedPersonJson } from '../presentation/support.ts';
import { caseWritingsJson, staffDeedJson, supportCaseJson } from '../presentation/support-cases.ts';
import { time } from '../presentation/time.ts';
import { type Route, route } from '../route.ts';

const opening = z.strictObject({ person, topic: text, language: text.optional() });
const whose = z.strictObject({ person });
const note = z.strictObject({ text });
const message = z.strictObject({ channel: text, text });
const verification = z.strictObject({ to: z.enum(['phone', 'email']).optional() });
const confirmation = z.strictObject({ challenge: text, code: text });
const closing = z.strictObject({ outcome: text });

/** What support has on record of a person, and who of the staff did what with the data, as the person sees it (GDPR art. 15). */
export function mySupportRoutes({ accounts }: HttpRooms): readonly Route[] {
  return [
    route('GET', '/v1/account/support-cases', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => accounts.mySupportCases({ session }))
        .map((cases) =>
          json(200, {
            cases: cases.map((record) => ({ ...supportCaseJson(record.supportCase), ...caseWritingsJson(record) })),
          }),
        ),
    ),
    route('GET', '/v1/account/staff-looks', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => accounts.whoLookedAtMyData({ session, after: asked.query('after') }))
        .map(({ entries, next }) => json(200, { entries: entries.map(staffDeedJson), next })),
    ),
  ];
}

/** Support cases, for staff (POLICY.md C09, C21, C23). Whoever is looked for stands in a body and never in an address. */
export function supportCaseRoutes({ support }: HttpRooms, { staff }: HttpOptions): readonly Route[] {
  if (staff !== true) return [];
  return [
    route('POST', '/v1/support/cases', (asked) =>
      asked
        .staffBody(opening)
        .asyncAndThen((input) => support.openCase(input))
        .map((opened) =>
          json(201, { ...supportCaseJson(opened.supportCase), person: maskedPersonJson(opened.person) }),
        ),
    ),
    route('POST', '/v1/support/cases/lookups', (asked) =>
      asked
        .staffBody(whose)
        .asyncAndThen((input) => support.casesOf(input))
        .map((cases) => json(200, { cases: cases.map(supportCaseJson) })),
    ),
    route('GET', '/v1/support/cases/:case', (asked) =>
      asked
        .staffSession()
        .asyncAndThen((staffSession) => support.seeCase({ staffSession, caseNumber: asked.part('case') }))
        .map((seen) =>
          json(200, {
            ...supportCaseJson(seen.supportCase),
            person: maskedPersonJson(seen.person),
            ...caseWritingsJson(seen),
          }),
        ),
    ),
    route('POST', '/v1/support/cases/:case/notes', (asked) =>
      asked
        .staffBody(note)
        .asyncAndThen((input) => support.addNote({ ...input, caseNumber: asked.part('case') }))
        .map((added) => json(201, { note: added })),
    ),
    route('POST', '/v1/support/cases/:case/messages', (asked) =>
      asked
        .staffBody(message)
        .asyncAndThen((input) => support.contactPerson({ ...input, caseNumber: asked.part('case') }))
        .map(({ message: queued, channel }) => json(202, { message: queued, channel })),
    ),
    route('POST', '/v1/support/cases/:case/verifications', (asked) =>
      asked
        .staffBody(verification)
        .asyncAndThen((input) => support.verifyCaller({ ...input, caseNumber: asked.part('case') }))
        .map((sent) => json(202, codeSentJson(sent))),
    ),
    route('POST', '/v1/support/cases/:case/confirmations', (asked) =>
      asked
        .staffBody(confirmation)
        .asyncAndThen((input) => support.confirmCaller({ ...input, caseNumber: asked.part('case') }))
        .map(({ verifiedUntil }) => json(200, { verifiedUntil: time(verifiedUntil) })),
    ),
    route('POST', '/v1/support/cases/:case/closing', (asked) =>
      asked
        .staffBody(closing)
        .asyncAndThen((input) => support.closeCase({ ...input, caseNumber: asked.part('case') }))
        .map((closed) => json(200, supportCaseJson(closed))),
    ),
  ];
}
