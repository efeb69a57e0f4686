import { z } from 'zod';
import { json } from '../answer.ts';
import { text } from '../asked.ts';
import type { HttpOptions } from '../http-options.ts';
import type { HttpRooms } from '../http-rooms.ts';
import { auditPageJson } from '../presentation/staff-audit.ts';
import { type Route, route } from '../route.ts';

const wanted = z.strictObject({
  by: text.optional(),
  subject: text.optional(),
  caseNumber: text.optional(),
  action: text.optional(),
  from: text.optional(),
  until: text.optional(),
  after: z.strictObject({ recordedAt: text, entry: text }).optional(),
  limit: z.number().int().optional(),
});

/**
 * Looking into the audit log (POLICY.md C21), by who has the role and none of the installation's settings. What is looked for
 * stands in a body: a pseudonym is personal data, and an address ends up in logs. Verifying needs the sink, and no session:
 * that is `joos audit verify`.
 */
export function staffAuditRoutes({ audit }: HttpRooms, { staff }: HttpOptions): readonly Route[] {
  if (staff !== true) return [];
  return [
    route('POST', '/v1/staff/audit/searches', (asked) =>
      asked
        .staffBody(wanted)
        .asyncAndThen((input) => audit.searchAudit(input))
        .map((page) => json(200, auditPageJson(page))),
    ),
    route('POST', '/v1/staff/audit/exports', (asked) =>
      asked
        .staffBody(wanted)
        .asyncAndThen((input) => audit.exportAudit(input))
        .map((page) => json(200, auditPageJson(page))),
    ),
  ];
}
