import { z } from 'zod';
import { json, zipFile } from '../answer.ts';
import { text } from '../asked.ts';
import type { HttpOptions } from '../http-options.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { contact, person } from '../named-person.ts';
import { paymentJson } from '../presentation/payments.ts';
import { accountCancelledJson } from '../presentation/privacy.ts';
import { maskedPersonJson } from '../presentation/support.ts';
import { type Route, route } from '../route.ts';

const why = { purpose: text, caseNumber: text };

const lookUp = z.strictObject({ person: contact, ...why });
const reveal = z.strictObject({ subject: text, fields: z.array(text).max(20), ...why });
const logOutEverywhere = z.strictObject({ subject: text, ...why });
const exportFor = z.strictObject({ person, ...why });
const cancelFor = z.strictObject({ person, reason: text, caseNumber: text });
const giveBack = z.strictObject({
  payment: text,
  amount: z.strictObject({ amountMinor: z.number(), currency: text }),
  caseNumber: text,
  refund: text,
});
const correct = z.strictObject({ order: text, station: text, at: text, caseNumber: text, refund: text });

/**
 * What staff may do who is signed in, each with a purpose and a case (POLICY.md C09, C20, C21, C23). A look-up is a POST: what staff
 * looks for is personal data, which must not stand in an address. Without the host's `staff` there is nothing here.
 */
export function supportRoutes(joos: HttpRooms, { staff }: HttpOptions): readonly Route[] {
  if (staff !== true) return [];
  const { support, privacy, payments, orders } = joos;
  return [
    route('POST', '/v1/support/lookups', (asked) =>
      asked
        .staffSession()
        .andThen((staffSession) =>
          asked.body(lookUp).map(({ person, ...reason }) => ({ staffSession, ...person, ...reason })),
        )
        .asyncAndThen((input) => support.findPerson(input))
        .map((found) => json(200, maskedPersonJson(found))),
    ),
    route('POST', '/v1/support/contacts', (asked) =>
      asked
        .staffBody(reveal)
        .asyncAndThen((input) => support.revealContact(input))
        .map((contact) => json(200, { contact })),
    ),
    route('POST', '/v1/support/sessions/end', (asked) =>
      asked
        .staffBody(logOutEverywhere)
        .asyncAndThen((input) => support.endSessionsOf(input))
        .map((ended) => json(200, { ended })),
    ),
    route('POST', '/v1/support/exports', (asked) =>
      asked
        .staffBody(exportFor)
        .asyncAndThen((input) => privacy.exportOnBehalf(input))
        .map(zipFile),
    ),
    route('POST', '/v1/support/cancellations', (asked) =>
      asked
        .staffBody(cancelFor)
        .asyncAndThen((input) => privacy.cancelOnBehalf(input))
        .map((cancelled) => json(202, accountCancelledJson(cancelled))),
    ),
    route('POST', '/v1/support/refunds', (asked) =>
      asked
        .staffBody(giveBack)
        .asyncAndThen((input) => payments.refund(input))
        .map((payment) => json(200, paymentJson(payment))),
    ),
    route('POST', '/v1/support/corrections', (asked) =>
      asked
        .staffBody(correct)
        .asyncAndThen((input) => orders.correctRental(input))
        .map((payment) => json(200, paymentJson(payment))),
    ),
  ];
}
