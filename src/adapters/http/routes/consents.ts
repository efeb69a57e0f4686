import { z } from 'zod';
import { json } from '../answer.ts';
import { text } from '../asked.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { consentEntryJson, purposeJson } from '../presentation/consents.ts';
import { type Route, route } from '../route.ts';

const statement = z.strictObject({
  purpose: text,
  noticeVersion: text,
  noticeLanguage: text,
  channel: text,
  claimedAt: text.optional(),
});

/** What a person allows (POLICY.md C08). To withdraw is as easy as to consent: the same body, next door. */
export function consentRoutes({ consents }: HttpRooms): readonly Route[] {
  return [
    route('GET', '/v1/consents', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => consents.myConsents({ session, at: asked.query('at') }))
        .map((purposes) => json(200, { purposes: purposes.map(purposeJson) })),
    ),
    route('GET', '/v1/consents/history', (asked) =>
      asked
        .session()
        .asyncAndThen((session) => consents.myConsentHistory({ session, at: asked.query('at') }))
        .map((entries) => json(200, { entries: entries.map(consentEntryJson) })),
    ),
    route('POST', '/v1/consents', (asked) =>
      asked
        .session()
        .andThen((session) => asked.body(statement).map((said) => ({ session, ...said })))
        .asyncAndThen((input) => consents.recordConsent(input))
        .map((entry) => json(201, consentEntryJson(entry))),
    ),
    route('POST', '/v1/consents/withdrawals', (asked) =>
      asked
        .session()
        .andThen((session) => asked.body(statement).map((said) => ({ session, ...said })))
        .asyncAndThen((input) => consents.withdrawConsent(input))
        .map((entry) => json(201, consentEntryJson(entry))),
    ),
  ];
}
