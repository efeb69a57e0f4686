import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import { type Protection, protectionOf } from '../../domain/legal-hold/protection.ts';
import type { PrivacyRequest } from '../../domain/privacy-request/privacy-request.ts';
import type { Database } from './database.ts';
import { holdOf, runningHolds } from './legal-holds.ts';
import { openRequestsOf, requestOf } from './privacy-requests.ts';
import type { Unit } from './unit-of-work.ts';

/** What may protect something of a subject: holds that are not over, and requests that are not answered. */
export interface Protecting {
  readonly holds: readonly LegalHold[];
  readonly requests: readonly PrivacyRequest[];
}

/** What may protect something of a subject, as a transaction sees it. */
export async function protectingIn(unit: Unit, subject: SubjectId, at: Instant): Promise<Protecting> {
  const holds = (await unit.run(runningHolds, { subject, at })).rows.map(holdOf);
  const requests = (await unit.run(openRequestsOf, { subject })).rows.map(requestOf);
  return { holds, requests };
}

/** What is protected of a subject, outside of a transaction. */
export async function protectionIn(database: Database, subject: SubjectId, at: Instant): Promise<Protection> {
  const holds = (await database.look(runningHolds, { subject, at })).map(holdOf);
  const requests = (await database.look(openRequestsOf, { subject })).map(requestOf);
  return protectionOf(holds, requests, at);
}
