import type { SubjectId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/instant.ts';
import type { LegalHold } from '../../domain/legal-hold/legal-hold.ts';
import { type Protection, protectionOf } from '../../domain/legal-hold/protection.ts';
import type { PrivacyRequest } from '../../domain/privacy-request/privacy-request.ts';
import type { Database } from './database.ts';
import { holdOf, runningHolds } from './legal-holds.ts';
import { openRequestsOf, requestOf } from './privacy-requests.ts';
import { dataQuery } from './statement.ts';
import type { Unit } from './unit-of-work.ts';

/** What may protect something of a subject: holds that are not over, and requests that are not answered. */
export interface Protecting {
  readonly holds: readonly LegalHold[];
  readonly requests: readonly PrivacyRequest[];
}

/** What may protect something of a subject, as a transaction sees it. */
export function protectingIn(unit: Unit, subject: SubjectId, at: Instant): Promise<Protecting> {
  return protecting(async (statement, given) => (await unit.run(statement, given)).rows, subject, at);
}

/** What is protected of a subject, outside of a transaction. */
export async function protectionIn(database: Database, subject: SubjectId, at: Instant): Promise<Protection> {
  const { holds, requests } = await protecting(database.look, subject, at);
  return protectionOf(holds, requests, at);
}

/** Hardly anybody has any, and an erasure asks before every step: one look says whether there is anything to be read. */
async function protecting(look: Database['look'], subject: SubjectId, at: Instant): Promise<Protecting> {
  const [found] = await look(whatThereIs, { subject });
  return {
    holds: found?.holds ? (await look(runningHolds, { subject, at })).map(holdOf) : [],
    requests: found?.requests ? (await look(openRequestsOf, { subject })).map(requestOf) : [],
  };
}

/** Rows of any state: whether they protect something, those who read them say. */
const whatThereIs = dataQuery(({ db }, given: { subject: SubjectId }) =>
  db.selectNoFrom((eb) => [
    eb
      .exists(eb.selectFrom('legal_holds as h').select('h.hold_id').where('h.subject_id', '=', given.subject))
      .as('holds'),
    eb
      .exists(eb.selectFrom('privacy_requests as r').select('r.request_id').where('r.subject_id', '=', given.subject))
      .as('requests'),
  ]),
);
