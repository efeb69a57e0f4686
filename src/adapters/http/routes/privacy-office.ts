import { z } from 'zod';
import { json } from '../answer.ts';
import { text } from '../asked.ts';
import type { HttpOptions } from '../http-options.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { person } from '../named-person.ts';
import { holdJson, placedHoldJson, requestJson } from '../presentation/privacy-office.ts';
import { type Route, route } from '../route.ts';

const inCase = z.strictObject({ caseNumber: text });
const ofPerson = z.strictObject({ person, caseNumber: text });
const placing = z.strictObject({
  person,
  caseNumber: text,
  basis: text,
  scope: text,
  order: text.optional(),
  category: text.optional(),
  until: text,
});
const received = z.strictObject({
  person,
  caseNumber: text,
  right: text,
  channel: text,
  order: text.optional(),
  receivedOn: text.optional(),
});
const extension = z.strictObject({ caseNumber: text, reason: text });
const closing = z.strictObject({ caseNumber: text, outcome: text });
const explained = z.strictObject({ person, caseNumber: text, on: text.optional() });

/**
 * What support and the privacy officer keep for a law or a claim, and the requests of data subjects with their clock (POLICY.md
 * C08, C22, C26), each for an open case of that very person.
 */
export function privacyOfficeRoutes({ privacy }: HttpRooms, { staff }: HttpOptions): readonly Route[] {
  if (staff !== true) return [];
  return [
    route('POST', '/v1/support/holds', (asked) =>
      asked
        .staffBody(placing)
        .asyncAndThen((input) => privacy.placeHold(input))
        .map((placed) => json(201, placedHoldJson(placed))),
    ),
    route('POST', '/v1/support/holds/lookups', (asked) =>
      asked
        .staffBody(ofPerson)
        .asyncAndThen((input) => privacy.holdsOf(input))
        .map((holds) => json(200, { holds: holds.map(holdJson) })),
    ),
    route('POST', '/v1/support/holds/:hold/approval', (asked) =>
      asked
        .staffBody(inCase)
        .asyncAndThen((input) => privacy.approveHold({ ...input, hold: asked.part('hold') }))
        .map((approved) => json(200, placedHoldJson(approved))),
    ),
    route('POST', '/v1/support/holds/:hold/end', (asked) =>
      asked
        .staffBody(inCase)
        .asyncAndThen((input) => privacy.endHold({ ...input, hold: asked.part('hold') }))
        .map((ended) => json(200, holdJson(ended))),
    ),
    route('POST', '/v1/support/privacy-requests', (asked) =>
      asked
        .staffBody(received)
        .asyncAndThen((input) => privacy.recordRequest(input))
        .map((recorded) => json(201, requestJson(recorded))),
    ),
    route('POST', '/v1/support/privacy-requests/:request/verification', (asked) =>
      asked
        .staffBody(inCase)
        .asyncAndThen((input) => privacy.verifyRequest({ ...input, request: asked.part('request') }))
        .map((verified) => json(200, requestJson(verified))),
    ),
    route('POST', '/v1/support/privacy-requests/:request/extension', (asked) =>
      asked
        .staffBody(extension)
        .asyncAndThen((input) => privacy.extendRequest({ ...input, request: asked.part('request') }))
        .map((extended) => json(200, requestJson(extended))),
    ),
    route('POST', '/v1/support/privacy-requests/:request/closing', (asked) =>
      asked
        .staffBody(closing)
        .asyncAndThen((input) => privacy.closeRequest({ ...input, request: asked.part('request') }))
        .map((closed) => json(200, requestJson(closed))),
    ),
    route('POST', '/v1/support/retention/lookups', (asked) =>
      asked
        .staffBody(explained)
        .asyncAndThen((input) => privacy.explainRetention(input))
        .map(({ subject, account, lines }) => json(200, { subject, account, lines })),
    ),
  ];
}
